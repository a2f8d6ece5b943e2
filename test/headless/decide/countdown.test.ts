import { describe, expect, it } from 'vitest';
import type { News } from '../../../headless/engine.ts';
import { facts, pithead, poolSetting, Rig } from '../rig.ts';

const touch = { event: 'intent', intent: { intent: 'touch' } } as const;
const link = { name: 'eno1', carrier: true, addresses: ['192.168.7.40/24'] };
const keyboard = (present: boolean): News => ({ event: 'surroundings', links: [link], keyboard: present });

/** Seconds until XMRig is ordered to start; null when that takes longer than an hour. */
function secondsToStart(rig: Rig): number | null {
  for (let second = 0; second <= 3600; second += 1) {
    if (rig.started().length > 0) return second;
    rig.pass(1);
  }
  return null;
}

function offering(options: { keyboard?: boolean; waitSeconds?: number | null; configured?: boolean }): Rig {
  const pools = options.configured ? [poolSetting] : [];
  const rig = new Rig().untilFinding({ ...options, pools });
  if (!options.configured) rig.tell({ event: 'stackSeen', stack: pithead });
  return rig;
}

describe('the countdown', () => {
  it.each([
    { keyboard: true, waitSeconds: null, configured: false, seconds: 30 },
    { keyboard: true, waitSeconds: null, configured: true, seconds: 30 },
    { keyboard: false, waitSeconds: null, configured: false, seconds: 5 },
    { keyboard: false, waitSeconds: null, configured: true, seconds: 5 },
    { keyboard: true, waitSeconds: 0, configured: true, seconds: 0 },
    { keyboard: false, waitSeconds: 0, configured: true, seconds: 0 },
    { keyboard: true, waitSeconds: 12, configured: true, seconds: 12 },
    { keyboard: false, waitSeconds: 12, configured: true, seconds: 12 },
    { keyboard: false, waitSeconds: 600, configured: false, seconds: 600 },
    // The answers of the first seconds are waited for, whatever the owner says.
    { keyboard: false, waitSeconds: 0, configured: false, seconds: 5 },
  ])('keyboard $keyboard, wait $waitSeconds, configured $configured: $seconds s', ({ seconds, ...given }) => {
    expect(secondsToStart(offering(given))).toBe(seconds);
  });

  it('does not run while there is nothing to fall back to', () => {
    const rig = new Rig().untilFinding({ keyboard: true });
    rig.pass(1000);
    expect(rig.countdown).toBeNull();
    rig.tell({ event: 'stackSeen', stack: pithead });
    expect(secondsToStart(rig)).toBe(30);
  });

  it('starts anew for a stack that comes back', () => {
    const rig = offering({ keyboard: true });
    rig.pass(20);
    rig.tell({ event: 'stackGone', id: pithead.id });
    rig.pass(20);
    rig.tell({ event: 'stackSeen', stack: pithead });
    expect(secondsToStart(rig)).toBe(30);
  });

  it('gives a keyboard that is plugged in meanwhile the time that keyboards have', () => {
    const rig = offering({ keyboard: false, configured: true });
    rig.pass(3);
    rig.tell(keyboard(true));
    expect(secondsToStart(rig)).toBe(27);
    const gone = offering({ keyboard: true, configured: true });
    gone.pass(8);
    gone.tell(keyboard(false));
    expect(secondsToStart(gone)).toBe(0);
  });

  it('takes a wait that the owner writes meanwhile', () => {
    const rig = offering({ keyboard: true, configured: true });
    rig.pass(10);
    rig.readConfig([poolSetting], 15);
    expect(secondsToStart(rig)).toBe(5);
  });
});

describe('a key press', () => {
  it('stops the countdown; two minutes without one start a new countdown', () => {
    const rig = offering({ keyboard: true, configured: true });
    rig.pass(29);
    rig.tell(touch);
    rig.pass(60);
    rig.tell(touch);
    expect(secondsToStart(rig)).toBe(120 + 30);
  });

  it('counts while the machine is still being looked at and tuned', () => {
    const rig = new Rig();
    rig.tell({ event: 'started' });
    rig.tell(touch);
    rig.tell({ event: 'adoptionChecked', session: null, pid: null });
    rig.readConfig([poolSetting]);
    rig.tell(keyboard(true));
    rig.tell({ event: 'rigRead', facts, checks: [], canMine: true });
    rig.tuned();
    expect(rig.hold).not.toBeNull();
    expect(secondsToStart(rig)).toBe(120 + 30);
  });

  it('holds for fifteen minutes in all, however they are spread', () => {
    const rig = offering({ keyboard: true, configured: true });
    const startedAt = rig.state.now;
    let held = 0;
    for (let second = 0; second < 3600 && rig.started().length === 0; second += 1) {
      // A key every 100 s for a while, then nobody, then again.
      if (second % 100 === 0 && second % 600 < 400) rig.tell(touch);
      if (rig.hold) held += 1;
      rig.pass(1);
    }
    expect(rig.started()).toHaveLength(1);
    expect(held).toBeLessThanOrEqual(15 * 60 + 1);
    expect(rig.state.now - startedAt).toBeLessThan(20 * 60_000);
  });

  it('held down for a whole night still lets the rig mine', () => {
    const rig = offering({ keyboard: true, configured: true });
    let seconds = 0;
    while (rig.started().length === 0 && seconds < 7200) {
      rig.tell(touch);
      rig.pass(1);
      seconds += 1;
    }
    expect(seconds).toBe(15 * 60 + 30);
  });

  it('changes nothing for a rig that mines', () => {
    const rig = offering({ keyboard: true, configured: true });
    rig.pass(30);
    rig.untilMining();
    rig.tell(touch);
    expect(rig.stage).toBe('mining');
    expect(rig.hold).toBeNull();
  });
});

describe('a pause', () => {
  const pause = { event: 'intent', intent: { intent: 'pause' } } as const;
  const resume = { event: 'intent', intent: { intent: 'resume' } } as const;
  const mining = () => new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();

  it('ends by itself after an hour', () => {
    const rig = mining();
    rig.tell(pause);
    rig.pass(3599);
    expect(rig.started()).toHaveLength(1);
    rig.pass(1);
    expect(rig.started()).toHaveLength(2);
    expect(rig.pausedUntil).toBeNull();
  });

  it('is not ended by a pool that answers', () => {
    const rig = mining();
    rig.tell(pause);
    rig.pass(600);
    rig.tell({ event: 'probed', stackId: 'pool.lan:3333', address: '192.0.2.7', result: pithead });
    expect(rig.started()).toHaveLength(1);
    expect(rig.pausedUntil).not.toBeNull();
  });

  it('asked for twice is one hour all the same', () => {
    const rig = mining();
    rig.tell(pause);
    rig.pass(3000);
    rig.tell(pause);
    rig.pass(600);
    expect(rig.started()).toHaveLength(2);
  });

  it('goes on with the pool that the owner wrote meanwhile', () => {
    const rig = mining();
    rig.tell(pause);
    rig.readConfig([{ ...poolSetting, host: 'other.lan' }]);
    expect(rig.started()).toHaveLength(1);
    rig.tell(resume);
    expect(rig.minesAt()).toBe('other.lan');
  });
});
