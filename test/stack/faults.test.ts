/** What is wrong with a stack, as its miners meet it. */
import { afterEach, expect, test } from 'vitest';
import { Client, loginResultSchema } from './client.ts';
import type { Settings } from './settings.ts';
import { Stack } from './stack.ts';

const opened: { stop(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.stop();
});

async function minerAt(settings: Partial<Settings>): Promise<{ stack: Stack; miner: Client }> {
  const stack = await Stack.start({ port: 0, blockSeconds: 0, adapt: false, ...settings });
  const miner = Client.plain(stack.port);
  opened.push(stack, { stop: () => miner.close() });
  return { stack, miner };
}

/** A share of a job that nobody knows: refused by every stack that looks at it. */
const SHARE = { id: 'x', job_id: 'x', nonce: '00000000', result: '00'.repeat(32) };

test('close: hangs up on who has said nothing yet', async () => {
  const { miner } = await minerAt({ fault: 'close' });
  await expect(miner.next()).rejects.toThrow('the stack hung up');
});

test('hangUp: takes the login and hangs up', async () => {
  const { miner } = await minerAt({ fault: 'hangUp' });
  expect((await miner.login()).error).toBeNull();
  await expect(miner.next()).rejects.toThrow('the stack hung up');
});

test('ignoreShares: answers signs of life, and no share', async () => {
  const { miner } = await minerAt({ fault: 'ignoreShares' });
  await miner.login();
  miner.socket.write(`${JSON.stringify({ id: 9, jsonrpc: '2.0', method: 'submit', params: SHARE })}\n`);
  expect(await miner.ask('keepalived', { id: 'x' })).toMatchObject({
    id: 2,
    result: { status: 'KEEPALIVED' },
  });
});

test('rejectThird: what is wrong with a third share is its place', async () => {
  const { miner } = await minerAt({ fault: 'rejectThird' });
  await miner.login();
  const said = [];
  for (let share = 0; share < 6; share += 1) said.push((await miner.ask('submit', SHARE)).error?.message);
  expect(said).toEqual([1, 2, 3, 4, 5, 6].map((count) => (count % 3 ? 'Invalid job id' : 'Invalid share')));
});

test('zeroTarget: asks for what no hash can be', async () => {
  const { miner } = await minerAt({ fault: 'zeroTarget' });
  expect(loginResultSchema.parse((await miner.login()).result).job.target).toBe('00000000');
});

test('sameJob: each job after the first comes twice', async () => {
  const { stack, miner } = await minerAt({ fault: 'sameJob' });
  await miner.login();
  stack.newBlock();
  expect(await miner.next()).toEqual(await miner.next());
});

test('bulky: 100 kB with every answer', async () => {
  const { miner } = await minerAt({ fault: 'bulky' });
  expect(JSON.stringify(await miner.login()).length).toBeGreaterThan(100_000);
});

test('a difficulty that no rig reaches, and a new seed after 2048 blocks', async () => {
  const { stack, miner } = await minerAt({ difficulty: 2 ** 53 });
  const { job } = loginResultSchema.parse((await miner.login()).result);
  expect(job.target).toBe('ff07000000000000');
  stack.newBlock(2048);
  expect((await miner.next())['params']).toMatchObject({ height: job.height + 2048 });
  expect((await miner.login()).result).not.toMatchObject({ job: { seed_hash: job.seed_hash } });
});
