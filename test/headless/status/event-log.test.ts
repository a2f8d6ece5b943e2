import { expect, it } from 'vitest';
import type { News } from '../../../headless/engine.ts';
import { narrate } from '../../../headless/status/event-log.ts';
import { poolSetting, Rig, summary } from '../rig.ts';

const eno1 = { name: 'eno1', carrier: true, addresses: ['192.168.7.40/24'] };

/** What the log says of these events, one after the other. */
function told(rig: Rig, ...events: News[]): string[] {
  return events.flatMap((event) => {
    const before = rig.state;
    rig.tell(event);
    return narrate(before, rig.state).map(({ level, text }) => `${level} ${text}`);
  });
}

it('tells the life of a rig: network, target, stages, messages, pause', () => {
  const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 });
  const starting = rig.state;
  rig.untilMining();
  expect(narrate(starting, rig.state)).toEqual([{ level: 'info', text: 'Mining at pool.lan:3333' }]);
  const search = { effect: 'sweep', wanted: true } as const;
  const lines = told(
    rig,
    { event: 'minerStatus', pid: 42, summary: summary() },
    { event: 'surroundings', links: [{ ...eno1, carrier: false, addresses: [] }], keyboard: false },
    { event: 'surroundings', links: [eno1], keyboard: false },
    { event: 'surroundings', links: [{ ...eno1 }], keyboard: true },
    { event: 'failed', effect: search, error: 'no socket' },
    { event: 'failed', effect: search, error: 'no socket' },
    { event: 'intent', intent: { intent: 'pause' } },
    { event: 'intent', intent: { intent: 'powerOff' } },
  );
  expect(lines).toEqual([
    'warning No cable in eno1: plug in a network cable and the rig continues automatically (no Wi-Fi)',
    'info Network: eno1 192.168.7.40/24',
    'error looking for stacks: no socket',
    'info Paused; mining resumes automatically in 60 min',
    'info Switching this computer off',
  ]);
});

it('says where it is going to mine, and why, once', () => {
  const rig = new Rig();
  const before = rig.state;
  rig.untilFinding({ pools: [poolSetting], waitSeconds: 0 });
  expect(narrate(before, rig.state)).toContainEqual({
    level: 'info',
    text: 'Where to mine: pool.lan:3333, set in rigforge.conf line 4',
  });
  const chosen = rig.state;
  rig.pass(5);
  expect(narrate(chosen, rig.state)).toEqual([]);
});

it('leaves out what XMRig has said itself, and counters', () => {
  const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
  const fact = { phase: null, height: 7, problem: { problem: 'shareRejected', said: 'stale' } } as const;
  expect(told(rig, { event: 'minerLog', fact }, { event: 'tick' })).toEqual([]);
  expect(rig.messages).toHaveLength(1);
});
