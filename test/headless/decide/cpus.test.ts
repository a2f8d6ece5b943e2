import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { Rig } from '../rig.ts';

describe('CPUs that come and go', () => {
  const record = (knob: 'msr' | 'threads', effective: string) => ({
    knob,
    asked: 'something',
    effective,
    status: 'full' as const,
    why: null,
    worth: 'unknown',
  });

  it('are tuned again, and only their records change', () => {
    const rig = new Rig().untilFinding();
    rig.state = { ...rig.state, tuning: [record('msr', 'on 2 CPUs'), record('threads', '2 threads')] };
    expect(rig.tell({ event: 'cpusChanged' })).toMatchObject([{ effect: 'tuneCpus' }]);
    rig.tell({ event: 'cpusTuned', records: [record('msr', 'on 3 CPUs')] });
    expect(rig.state.tuning.map(({ effective }) => effective)).toEqual(['on 3 CPUs', '2 threads']);
  });

  it('are left to the first tuning until that has ended', () => {
    const rig = new Rig();
    expect(rig.tell({ event: 'cpusChanged' })).toEqual([]);
  });

  it('tell their clock while mining, and advice comes of it', () => {
    const rig = new Rig().untilFinding();
    const advice = () => snapshotOf(rig.state, { version: '1', commit: 'a' }).advice.map(({ id }) => id);
    rig.tell({ event: 'clockRead', clock: { megahertz: 1400, mostMegahertz: 4200 } });
    expect(advice()).toEqual(['lowClock']);
    rig.tell({ event: 'clockRead', clock: null });
    expect(advice()).toEqual([]);
  });
});
