/** XMRig's self-test on a computer of which one thread hashes wrong. */
import { beforeAll, describe, expect, test } from 'vitest';
import { factInLine } from '../../headless/miner/log.ts';
import { readSummary } from '../../headless/miner/summary.ts';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { freePort } from '../free-port.ts';
import { preloaded } from './preloaded.ts';
import { mine, PATIENCE, pool } from './real-miner.ts';

beforeAll(async () => {
  await buildXmrig(console.log);
}, 900_000);

describe('XMRig', { timeout: PATIENCE }, () => {
  test('leaves out the thread whose memory is bad, and counts what the others do', async (context) => {
    const stack = await pool(context, { difficulty: 20 });
    const apiPort = await freePort();
    const preload = await preloaded('bad-memory.c');
    const miner = await mine(context, [stack], { threads: 3, apiPort, preload });
    await stack.shares(10);
    const found = miner.log.split('\n').flatMap((line) => factInLine(line)?.wrongHashes ?? []);
    expect(found).toEqual([{ algorithm: 'rx/0', thread: expect.any(Number) }]);
    expect(stack.stack.status().rejectedShares).toBe(0);
    await expect
      .poll(async () => (await readSummary(apiPort))?.hashrate.total[0] ?? 0, { timeout: PATIENCE })
      .toBeGreaterThan(0);
  });
});
