import { describe, expect, it } from 'vitest';
import { facts, pithead, poolSetting, Rig, summary } from './rig.ts';

describe('a restarted engine', () => {
  it('goes on with the XMRig it finds: same process, same choice, nothing started', () => {
    const first = new Rig().untilFinding();
    first.tell({ event: 'stackSeen', stack: pithead });
    first.tell({ event: 'intent', intent: { intent: 'choose', stackId: pithead.id, password: 'tulip' } });
    const session = first.effects.findLast((effect) => effect.effect === 'remember')?.session ?? null;

    const second = new Rig();
    second.tell({ event: 'started' });
    second.tell({ event: 'rigRead', facts, checks: [], canMine: true });
    second.readConfig([poolSetting]);
    const effects = second.tell({ event: 'adoptionChecked', session, pid: 42 });
    expect(effects).toContainEqual(expect.objectContaining({ effect: 'tune', minerPid: 42 }));
    second.tuned();
    second.tell({ event: 'minerStatus', pid: 42, summary: summary({ accepted: 7 }) });
    second.pass(60);
    expect(second.started()).toHaveLength(0);
    expect(second.state.stage).toBe('mining');
    expect(second.state.miner).toMatchObject({ adopted: true, pid: 42 });
    expect(second.state.target).toMatchObject({ source: 'person', stackId: pithead.id });
  });

  it('keeps a person’s choice when XMRig was not running', () => {
    const rig = new Rig();
    rig.tell({ event: 'started' });
    const first = new Rig().untilFinding();
    first.tell({ event: 'stackSeen', stack: pithead });
    first.tell({ event: 'intent', intent: { intent: 'choose', stackId: pithead.id, password: null } });
    const session = first.effects.findLast((effect) => effect.effect === 'remember')?.session ?? null;
    rig.tell({ event: 'adoptionChecked', session, pid: null });
    rig.readConfig([poolSetting]);
    rig.tell({ event: 'rigRead', facts, checks: [], canMine: true });
    rig.tuned();
    expect(rig.minesAt()).toBe('pithead.local');
  });
});
