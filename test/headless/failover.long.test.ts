/** Failover as a rig does it: the engine, its XMRig and faulty stacks, all real, on loopback. */
import { beforeAll, describe, test } from 'vitest';
import { buildXmrig } from '../../image/xmrig/build.ts';
import { startPool, startRig, until } from './real-rig.ts';

/** Two silences of 20 s before a mute pool is given up, and a busy machine. */
const PATIENCE = 300_000;

beforeAll(async () => {
  await buildXmrig(console.log);
}, 900_000);

describe.concurrent('a rig with a list of pools', { timeout: PATIENCE }, () => {
  for (const fault of ['refuse', 'mute', 'reject', 'http', 'noJob'] as const) {
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

  test('comes back to a pool in the middle of the list, which XMRig has given up', async (context) => {
    const [first, second, third] = [
      await startPool(context),
      await startPool(context),
      await startPool(context),
    ];
    await first.stack.set({ fault: 'refuse' });
    await second.stack.set({ fault: 'refuse' });
    const pools = `rigforge.pool=${first.place},${second.place},${third.place} rigforge.wait=0`;
    // A minute and a half without any pool pass in eighteen seconds.
    const rig = await startRig(context, pools, { speed: 5 });
    await until(() => rig.snapshot().miner?.pool === third.place);
    await second.stack.set({ fault: 'none' });
    await third.stack.set({ fault: 'refuse' });
    await until(() => rig.snapshot().miner?.pool === second.place);
    await until(() => rig.snapshot().stage === 'mining');
    context
      .expect(rig.snapshot().miner?.restartReason)
      .toBe(`${second.place} answers, but XMRig did not get through to it`);
  });

  test('leaves a first pool that takes no share', async (context) => {
    const work = { difficulty: 20 };
    const first = await startPool(context, { ...work, fault: 'rejectShares' });
    const second = await startPool(context, work);
    const pools = `rigforge.pool=${first.place},${second.place} rigforge.wait=0`;
    // Ten minutes of rejected shares pass in half a minute.
    const rig = await startRig(context, pools, { speed: 20 });
    await until(() => rig.snapshot().miner?.pool === second.place);
    await until(() => (rig.snapshot().miner?.accepted ?? 0) > 0);
    const rejected = first.events.filter((event) => event.event === 'share');
    context.expect(rejected.length).toBeGreaterThanOrEqual(10);
    const said = rig.snapshot().messages.map(({ text }) => text);
    context
      .expect(said)
      .toContain(`it rejects every share, for 10 minutes now: trying ${second.place} first for now`);
  });

  test('says plainly that its only pool takes no share, or has no work', async (context) => {
    const greedy = await startPool(context, { difficulty: 20, fault: 'rejectShares' });
    const idle = await startPool(context, { fault: 'noJob' });
    const cmdline = (place: string) => `rigforge.pool=${place} rigforge.wait=0`;
    const [rig, other] = [
      await startRig(context, cmdline(greedy.place), { speed: 20 }),
      await startRig(context, cmdline(idle.place)),
    ];
    await until(() => rig.snapshot().doing.includes(`${greedy.place} rejects every share (`));
    await until(() => other.snapshot().doing.includes('accepted the login, but has no work yet'));
  });

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
