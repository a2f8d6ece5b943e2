import { describe, expect, it } from 'vitest';
import type { PoolSetting } from '../../../headless/config/model.ts';
import type { Order, Session } from '../../../headless/state/session.ts';
import { facts, pithead, poolSetting, Rig, summary } from '../rig.ts';

describe('a restarted engine', () => {
  it('goes on with the XMRig it finds: same process, same choice, nothing started', () => {
    const first = new Rig().untilFinding();
    first.tell({ event: 'stackSeen', stack: pithead });
    first.tell({ event: 'intent', intent: { intent: 'choose', stackId: pithead.id, password: 'tulip' } });
    const session = first.effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;

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
    expect(second.stage).toBe('mining');
    expect(second.miner?.process).toMatchObject({ adopted: true, pid: 42 });
    expect(second.target).toMatchObject({ source: 'person', stackId: pithead.id });
  });

  it('knows the height from the lines that were there before it knew of XMRig', () => {
    const first = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
    const session = first.effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;
    const second = new Rig();
    second.tell({ event: 'started' });
    const job = { phase: null, height: 3_810_007, algorithm: 'rx/0', problem: null } as const;
    second.tell({ event: 'minerLog', fact: job });
    second.tell({ event: 'minerLog', fact: { phase: 'hashing', height: null, problem: null } });
    second.readRig();
    second.readConfig([poolSetting]);
    second.tell({ event: 'adoptionChecked', session, pid: 42 });
    second.tuned();
    expect(second.miner?.work).toMatchObject({ height: 3_810_007, phase: 'hashing' });
  });

  it('lets go of a key that was pressed while it was starting: XMRig mines, and there is nothing to hold', () => {
    const first = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
    const session = first.effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;
    const second = new Rig();
    second.tell({ event: 'started' });
    second.tell({ event: 'intent', intent: { intent: 'touch' } });
    expect(second.hold).not.toBeNull();
    second.readRig();
    second.readConfig([poolSetting]);
    second.tell({ event: 'adoptionChecked', session, pid: 42 });
    second.tuned();
    expect(second).toMatchObject({ stage: 'mining', hold: null });
  });

  it('leaves XMRig alone also where a pool needs no wallet because its name leads home', () => {
    const pools = [poolSetting, { ...poolSetting, host: 'stack.example.org' }];
    const first = new Rig().untilFinding({ pools });
    const id = 'stack.example.org:3333';
    first.tell({ event: 'probed', stackId: id, address: '192.168.7.9', result: pithead });
    first.pass(30);
    expect(first.started().at(-1)?.target.pools).toHaveLength(2);
    first.untilMining();
    const session = first.effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;

    const second = new Rig();
    second.tell({ event: 'started' });
    second.tell({ event: 'rigRead', facts, checks: [], canMine: true });
    second.readConfig(pools);
    second.tell({ event: 'adoptionChecked', session, pid: 42 });
    second.tuned();
    second.tell({ event: 'minerStatus', pid: 42, summary: summary() });
    expect(second.started()).toEqual([]);
    expect(second.target?.pools).toHaveLength(2);
    // Without the wallet that stood there before it is not mined at any more.
    const paid = pools.map((pool) => ({ ...pool, user: '4wallet' }));
    second.readConfig(paid);
    expect(second.started().at(-1)?.target.pools).toHaveLength(2);
    second.minerStarted();
    second.readConfig(pools);
    expect(second.started().at(-1)?.target.pools).toHaveLength(1);
  });

  it('keeps a pause, with the same end, and stops an XMRig that the dead engine had not stopped yet', () => {
    const first = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
    first.tell({ event: 'intent', intent: { intent: 'pause' } });
    first.pass(600);
    const session = first.effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;
    for (const pid of [null, 42]) {
      const second = new Rig();
      second.state = { ...second.state, now: first.state.now };
      second.tell({ event: 'started' });
      second.tell({ event: 'adoptionChecked', session, pid });
      second.readConfig([poolSetting]);
      second.tell({ event: 'rigRead', facts, checks: [], canMine: true });
      expect(second.tuned().filter(({ effect }) => effect === 'stopMiner')).toHaveLength(
        pid === null ? 0 : 1,
      );
      expect(second.pausedUntil).toBe(first.pausedUntil);
      second.pass(2990);
      expect(second.started()).toHaveLength(0);
      second.pass(10);
      expect(second.minesAt()).toBe('pool.lan');
    }
  });

  it('keeps a person’s choice when XMRig was not running', () => {
    const rig = new Rig();
    rig.tell({ event: 'started' });
    const first = new Rig().untilFinding();
    first.tell({ event: 'stackSeen', stack: pithead });
    first.tell({ event: 'intent', intent: { intent: 'choose', stackId: pithead.id, password: null } });
    const session = first.effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;
    rig.tell({ event: 'adoptionChecked', session, pid: null });
    rig.readConfig([poolSetting]);
    rig.tell({ event: 'rigRead', facts, checks: [], canMine: true });
    rig.tuned();
    expect(rig.minesAt()).toBe('pithead.local');
  });

  /** An engine that finds XMRig running, with what was kept. */
  const second = (session: Session | null, ran: Order | null, pools: PoolSetting[] = []) => {
    const rig = new Rig();
    rig.tell({ event: 'started' });
    rig.tell({ event: 'adoptionChecked', session, pid: 42, ran });
    rig.readConfig(pools);
    rig.readRig();
    rig.tuned();
    rig.tell({ event: 'minerStatus', pid: 42, summary: summary() });
    return rig;
  };
  const started = (rig: Rig): Order => {
    const { target, xmrig } = rig.started().at(-1) ?? {};
    if (!target || !xmrig) throw new Error('nothing was started');
    return { target, xmrig };
  };
  const kept = (rig: Rig) =>
    rig.effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;

  it('costs a healthy XMRig nothing where what was kept is lost', () => {
    const first = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
    const rig = second(null, started(first), [poolSetting]);
    expect(rig.started()).toEqual([]);
    expect(rig.target).toMatchObject({ source: 'stick', stackId: 'pool.lan:3333' });
    expect(rig.miner?.process).toMatchObject({ adopted: true, pid: 42 });
  });

  it('believes what XMRig was started with more than what was meant', () => {
    const first = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
    const session = kept(first);
    const elsewhere = new Rig().untilFinding({
      pools: [{ ...poolSetting, host: 'other.lan' }],
      waitSeconds: 0,
    });
    const rig = second(kept(elsewhere), started(first));
    expect(session?.target.stackId).toBe('pool.lan:3333');
    expect(rig.target?.stackId).toBe('pool.lan:3333');
    expect(rig.started()).toEqual([]);
  });

  it('makes good a person’s choice that was on its way', () => {
    const first = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
    const ran = started(first);
    first.tell({ event: 'stackSeen', stack: pithead });
    first.tell({ event: 'intent', intent: { intent: 'choose', stackId: pithead.id, password: null } });
    const rig = second(kept(first), ran, [poolSetting]);
    expect(rig.minesAt()).toBe('pithead.local');
  });
});
