/** Monero's fork to RandomX v2 as a miner sees it, line by line. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Client, jobSchema, loginResultSchema } from './client.ts';
import type { StackEvent } from './events.ts';
import { withNonce } from './jobs.ts';
import type { StackInput } from './settings.ts';
import { Stack } from './stack.ts';
import { type Committed, Verifier } from './verifier/verifier.ts';

type Job = ReturnType<typeof jobSchema.parse>;

let verifier: Verifier;
const opened: { stop(): unknown }[] = [];

beforeAll(async () => {
  verifier = await Verifier.start();
});

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.stop();
});

afterAll(() => verifier.stop());

/** A stack at which every hash is a share, and a miner that is logged in. */
async function mine(input: StackInput = {}) {
  const events: StackEvent[] = [];
  const options = { port: 0, blockSeconds: 0, difficulty: 1, adapt: false, ...input };
  const stack = await Stack.start(options, (event) => events.push(event));
  opened.push(stack);
  const miner = Client.plain(stack.port);
  opened.push({ stop: () => miner.close() });
  const { id, job } = loginResultSchema.parse((await miner.login({ algo: ['rx/0', 'rx/2'] })).result);
  const submit = async (of: Job, share: { nonce: string; result: string; commitment?: string }) => {
    const answer = await miner.ask('submit', { id, job_id: of.job_id, ...share });
    return answer.error?.message ?? String(answer.result?.['status']);
  };
  return { stack, events, miner, job, submit };
}

function v2(job: Job, nonce: string): Promise<Committed> {
  return verifier.interpret(2, job.seed_hash, withNonce(job.blob, nonce));
}

async function v1Share(job: Job, nonce: string) {
  return { nonce, result: await verifier.hash(job.seed_hash, withNonce(job.blob, nonce)) };
}

async function v2Share(job: Job, nonce: string) {
  const { hash, commitment } = await v2(job, nonce);
  return { nonce, result: commitment, commitment: hash };
}

function versions(job: Job): number[] {
  return [...Buffer.from(job.blob.slice(0, 4), 'hex')];
}

test('forks once enough shares are verified, in the middle of a session', async () => {
  const { stack, events, miner, job, submit } = await mine({ forkAfter: 2 });
  expect([versions(job), job.algo]).toEqual([[16, 16], 'rx/0']);
  expect(await submit(job, await v1Share(job, '01000000'))).toBe('OK');
  expect(stack.status()).toMatchObject({ algorithm: 'rx/0', forkHeight: null });
  expect(await submit(job, await v1Share(job, '02000000'))).toBe('OK');

  const forked = jobSchema.parse((await miner.next())['params']);
  expect([versions(forked), forked.algo, forked.height]).toEqual([[17, 17], 'rx/2', job.height + 1]);
  expect(forked.seed_hash).toBe(job.seed_hash);
  expect(await submit(forked, await v2Share(forked, '03000000'))).toBe('OK');
  // Work on the last block of the old rules still counts.
  expect(await submit(job, await v1Share(job, '04000000'))).toBe('OK');

  expect(stack.status()).toMatchObject({
    algorithm: 'rx/2',
    forkHeight: job.height + 1,
    verifiedShares: 4,
    rejectedShares: 0,
    algorithms: {
      'rx/0': { verifiedShares: 3, rejectedShares: 0 },
      'rx/2': { verifiedShares: 1, rejectedShares: 0 },
    },
  });
  expect(events.filter(({ event }) => event === 'fork')).toEqual([
    { event: 'fork', height: job.height + 1, verifiedShares: 2 },
  ]);
  expect(events.flatMap((event) => (event.event === 'share' ? event.algorithm : []))).toEqual([
    ...['rx/0', 'rx/0'],
    ...['rx/2', 'rx/0'],
  ]);
});

test('a share of RandomX v2 needs the true hash and the true commitment to it', async () => {
  const { stack, job, submit } = await mine({ forked: true });
  const { hash, commitment } = await v2(job, '01000000');
  const other = await v2(job, '02000000');
  const v1 = await v1Share(job, '03000000');
  expect(await submit(job, { nonce: '01000000', result: hash, commitment: hash })).toBe('Invalid share');
  expect(await submit(job, { nonce: '02000000', result: other.commitment })).toBe('Invalid share');
  expect(await submit(job, v1)).toBe('Invalid share');
  expect(await submit(job, { nonce: '04000000', result: commitment, commitment: hash })).toBe(
    'Invalid share',
  );
  expect(stack.status()).toMatchObject({ verifiedShares: 0, rejectedShares: 4 });
});

test('the target of RandomX v2 is held against the commitment, not the hash', async () => {
  const { stack, job, submit, miner } = await mine({ forked: true });
  const share = await v2Share(job, '01000000');
  const good = Number((2n ** 64n - 1n) / Buffer.from(share.result, 'hex').readBigUInt64LE(24));
  // One block for both jobs: the same nonce has the same hash.
  await stack.set({ difficulty: good + 1 });
  const tooHard = jobSchema.parse((await miner.next())['params']);
  expect(tooHard.blob).toBe(job.blob);
  expect(await submit(tooHard, share)).toBe('Low difficulty share');
  await stack.set({ difficulty: good - 1 });
  expect(await submit(jobSchema.parse((await miner.next())['params']), share)).toBe('OK');
});

test('an old proxy loses the commitment: no share of RandomX v2 counts, those before the fork do', async () => {
  const { stack, job, submit, miner } = await mine({ dropCommitment: true });
  expect(await submit(job, await v1Share(job, '01000000'))).toBe('OK');
  stack.fork();
  const forked = jobSchema.parse((await miner.next())['params']);
  expect(await submit(forked, await v2Share(forked, '02000000'))).toBe('Invalid share');
});

test('jobs without an algorithm leave the choice to the block’s version', async () => {
  const { stack, job, submit, miner } = await mine({ nameAlgo: false, kind: 'p2pool' });
  expect(job).not.toHaveProperty('algo');
  stack.fork();
  const forked = jobSchema.parse((await miner.next())['params']);
  expect([versions(forked), 'algo' in forked]).toEqual([[17, 17], false]);
  expect(await submit(forked, await v2Share(forked, '01000000'))).toBe('OK');
});

test('another coin’s job is named so, and its shares are refused; other spellings are Monero', async () => {
  const { stack, job, submit, miner } = await mine({ algo: 'rx/wow' });
  expect(job.algo).toBe('rx/wow');
  expect(await submit(job, await v1Share(job, '01000000'))).toBe('Invalid share');
  expect(stack.status().algorithms).toEqual({ 'rx/wow': { verifiedShares: 0, rejectedShares: 1 } });
  await stack.set({ algo: 'RandomX/0' });
  stack.newBlock();
  const spelt = jobSchema.parse((await miner.next())['params']);
  expect(spelt.algo).toBe('RandomX/0');
  expect(await submit(spelt, await v1Share(spelt, '02000000'))).toBe('OK');
});

test.each([
  ['advancing', 2],
  ['standing', 0],
] as const)('a stack that stayed behind goes on with rx/0, its height %s', async (stayedBehind, grown) => {
  const { stack, job, submit, miner } = await mine({ stayedBehind });
  stack.fork();
  await miner.next();
  stack.newBlock();
  const later = jobSchema.parse((await miner.next())['params']);
  expect([versions(later), later.algo, later.height]).toEqual([[16, 16], 'rx/0', job.height + grown]);
  expect(await submit(later, await v1Share(later, '01000000'))).toBe('OK');
  expect(stack.status()).toMatchObject({ algorithm: 'rx/0', forkHeight: job.height + 1 });
  // Updated at last, it is back on the chain.
  await stack.set({ stayedBehind: 'no' });
  stack.newBlock();
  expect(jobSchema.parse((await miner.next())['params']).algo).toBe('rx/2');
});
