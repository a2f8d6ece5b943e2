import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client, jobSchema, loginResultSchema } from './client.ts';
import { withNonce } from './jobs.ts';
import { Stack } from './stack.ts';
import { Verifier } from './verifier/verifier.ts';

let stack: Stack;
let miner: Client;
let verifier: Verifier;
let session: string;
let job: ReturnType<typeof jobSchema.parse>;

beforeAll(async () => {
  // At difficulty 1 every hash is a share.
  stack = await Stack.start({ port: 0, blockSeconds: 0, difficulty: 1, adapt: false });
  verifier = await Verifier.start();
  miner = Client.plain(stack.port);
  ({ id: session, job } = loginResultSchema.parse((await miner.login()).result));
});

afterAll(async () => {
  miner.close();
  verifier.stop();
  await stack.stop();
});

/** Hands in a share of the current job; `result` defaults to the true hash. */
async function submit(nonce: string, result?: string): Promise<string> {
  const hash = result ?? (await verifier.hash(job.seed_hash, withNonce(job.blob, nonce)));
  const answer = await miner.ask('submit', { id: session, job_id: job.job_id, nonce, result: hash });
  return answer.error?.message ?? String(answer.result?.['status']);
}

test('a true share counts once', async () => {
  expect(await submit('01000000')).toBe('OK');
  expect(await submit('01000000')).toBe('Duplicate share');
  expect(stack.status()).toMatchObject({ verifiedShares: 1, rejectedShares: 1 });
});

test('a forged share does not count, however good it looks', async () => {
  const before = stack.status();
  expect(await submit('02000000', '00'.repeat(32))).toBe('Invalid share');
  const other = await verifier.hash(job.seed_hash, withNonce(job.blob, '03000000'));
  expect(await submit('04000000', other)).toBe('Invalid share');
  expect(stack.status().verifiedShares).toBe(before.verifiedShares);
});

test('a share below the target does not count', async () => {
  await stack.set({ difficulty: 1e9 });
  job = jobSchema.parse((await miner.next())['params']);
  expect(await submit('05000000')).toBe('Low difficulty share');
  await stack.set({ difficulty: 1 });
  job = jobSchema.parse((await miner.next())['params']);
});

test('shares of a job just replaced count, older ones do not', async () => {
  const old = job;
  stack.newBlock();
  await miner.next();
  expect(await submit('06000000')).toBe('OK');
  for (let blocks = 0; blocks < 4; blocks++) {
    stack.newBlock();
    job = jobSchema.parse((await miner.next())['params']);
  }
  const newest = job;
  job = old;
  expect(await submit('07000000')).toBe('Invalid job id');
  job = newest;
});

test('a new RandomX key is verified with that key', async () => {
  const options = { port: 0, blockSeconds: 0, difficulty: 1, adapt: false } as const;
  const epoch = await Stack.start({ ...options, height: 4160, kind: 'p2pool' });
  const other = Client.plain(epoch.port);
  const first = loginResultSchema.parse((await other.login()).result);
  epoch.newBlock();
  const next = jobSchema.parse((await other.next())['params']);
  expect(next.seed_hash).not.toBe(first.job.seed_hash);
  for (const { seed_hash, blob, job_id } of [first.job, next]) {
    const result = await verifier.hash(seed_hash, withNonce(blob, '01000000'));
    const answer = await other.ask('submit', { id: first.id, job_id, nonce: '01000000', result });
    expect(answer.result).toEqual({ status: 'OK' });
  }
  other.close();
  await epoch.stop();
});
