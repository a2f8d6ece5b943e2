/** The XMRig that the image ships over Monero's fork to RandomX v2, in light mode on one thread. */
import { beforeAll, describe, expect, test } from 'vitest';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { counted, IDLE, mine, PATIENCE, pool, until } from './real-miner.ts';

/** About a share a second for one thread in light mode. */
const EASY = { difficulty: 20 } as const;

beforeAll(async () => {
  await buildXmrig(console.log);
}, 900_000);

describe('XMRig', { timeout: PATIENCE }, () => {
  test('goes through the fork at a P2Pool 5, in one process and one session', async (context) => {
    const stack = await pool(context, { ...EASY, kind: 'p2pool5', forkAfter: 2 });
    const miner = await mine(context, [stack]);
    await stack.shares(2, 'rx/2');
    expect(miner.running).toBe(true);
    expect([counted(stack.events, 'connected'), counted(stack.events, 'login')]).toEqual([1, 1]);
    const status = stack.stack.status();
    expect(status).toMatchObject({ forkHeight: 3_810_001, rejectedShares: 0, banned: [] });
    expect(status.algorithms['rx/0']?.verifiedShares).toBeGreaterThanOrEqual(2);
    expect(miner.log).toContain('algo rx/2 height 3810001');
  });

  test('goes by the block’s version where the pool names no algorithm', async (context) => {
    const stack = await pool(context, { ...EASY, nameAlgo: false, forkAfter: 1 });
    await mine(context, [stack]);
    await stack.shares(2, 'rx/2');
    expect(stack.stack.status()).toMatchObject({ rejectedShares: 0, forkHeight: 3_810_001 });
  });

  test('has every share rejected by a proxy that loses the commitment, and says so', async (context) => {
    const proxy = await pool(context, { ...EASY, dropCommitment: true, forked: true });
    const miner = await mine(context, [proxy]);
    await until(() => proxy.stack.status().rejectedShares >= 2);
    await until(() => /rejected \(0\/2\) diff 20 "Invalid share"/.test(miner.log));
    expect(proxy.stack.status()).toMatchObject({
      verifiedShares: 0,
      algorithms: { 'rx/2': { verifiedShares: 0 } },
    });
  });

  test('mines no other coin, whatever the pool says', async (context) => {
    const stranger = await pool(context, { difficulty: 1, algo: 'rx/wow' });
    const next = await pool(context, IDLE);
    const miner = await mine(context, [stranger, next]);
    await next.logins(1);
    expect(miner.log).toContain('"rx/wow"');
    expect(counted(stranger.events, 'share')).toBe(0);
  });
});
