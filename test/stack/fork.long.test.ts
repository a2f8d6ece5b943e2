/** Shares of RandomX v2 from the XMRig that the image ships, by the hundred. */
import { beforeAll, describe, expect, test } from 'vitest';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { mine, pool } from './real-miner.ts';

/** As the tests of a few shares, with the dataset of fast mode to build on a busy machine. */
const PATIENCE = 1_800_000;

beforeAll(async () => {
  await buildXmrig(console.log);
}, 900_000);

describe('XMRig', { timeout: PATIENCE }, () => {
  test('has 200 shares of RandomX v2 verified in fast mode, none rejected', async (context) => {
    const stack = await pool(context, { difficulty: 300, forkAfter: 20 });
    const miner = await mine(context, [stack], { mode: 'fast', threads: 2 });
    await stack.shares(200, 'rx/2');
    expect(stack.stack.status().rejectedShares).toBe(0);
    expect(miner.log).not.toContain('slow mode');
    // The fork brought no new dataset.
    expect(miner.log.match(/dataset ready/g)).toHaveLength(1);
  });

  test('has 50 shares of RandomX v2 verified in light mode, none rejected', async (context) => {
    const stack = await pool(context, { difficulty: 20, forkAfter: 10 });
    const miner = await mine(context, [stack]);
    await stack.shares(50, 'rx/2');
    expect(stack.stack.status().rejectedShares).toBe(0);
    expect(miner.log).toContain('slow mode');
  });
});
