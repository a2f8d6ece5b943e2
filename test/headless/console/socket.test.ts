import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { type ConsoleSocket, openConsoleSocket } from '../../../headless/console/socket.ts';
import type { Intent } from '../../../headless/intent.ts';
import {
  type LogLine,
  logBatchSchema,
  MAX_LINE_BYTES,
  type Snapshot,
  snapshotSchema,
} from '../../../headless/snapshot.ts';
import { IMAGE } from '../../../headless/state/host-rules.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { initialState } from '../../../headless/transition.ts';

let directory: string;
let socket: ConsoleSocket;
let intents: Intent[];
let earlier: LogLine[];
const windows: Socket[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rigforge-socket-'));
  intents = [];
  earlier = [];
  socket = await openConsoleSocket({
    path: join(directory, 'console.sock'),
    group: null,
    onIntent: (intent) => intents.push(intent),
    earlierLog: () => earlier,
  });
});

afterEach(async () => {
  for (const window of windows.splice(0)) window.destroy();
  await socket.close();
  await rm(directory, { recursive: true });
});

function open(): { window: Socket; text: () => string; closed: () => boolean } {
  const window = connect(join(directory, 'console.sock'));
  windows.push(window);
  let text = '';
  let closed = false;
  window.on('data', (chunk) => {
    text += chunk.toString();
  });
  window.on('close', () => {
    closed = true;
  });
  window.on('error', () => {});
  return { window, text: () => text, closed: () => closed };
}

function snapshot(sequence: number): Snapshot {
  const state = initialState({ host: IMAGE, uptimeMs: 5, bootedFromStick: true });
  return { sequence, ...snapshotOf(state, { version: '0', commit: 'c' }) };
}

it('gives the newest snapshot to a window that opens late, and later ones to all', async () => {
  socket.publish(snapshot(1));
  const [one, two] = [open(), open()];
  await vi.waitFor(() => expect(two.text()).toContain('"sequence":1'));
  socket.publish(snapshot(2));
  await vi.waitFor(() => expect(one.text().trim().split('\n')).toHaveLength(2));
  const [, last = ''] = one.text().trim().split('\n');
  expect(snapshotSchema.parse(JSON.parse(last)).sequence).toBe(2);
});

it('gives the log so far after the first snapshot, and new lines to all', async () => {
  const line = (number: number): LogLine => ({
    seconds: number,
    from: 'xmrig',
    text: `"${'語'.repeat(390)}${number}`,
  });
  earlier = Array.from({ length: 300 }, (_, number) => line(number));
  const early = open();
  await vi.waitFor(() => expect(socket.watched()).toBe(true));
  socket.publishLog([line(1000)]); // nobody has a snapshot yet
  socket.publish(snapshot(1));
  const late = open();
  for (const window of [early, late]) {
    await vi.waitFor(() => expect(window.text()).toContain('299"'));
    const [first = '', ...batches] = window.text().trim().split('\n');
    expect(snapshotSchema.parse(JSON.parse(first)).sequence).toBe(1);
    expect(Math.max(...batches.map((batch) => Buffer.byteLength(batch)))).toBeLessThan(MAX_LINE_BYTES);
    const lines = batches.flatMap((batch) => logBatchSchema.parse(JSON.parse(batch)).log);
    expect(lines.map(({ seconds }) => seconds)).toEqual(earlier.map(({ seconds }) => seconds));
  }
  socket.publishLog([line(2000)]);
  for (const window of [early, late]) await vi.waitFor(() => expect(window.text()).toContain('2000"'));
});

it('cuts a text that is longer than a window takes', async () => {
  socket.publish({ ...snapshot(1), doing: `Connecting to ${'pool.'.repeat(200)}` });
  const { text } = open();
  await vi.waitFor(() => expect(text()).toContain('\n'));
  expect(snapshotSchema.parse(JSON.parse(text())).doing).toHaveLength(400);
});

it('takes intents, also when they come in pieces', async () => {
  const { window } = open();
  window.write('{"intent":"touch"}\n{"intent":"choo');
  window.write('se","stackId":"a:1","password":null}\n');
  await vi.waitFor(() => expect(intents).toHaveLength(2));
  expect(intents[1]).toEqual({ intent: 'choose', stackId: 'a:1', password: null });
});

it.each([
  ['no JSON', 'rm -rf\n'],
  ['an unknown intent', '{"intent":"format"}\n'],
  ['an endless line', 'x'.repeat(MAX_LINE_BYTES + 1)],
  ['a deep nesting', `${'['.repeat(200_000)}\n`],
  ['an intent of a prototype', '{"__proto__":{"intent":"reboot"}}\n'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x0a])],
])('closes a window that sends %s, and only that one', async (_what, line) => {
  const [good, bad] = [open(), open()];
  bad.window.write(line);
  await vi.waitFor(() => expect(bad.closed()).toBe(true));
  socket.publish(snapshot(3));
  await vi.waitFor(() => expect(good.text()).toContain('"sequence":3'));
  expect(intents).toHaveLength(0);
});

it('hears five hundred orders that come at once, in their order', async () => {
  const { window } = open();
  const choose = (number: number) => ({ intent: 'choose', stackId: `a:${number}`, password: null }) as const;
  for (let number = 1; number <= 500; number += 1) window.write(`${JSON.stringify(choose(number))}\n`);
  await vi.waitFor(() => expect(intents).toHaveLength(500));
  expect(intents.at(-1)).toEqual(choose(500));
});

it('lets a window go that does not read', async () => {
  const [good, slow] = [open(), open()];
  await vi.waitFor(() => expect(socket.watched()).toBe(true));
  slow.window.pause();
  const long = {
    ...snapshot(1),
    doing: 'a'.repeat(400),
    rig: { ...snapshot(1).rig, label: 'b'.repeat(400) },
  };
  for (let number = 1; number <= 3000; number += 1) {
    socket.publish({ ...long, sequence: number });
    if (number % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await vi.waitFor(() => expect(good.text()).toContain('"sequence":3000'));
  slow.window.resume();
  await vi.waitFor(() => expect(slow.closed()).toBe(true));
  expect(slow.text()).not.toContain('"sequence":3000');
});

it('lets the screen in where eight windows say nothing, and never at the cost of the first four', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
  onTestFinished(() => clock.mockRestore());
  socket.publish(snapshot(1));
  const silent = Array.from({ length: 8 }, open);
  for (const { text } of silent) await vi.waitFor(() => expect(text()).toContain('\n'));
  const early = open();
  await vi.waitFor(() => expect(early.closed()).toBe(true));
  expect(early.text()).toBe('');
  clock.mockReturnValue(12_000);
  const talking = silent.at(4);
  talking?.window.write('{"intent":"touch"}\n');
  await vi.waitFor(() => expect(intents).toHaveLength(1));
  const screen = open();
  await vi.waitFor(() => expect(screen.text()).toContain('"sequence":1'));
  await vi.waitFor(() => expect(silent.filter(({ closed }) => closed())).toEqual([silent.at(5)]));
});

it('is open to its own user alone', async () => {
  expect((await stat(join(directory, 'console.sock'))).mode & 0o777).toBe(0o600);
});

it('holds no secret in a snapshot', () => {
  const state = initialState({ host: IMAGE, uptimeMs: 5, bootedFromStick: true });
  const pool = {
    host: 'h',
    address: null,
    port: 1,
    tls: false,
    fingerprint: null,
    user: 'u',
    password: 'hunter2',
  };
  const hold = { startedAt: 0, lastKeyAt: 0 };
  const choice = { stackId: 'h:1', source: 'person' as const, why: null, pools: [pool] as [typeof pool] };
  const view = snapshotOf(
    { ...state, choice, phase: { phase: 'offering', target: choice, wait: { hold } } },
    { version: '0', commit: 'c' },
  );
  expect(JSON.stringify(view)).not.toContain('hunter2');
});
