/** Failover as a rig does it: the engine, its XMRig and faulty stacks, all real, on loopback. */
import { describe, test } from 'vitest';
import { startPool, startRig, until } from './real-rig.ts';

/** Two silences of 20 s before a mute pool is given up, and a busy machine. */
const PATIENCE = 150_000;

describe.concurrent('a rig with two pools', { timeout: PATIENCE }, () => {
  for (const fault of ['refuse', 'mute', 'reject', 'http'] as const) {
    test(`mines at the second while the first is wrong (${fault}), and returns to it`, async (context) => {
      const first = await startPool(context);
      const second = await startPool(context);
      await first.stack.set({ fault });
      const pools = `rigforge.pool=${first.place},${second.place} rigforge.wait=0`;
      const rig = await startRig(context, pools);
      await until(() => second.logins() > 0);
      await until(() => rig.snapshot().stage === 'mining');
      const pid = rig.snapshot().miner?.pid;
      await first.stack.set({ fault: 'none' });
      first.events.length = 0;
      await until(() => first.logins() > 0);
      await until(() => rig.snapshot().miner?.pool === first.place);
      // One and the same process: nothing was lost on the way.
      context.expect(rig.snapshot().miner?.pid).toBe(pid);
    });
  }

  test('leaves a first pool that takes each login and hangs up', async (context) => {
    const first = await startPool(context);
    const second = await startPool(context);
    first.stack.on('event', ({ event }) => {
      if (event === 'login') setTimeout(() => first.stack.drop(), 100);
    });
    const rig = await startRig(context, `rigforge.pool=${first.place},${second.place} rigforge.wait=0`);
    await until(() => rig.snapshot().miner?.pool === second.place);
    await until(() => rig.snapshot().stage === 'mining');
    context.expect(first.logins()).toBeGreaterThan(2);
    context.expect(rig.snapshot().target?.why).toContain('pool 2 of the list');
  });
});
