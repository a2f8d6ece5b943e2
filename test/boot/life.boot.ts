import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RUN_DIRECTORY, SOCKET_NAME } from '../../headless/snapshot.ts';
import type { Rig } from '../qemu/rig.ts';
import {
  bootRig,
  explainFailure,
  MINING_MS,
  mainPid,
  mined,
  moreShares,
  scratch,
  wakeConsole,
  wipeScreen,
} from './support/boot.ts';
import { makeDisk, sha256 } from './support/disk.ts';

/** Whoever reads this mines on a port where nobody listens. */
const STRANGER = '10.77.0.1:4444';
/** What a console sends when a person has confirmed it. */
const SWITCH_OFF = `require("net").connect("${RUN_DIRECTORY}/${SOCKET_NAME}").end(JSON.stringify({intent:"powerOff"})+"\\n")`;

/** The engine that is started next has a minute for a beat, and not three. */
const DROP_IN = '/run/systemd/system/rigforge-headless.service.d';
const LESS_PATIENCE = `mkdir -p ${DROP_IN}; printf '[Service]\\nWatchdogSec=60\\n' >${DROP_IN}/test.conf; systemctl daemon-reload`;

/** What systemd thinks of each setting of a unit; `exposure` is null or 0 where it is content. */
const exposuresSchema = z.array(z.object({ name: z.string(), exposure: z.string().nullish() }));

describe('a BIOS machine with an untouched stick on a network with a stack', () => {
  let rig: Rig;
  let disk: string;
  let before: string;

  beforeAll(async () => {
    disk = join(await scratch(), 'internal.raw');
    await makeDisk(disk, {
      'rigforge.conf': `pool=${STRANGER}\n`,
      'rigforge-cmdline.txt': `add rigforge.pool=${STRANGER}\n`,
    });
    before = await sha256(disk);
    rig = await bootRig('--firmware', 'bios', '--disk', disk);
  });
  afterAll(() => rig?.stop());
  beforeEach(() => explainFailure(() => rig));

  it('finds the stack and mines shares that the stack verifies', async () => {
    await moreShares(rig, 3, MINING_MS);
    const snapshot = await rig.snapshotWhere(mined, 300_000);
    expect(snapshot.target).toMatchObject({ source: 'discovery', port: 3333 });
    expect(rig.shares().workers).toEqual([snapshot.rig.label]);
    const { times } = rig.report(true, '', snapshot);
    for (const [what, time] of Object.entries(times)) expect(time, what).toBeGreaterThan(0);
  });

  it('shows it on the serial console', async () => {
    const screen = await rig.machine.screen.waitFor(/H\/s/, 180_000);
    expect(screen).toMatch(/pithead/);
    expect(screen).toMatch(/accepted/);
  });

  it('leaves XMRig no more rights than are written down', async () => {
    const security = (options: string) =>
      rig.machine.shell.read(`systemd-analyze security ${options} xmrig.service`);
    await security('--threshold=18 --no-pager >/dev/null');
    const judged = exposuresSchema.parse(JSON.parse(await security('--json=short')));
    const marked = judged.filter(({ exposure }) => Number(exposure) > 0);
    const document = await readFile(join(import.meta.dirname, '../../docs/image.md'), 'utf8');
    const [, list = ''] = document.split('### What XMRig may still do');
    const written = list.split('\n#')[0]?.matchAll(/^\| `(.+?)` \|/gm) ?? [];
    const names = [...written].map(([, name = '']) => name.replace('\\|', '|'));
    expect(marked.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  it('goes on hashing in the same process when the engine is killed', async () => {
    const [engine, miner] = [await mainPid(rig, 'rigforge-headless'), await mainPid(rig, 'xmrig')];
    await rig.machine.shell.read(LESS_PATIENCE);
    await rig.machine.shell.read(`kill -9 ${engine}`);
    await moreShares(rig, 2, 300_000);
    const snapshot = await rig.snapshotWhere(
      (s) => s.stage === 'mining' && s.miner?.running === true,
      300_000,
    );
    expect(await mainPid(rig, 'rigforge-headless')).not.toBe(engine);
    expect(await mainPid(rig, 'xmrig')).toBe(miner);
    expect(snapshot.miner).toMatchObject({ adopted: true, pid: miner });
  });

  it('starts an engine again that hangs, while the same XMRig hashes', async () => {
    const [engine, miner] = [await mainPid(rig, 'rigforge-headless'), await mainPid(rig, 'xmrig')];
    await rig.machine.shell.read(`kill -STOP ${engine}`);
    await expect
      .poll(() => mainPid(rig, 'rigforge-headless'), { timeout: 300_000, interval: 5_000 })
      .not.toBe(engine);
    await moreShares(rig, 1, 300_000);
    await rig.snapshotWhere((s) => s.stage === 'mining' && s.miner?.adopted === true, 300_000);
    expect(await mainPid(rig, 'xmrig')).toBe(miner);
  });

  it('draws the screen again when the console program is killed', async () => {
    const unit = 'rigforge-tui@ttyS0';
    const console_ = await mainPid(rig, unit);
    await rig.machine.shell.read(`kill -9 ${console_}`);
    wipeScreen(rig);
    await rig.machine.screen.waitFor(/H\/s/, 300_000);
    expect(await mainPid(rig, unit)).not.toBe(console_);
  });

  it('starts XMRig again when it is killed', async () => {
    const miner = await mainPid(rig, 'xmrig');
    await rig.machine.shell.read(`kill -9 ${miner}`);
    await moreShares(rig, 2, 480_000);
    expect(await mainPid(rig, 'xmrig')).not.toBe(miner);
    const snapshot = await rig.snapshotWhere((s) => (s.miner?.restarts ?? 0) > 0, 60_000);
    // As systemd says it; the engine's own patience decides on the tense.
    expect(snapshot.miner?.restartReason).toMatch(/^XMRig (had )?exited \(signal SIGKILL\)$/);
  });

  it('keeps mining and showing when the stick is pulled', async () => {
    await rig.machine.qmp.unplug('stick');
    await moreShares(rig, 2, 300_000);
    const snapshot = await rig.snapshotWhere((s) => !s.stick.present && s.stage === 'mining', 300_000);
    expect(snapshot.miner?.running).toBe(true);
    await wakeConsole(rig);
    wipeScreen(rig);
    rig.machine.typeOnSerial('\x0c');
    await rig.machine.screen.waitFor(/H\/s/, 180_000);
  });

  it('neither mounts, swaps on, reads the config of, nor changes the internal disk', async () => {
    expect(await rig.machine.shell.read('cat /proc/mounts')).not.toMatch(/\/dev\/sd/);
    expect(await rig.machine.shell.read('cat /proc/swaps')).not.toMatch(/\/dev\//);
    const snapshot = await rig.snapshot();
    expect(snapshot.stacks.map(({ port }) => port)).not.toContain(4444);
    expect(snapshot.disks).toEqual({ count: 1, sectorsWritten: 0 });
  });

  it('switches itself off when a person asks, with the internal disk as it was', async () => {
    await rig.machine.shell.read(`/usr/lib/rigforge/node -e '${SWITCH_OFF}'`);
    await rig.machine.ended;
    await rig.stop();
    expect(await sha256(disk)).toBe(before);
  });
});
