/** XMRig (our patch 12) on a computer that fails in the middle of a hash: SIGSEGV from the processor itself, as with bad memory. */
import { beforeAll, describe, expect, test } from 'vitest';
import { factInLine } from '../../headless/miner/log.ts';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { preloaded } from './preloaded.ts';
import { mine, PATIENCE, pool, until } from './real-miner.ts';

beforeAll(async () => {
  await buildXmrig(console.log);
}, 900_000);

const counts = (log: string) => log.split('\n').flatMap((line) => factInLine(line)?.faults ?? []);

describe('XMRig', { timeout: PATIENCE }, () => {
  test.for(['rx/0', 'rx/2'] as const)(
    'counts what went wrong in the middle of a hash of %s, and hands none of it in',
    async (algorithm, context) => {
      // Every hash is a share.
      const stack = await pool(context, { difficulty: 1, forked: algorithm === 'rx/2' });
      const miner = await mine(context, [stack], { preload: await preloaded('faulting-memory.c') });
      await until(() => counts(miner.log).length > 0);
      const before = stack.stack.status().verifiedShares;
      await stack.shares(before + 20, algorithm);
      // The second line comes a minute after the first, with what came together.
      await until(() => counts(miner.log).length > 1);
      const [first = 0, second = 0] = counts(miner.log);
      expect(first).toBeGreaterThan(0);
      expect(second).toBeGreaterThan(first + 20);
      expect(stack.stack.status().rejectedShares).toBe(0);
      expect(miner.running).toBe(true);
    },
  );

  test('ends as what it was, where it cannot go on', async (context) => {
    const stack = await pool(context, { difficulty: 1 });
    const miner = await mine(context, [stack]);
    await stack.shares(1);
    miner.send('SIGSEGV');
    await until(() => !miner.running);
    expect(miner.signal).toBe('SIGSEGV');
  });
});
