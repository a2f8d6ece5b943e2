import { expect, it } from 'vitest';
import type { Intent } from '../../headless/intent.ts';
import { startPool, startRig, until } from './real-rig.ts';

/** A busy machine, and one dataset in light mode for each start of XMRig. */
const PATIENCE = 600_000;

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it(
  'stops the real XMRig for a pause, and goes on when asked',
  async (context) => {
    const pool = await startPool(context);
    const rig = await startRig(context, `rigforge.pool=${pool.place} rigforge.wait=0`);
    const ask = (intent: 'pause' | 'resume') =>
      rig.engine.dispatch({ event: 'intent', intent: { intent } satisfies Intent });
    const mining = () => rig.snapshot().stage === 'mining' && rig.snapshot().miner?.running === true;
    await until(mining);
    const first = rig.snapshot().miner?.pid ?? 0;
    expect(alive(first)).toBe(true);
    expect(rig.snapshot().history.at(-1)).toBeGreaterThan(0);

    ask('pause');
    await until(() => !alive(first));
    expect(rig.snapshot()).toMatchObject({
      paused: true,
      miner: { running: false, connected: false, restarts: 0 },
    });
    expect(rig.snapshot().pausedSecondsLeft).toBeGreaterThan(3500);
    expect(rig.snapshot().doing).toBe('Paused; mining resumes automatically in 60 min');
    expect(await rig.miner.pid()).toBeNull();

    ask('resume');
    await until(mining);
    expect(rig.snapshot()).toMatchObject({ paused: false, pausedSecondsLeft: null, miner: { restarts: 0 } });
    expect(rig.snapshot().miner?.pid).not.toBe(first);
    expect(pool.logins()).toBe(2);
  },
  PATIENCE,
);
