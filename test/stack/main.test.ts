/** The stack as another process runs it: `npm run stack`. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { Client, loginResultSchema } from './client.ts';

let child: ChildProcessWithoutNullStreams;

function start(...args: string[]): AsyncIterator<string> {
  child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args]);
  return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
}

afterEach(() => {
  child.kill('SIGKILL');
});

async function event(lines: AsyncIterator<string>, kind: string): Promise<Record<string, unknown>> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the stack ended before it said ${kind}`);
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && 'event' in parsed && parsed.event === kind) {
      return { ...parsed };
    }
  }
}

function command(text: object): void {
  child.stdin.write(`${JSON.stringify(text)}\n`);
}

test('is steered by JSON lines and stops when asked', async () => {
  const lines = start('--json', '--port', '0', '--password', 'secret');
  const { port } = await event(lines, 'listening');
  const miner = Client.plain(Number(port));
  expect((await miner.login()).error?.message).toBe('Permission denied');
  command({ command: 'set', settings: { password: null } });
  command({ command: 'block' });
  await event(lines, 'block');
  expect((await miner.login()).error).toBeNull();
  command({ command: 'status' });
  expect(await event(lines, 'status')).toMatchObject({
    verifiedShares: 0,
    workers: [{ name: 'rig-a1b2c3' }],
  });
  command({ command: 'fork' });
  expect(await event(lines, 'fork')).toEqual({ event: 'fork', height: 3_810_002, verifiedShares: 0 });
  expect(await event(lines, 'block')).toMatchObject({ height: 3_810_002, algorithm: 'rx/2' });
  command({ command: 'dance' });
  expect(await event(lines, 'problem')).toMatchObject({ message: 'Not a command: {"command":"dance"}' });
  command({ command: 'stop' });
  expect(await once(child, 'exit')).toEqual([0, null]);
  miner.close();
});

test('ends with the process that steers it', async () => {
  const lines = start('--json', '--port', '0');
  await event(lines, 'listening');
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('speaks plainly to a person and quits cleanly on SIGINT', async () => {
  const lines = start('--port', '0');
  expect((await lines.next()).value).toMatch(/^Listening on 127\.0\.0\.1:\d+ as xmrig-proxy, difficulty 10/);
  child.kill('SIGINT');
  expect((await lines.next()).value).toBe('0 shares verified, 0 rejected; workers: none');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('starts after the fork, and takes every option that has to do with it', async () => {
  const lines = start(
    ...['--json', '--port', '0', '--forked', '--kind', 'p2pool5', '--ban-seconds', '5'],
    ...['--no-algo', '--drop-commitment'],
  );
  const { port } = await event(lines, 'listening');
  const miner = Client.plain(Number(port));
  const { job } = loginResultSchema.parse((await miner.login({ algo: ['rx/2'] })).result);
  expect([job.blob.slice(0, 4), 'algo' in job]).toEqual(['1111', false]);
  command({ command: 'set', settings: { stayedBehind: 'advancing', nameAlgo: true, algo: 'rx/wow' } });
  command({ command: 'block' });
  expect(await event(lines, 'block')).toMatchObject({ algorithm: 'rx/0' });
  expect(await miner.next()).toMatchObject({ params: { algo: 'rx/wow' } });
  command({ command: 'status' });
  expect(await event(lines, 'status')).toMatchObject({
    forkHeight: 3_810_000,
    algorithm: 'rx/0',
    banned: [],
  });
  miner.close();
});

test('says what is wrong with an option and leaves with 1', async () => {
  start('--port', 'abc', '--fault', 'odd', '--fork-after', '0', '--stayed-behind', 'far');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(said).toContain('--port: has to be a whole number');
  expect(said).toContain('--fault: ');
  expect(said).toContain('--fork-after: ');
  expect(said).toContain('--stayed-behind: ');
});
