import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Intent } from '../../headless/intent.ts';
import { type LogLine, logBatchSchema, type Snapshot, snapshotSchema } from '../../headless/snapshot.ts';
import { makeMachine } from '../machines/play.ts';
import { TROUBLES } from '../machines/troubles.ts';

/** The engine as its own process, looking at a played computer, and one window on it. */
const engineFile = join(import.meta.dirname, '../../headless/main.ts');

let folder: string;
let engine: ChildProcess | null = null;
let window: Socket | null = null;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rigforge-engine-'));
  lines = [];
});

afterEach(async () => {
  window?.destroy();
  if (engine && engine.exitCode === null) {
    const ended = new Promise((resolve) => engine?.once('exit', resolve));
    engine.kill('SIGTERM');
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

async function play(name: string, files: Record<string, string> = {}): Promise<void> {
  const trouble = TROUBLES.find((one) => one.name === name);
  if (!trouble) throw new Error(`nothing called ${name}`);
  const machine = join(folder, name);
  await makeMachine({ ...trouble, files: { ...trouble.files, ...files } }, machine);
  const args = ['--mode', 'laptop', '--run-dir', folder, '--machine', machine, '--discover-on', 'lo'];
  engine = spawn(process.execPath, [engineFile, ...args], { stdio: 'ignore' });
  await vi.waitFor(open);
}

function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(join(folder, 'console.sock'));
    socket.once('error', reject);
    socket.once('connect', () => {
      window = socket;
      createInterface({ input: socket }).on('line', (line) => lines.push(line));
      resolve();
    });
  });
}

const isLog = (line: string) => line.startsWith('{"log":');
const snapshots = (): Snapshot[] =>
  lines.filter((line) => !isLog(line)).map((line) => snapshotSchema.parse(JSON.parse(line)));
const log = (): LogLine[] =>
  lines.filter(isLog).flatMap((line) => logBatchSchema.parse(JSON.parse(line)).log);
const ask = (intent: Intent) => window?.write(`${JSON.stringify(intent)}\n`);

it('explains a missing cable, logs it, and leaves the computer it runs on alone', async () => {
  await play('no-cable');
  await vi.waitFor(() => expect(snapshots().at(-1)?.doing).toMatch(/^No cable in eth0/));
  expect(isLog(lines[0] ?? '')).toBe(false);
  expect(snapshots().at(-1)).toMatchObject({
    mode: 'laptop',
    rig: { nodes: 1, links: [{ name: 'eth0', carrier: false, addresses: [] }] },
    sensors: { cpuCelsius: null, powerWatts: null },
    history: [],
    pausedSecondsLeft: null,
  });
  await vi.waitFor(() =>
    expect(
      log()
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(/No cable in eth0/),
  );
  expect(log()[0]).toMatchObject({ from: 'engine', text: expect.stringContaining('is running') as string });

  ask({ intent: 'powerOff' });
  ask({ intent: 'pause' });
  const said = () =>
    snapshots()
      .at(-1)
      ?.messages.map(({ text }) => text);
  await vi.waitFor(() =>
    expect(said()).toEqual([
      expect.stringContaining('this is your own computer'),
      expect.stringContaining('nothing to pause'),
    ]),
  );
  expect(engine?.exitCode).toBeNull();
});

it('notices a cable that is plugged in, and reads the sensors while somebody looks', async () => {
  const chip = 'sys/class/hwmon/hwmon0';
  const disk = 'sys/block/sda';
  await play('no-cable', {
    [`${chip}/name`]: 'coretemp\n',
    [`${chip}/temp1_label`]: 'Package id 0\n',
    [`${chip}/temp1_input`]: '61000\n',
    [`${disk}/size`]: '1000\n',
    [`${disk}/stat`]: '1 0 8 0 2 0 16 0 0 0 0\n',
    [`${disk}/device/uevent`]: 'DRIVER=sd\n',
  });
  const now = () => snapshots().at(-1);
  await vi.waitFor(() => expect(now()?.doing).toMatch(/^No cable in eth0/));
  await vi.waitFor(() => expect(now()?.sensors).toEqual({ cpuCelsius: 61, powerWatts: null }));
  expect(now()?.disks).toEqual({ count: 1, sectorsWritten: 16 });
  await writeFile(join(folder, 'no-cable/sys/class/net/eth0/carrier'), '1\n');
  await vi.waitFor(() => expect(now()?.doing).toMatch(/^The cable in eth0 is in; waiting/));
});

it('halts on a computer that cannot mine, with the words why', async () => {
  await play('too-little-memory');
  await vi.waitFor(() => expect(snapshots().at(-1)?.stage).toBe('halted'));
  expect(snapshots().at(-1)?.doing).toMatch(/^This computer cannot mine: Memory: /);
  expect(snapshots().at(-1)?.rig.label).toMatch(/^rig-[0-9a-f]{6}$/);
});
