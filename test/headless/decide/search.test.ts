import { describe, expect, it } from 'vitest';
import type { OwnerConfig } from '../../../headless/config/model.ts';
import type { Effect } from '../../../headless/state/effect.ts';
import { pithead, poolSetting, Rig, summary } from '../rig.ts';

const searches = (effects: Effect[]) =>
  effects.filter(({ effect }) => effect === 'discover' || effect === 'sweep');

/** The stick is put back with another config on it. */
function reread(rig: Rig, change: Partial<OwnerConfig>): Effect[] {
  if (!rig.state.config) throw new Error('no config yet');
  return rig.tell({
    event: 'configRead',
    config: { ...rig.state.config, ...change },
    stickPresent: true,
    stickRead: true,
  });
}

describe('the search', () => {
  it('is for the well-known names at once, and for every address while there is nowhere to mine', () => {
    const rig = new Rig().untilFinding();
    expect(searches(rig.effects)).toEqual([
      { effect: 'discover', label: 'rig-0a1b2c', names: [] },
      { effect: 'sweep', wanted: false },
      { effect: 'sweep', wanted: true },
    ]);
    expect(searches(rig.tell({ event: 'stackSeen', stack: pithead }))).toEqual([
      { effect: 'sweep', wanted: false },
    ]);
  });

  it('leaves strangers alone when the owner named a pool', () => {
    const configured = new Rig().untilFinding({ pools: [poolSetting] });
    expect(searches(configured.effects)).not.toContainEqual({ effect: 'sweep', wanted: true });
  });

  it('leaves them alone also while that pool lacks its wallet', () => {
    const rig = new Rig().untilFinding({ pools: [{ ...poolSetting, host: 'pool.example.com' }] });
    expect(rig.stage).toBe('finding');
    expect(searches([...rig.effects, ...rig.pass(60)])).not.toContainEqual({ effect: 'sweep', wanted: true });
  });

  it('sweeps for a guess that has been dead for a minute, and stops when it is back', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(5);
    rig.untilMining();
    const down = () => rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ connectedMs: 0 }) });
    down();
    rig.pass(59);
    expect(searches(down())).toEqual([]);
    expect(searches(rig.pass(5))).toEqual([{ effect: 'sweep', wanted: true }]);
    const back = rig.tell({ event: 'minerStatus', pid: 42, summary: summary() });
    expect(searches(back)).toEqual([{ effect: 'sweep', wanted: false }]);
  });

  it('starts anew for other names, and forgets what the last one found', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: pithead });
    expect(searches(reread(rig, { names: ['attic'] }))).toContainEqual({
      effect: 'discover',
      label: 'rig-0a1b2c',
      names: ['attic'],
    });
    expect(Object.keys(rig.state.stacks)).toEqual([]);
    rig.pass(1);
    expect(searches(reread(rig, { names: ['attic'] }))).toEqual([]);
  });

  it('ends when the owner switches it off, and never sweeps then', () => {
    const rig = new Rig().untilFinding();
    expect(searches(reread(rig, { discovery: false }))).toEqual([
      { effect: 'discover', label: 'rig-0a1b2c', names: null },
      { effect: 'sweep', wanted: false },
    ]);
    expect(searches(rig.pass(60))).toEqual([]);
  });

  it('does not sweep where the owner forbids just that', () => {
    const rig = new Rig().untilFinding();
    expect(searches(reread(rig, { sweep: false }))).toEqual([{ effect: 'sweep', wanted: false }]);
  });
});
