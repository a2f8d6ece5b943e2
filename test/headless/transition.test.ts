import { describe, expect, it } from 'vitest';
import { doing } from '../../headless/status/status-line.ts';
import { whyOf } from '../../headless/status/why.ts';
import { attic, facts, pithead, poolSetting, Rig, summary } from './rig.ts';

const reason = ({ state, target }: Rig) => target && whyOf(state, target);

describe('where to mine', () => {
  it('mines at the only stack found, five seconds after it, with no keyboard', () => {
    const rig = new Rig().untilFinding();
    expect(rig.stage).toBe('finding');
    rig.tell({ event: 'stackSeen', stack: pithead });
    expect(rig.stage).toBe('offering');
    rig.pass(4);
    expect(rig.minesAt()).toBeNull();
    rig.pass(1);
    expect(rig.minesAt()).toBe('pithead.local');
    expect(reason(rig)).toBe('the only stack found on this network');
    expect(rig.started()[0]?.target.pools[0]).toMatchObject({
      address: '192.168.7.2',
      user: 'rig-0a1b2c',
      password: null,
    });
  });

  it('waits thirty seconds with a keyboard, and as long as the owner says', () => {
    const rig = new Rig().untilFinding({ keyboard: true });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(29);
    expect(rig.started()).toHaveLength(0);
    rig.pass(1);
    expect(rig.started()).toHaveLength(1);

    const owner = new Rig().untilFinding({ keyboard: true, pools: [poolSetting], waitSeconds: 0 });
    expect(owner.minesAt()).toBe('pool.lan');
  });

  it('prefers what the owner configured to what it found, and says where it comes from', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting] });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(5);
    expect(rig.minesAt()).toBe('pool.lan');
    expect(reason(rig)).toBe('set in rigforge.conf line 4');
  });

  it('guesses a well-known name before DNS-SD, only after the answers of five seconds, and says that it guessed', () => {
    const rig = new Rig().untilFinding({ waitSeconds: 0 });
    rig.tell({ event: 'stackSeen', stack: attic });
    rig.pass(3);
    expect(rig.started()).toHaveLength(0);
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(2);
    expect(rig.minesAt()).toBe('pithead.local');
    expect(reason(rig)).toContain('automatic choice: one of 2');
  });

  it('never falls back to a stack that is not ready', () => {
    const rig = new Rig().untilFinding();
    rig.tell({
      event: 'stackSeen',
      stack: { ...pithead, status: 'needsPassword', problem: 'it wants a password' },
    });
    rig.pass(60);
    expect(rig.stage).toBe('finding');
    expect(doing(rig.state)).toContain('pithead.local: it wants a password');
  });

  it('goes on when a stack appears late', () => {
    const rig = new Rig().untilFinding();
    rig.pass(3600);
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(5);
    expect(rig.minesAt()).toBe('pithead.local');
  });

  it('stops offering a stack that has gone', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'stackGone', id: pithead.id });
    rig.pass(30);
    expect(rig.stage).toBe('finding');
    expect(rig.started()).toHaveLength(0);
  });

  it('gives every pool of the owner to XMRig, in order, with its secrets', () => {
    const second = { ...poolSetting, host: 'backup.lan', user: 'wallet', password: 'secret' };
    const rig = new Rig().untilFinding({ pools: [poolSetting, second], waitSeconds: 0 });
    expect(rig.started()[0]?.target.pools.map((pool) => [pool.host, pool.user, pool.password])).toEqual([
      ['pool.lan', 'rig-0a1b2c', null],
      ['backup.lan', 'wallet', 'secret'],
    ]);
  });

  it('probes configured pools once the label is known, never without it', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting] });
    const probes = rig.effects.filter((effect) => effect.effect === 'probe');
    expect(probes).toHaveLength(1);
    expect(probes[0]?.pool.user).toBe('rig-0a1b2c');
  });
});

describe('a person at the console', () => {
  it('holds the countdown with a key, and it starts again two minutes after the last', () => {
    const rig = new Rig().untilFinding({ keyboard: true });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'intent', intent: { intent: 'touch' } });
    rig.pass(119);
    expect(rig.countdown).toBeNull();
    expect(rig.hold).not.toBeNull();
    rig.pass(1);
    expect(rig.countdown?.totalMs).toBe(30_000);
    rig.pass(30);
    expect(rig.minesAt()).toBe('pithead.local');
  });

  it('cannot be held for more than fifteen minutes in all', () => {
    const rig = new Rig().untilFinding({ keyboard: true });
    rig.tell({ event: 'stackSeen', stack: pithead });
    for (let minute = 0; minute < 16 && rig.started().length === 0; minute += 1) {
      rig.tell({ event: 'intent', intent: { intent: 'touch' } });
      rig.pass(60);
    }
    expect(rig.minesAt()).toBe('pithead.local');
    expect(rig.state.now).toBeLessThanOrEqual(10_000 + 16 * 60_000);
  });

  it('chooses a stack at once, and the choice beats the config', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting] });
    rig.tell({ event: 'stackSeen', stack: attic });
    rig.tell({ event: 'intent', intent: { intent: 'choose', stackId: attic.id, password: 'tulip' } });
    expect(rig.minesAt()).toBe('attic.local');
    expect(rig.started()[0]?.target.pools[0].password).toBe('tulip');
    rig.untilMining();
    rig.readConfig([{ ...poolSetting, host: 'other.lan' }]);
    expect(rig.minesAt()).toBe('attic.local');
  });

  it('types an address; a wrong one is said and changes nothing', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'intent', intent: { intent: 'type', address: '10.0.0.9:99999', password: null } });
    expect(rig.messages.at(-1)?.text).toMatch(/port/);
    expect(rig.started()).toHaveLength(0);
    rig.tell({ event: 'intent', intent: { intent: 'type', address: '10.0.0.9', password: null } });
    expect(rig.started()[0]?.target.pools[0]).toMatchObject({ host: '10.0.0.9', port: 3333 });
  });

  it('may choose while the rig is still tuning', () => {
    const rig = new Rig();
    rig.tell({ event: 'started' });
    rig.tell({ event: 'adoptionChecked', session: null, pid: null });
    rig.readConfig([]);
    rig.tell({ event: 'rigRead', facts, checks: [], canMine: true });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'intent', intent: { intent: 'choose', stackId: pithead.id, password: null } });
    expect(rig.started()).toHaveLength(0);
    rig.tuned();
    expect(rig.minesAt()).toBe('pithead.local');
  });

  it('pauses for an hour at most', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
    expect(rig.tell({ event: 'intent', intent: { intent: 'pause' } })).toContainEqual({
      effect: 'stopMiner',
    });
    expect(rig.pass(3599).filter((effect) => effect.effect === 'startMiner')).toHaveLength(0);
    expect(rig.pass(1).filter((effect) => effect.effect === 'startMiner')).toHaveLength(1);
  });
});

describe('mining and repairing', () => {
  const mining = () => new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();

  it('is mining with the first hash, and reads the tuning back once', () => {
    const rig = mining();
    expect(rig.stage).toBe('mining');
    rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ accepted: 1 }) });
    expect(rig.effects.filter((effect) => effect.effect === 'confirmTuning')).toHaveLength(1);
    expect(rig.state.milestones).toMatchObject({ firstHashrate: 10_000, firstShare: 10_000 });
    const kept = rig.effects.findLast((effect) => effect.effect === 'saveSession')?.session;
    expect(kept?.milestones.firstShare).toBe(10_000);
  });

  it('adopts an XMRig that its unit restarted, and counts it', () => {
    const rig = mining();
    rig.tell({ event: 'minerStatus', pid: null, summary: null });
    expect(rig.stage).toBe('repairing');
    rig.pass(3);
    rig.tell({ event: 'minerStatus', pid: 43, summary: summary({ connectedMs: 0, hashrate: 0 }) });
    rig.tell({ event: 'minerStatus', pid: 43, summary: summary() });
    expect(rig.stage).toBe('mining');
    expect(rig.miner?.restarts.count).toBe(1);
    expect(rig.started()).toHaveLength(1);
  });

  it('starts XMRig again when its unit does not', () => {
    const rig = mining();
    for (let second = 0; second < 16; second += 2) {
      rig.tell({ event: 'minerStatus', pid: null, summary: null });
      rig.pass(2);
    }
    rig.tell({ event: 'minerStatus', pid: null, summary: null });
    expect(rig.started()).toHaveLength(2);
  });

  it('looks the place up again while the connection is down, and follows a stack that moved', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(5);
    rig.untilMining();
    const down = () =>
      rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ connectedMs: 0, hashrate: 0 }) });
    down();
    rig.pass(31);
    expect(down()).toContainEqual(expect.objectContaining({ effect: 'probe', stackId: pithead.id }));
    const result = { ...pithead, status: 'ready' as const };
    rig.tell({ event: 'probed', stackId: pithead.id, address: '192.168.7.77', result });
    expect(rig.started().at(-1)?.target.pools[0].address).toBe('192.168.7.77');
  });

  it('stays with a configured pool for ever, whatever else is found', () => {
    const rig = mining();
    rig.tell({ event: 'stackSeen', stack: pithead });
    for (let minute = 0; minute < 30; minute += 1) {
      rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ connectedMs: 0, hashrate: 0 }) });
      rig.pass(60);
    }
    expect(rig.minesAt()).toBe('pool.lan');
  });

  it('leaves a guess that stays dead for ten minutes for the next one', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: attic });
    rig.pass(5);
    rig.untilMining();
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'stackSeen', stack: { ...attic, status: 'unreachable' } });
    for (let minute = 0; minute < 12; minute += 1) {
      rig.tell({ event: 'minerStatus', pid: 42, summary: summary({ connectedMs: 0, hashrate: 0 }) });
      rig.pass(60);
    }
    // Not on the word of an old answer: the next one is asked first.
    expect(rig.minesAt()).toBe('attic.local');
    expect(rig.effects).toContainEqual(expect.objectContaining({ effect: 'probe', stackId: pithead.id }));
    rig.tell({ event: 'probed', stackId: pithead.id, address: pithead.address, result: pithead });
    expect(rig.minesAt()).toBe('pithead.local');
    expect(reason(rig)).toBe('automatic choice, after attic.local was unreachable for 10 minutes');
    expect(rig.messages.at(-1)?.text).toContain('switching to pithead.local');
  });

  it('goes over to a pool that the owner wrote while the rig mined by a guess', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(5);
    rig.untilMining();
    rig.readConfig([], null, false);
    expect(rig.minesAt()).toBe('pithead.local');
    rig.readConfig([poolSetting]);
    expect(rig.minesAt()).toBe('pool.lan');
  });
});

it('halts only where the machine cannot mine, and says why', () => {
  const rig = new Rig();
  rig.tell({ event: 'started' });
  const check = {
    id: 'memory',
    label: 'Memory',
    status: 'failed' as const,
    value: '0.4 GB',
    why: 'at least 0.6 GB is needed',
  };
  rig.tell({ event: 'rigRead', facts, checks: [check], canMine: false });
  rig.pass(100);
  expect(rig.stage).toBe('halted');
  expect(doing(rig.state)).toBe('This computer cannot mine: Memory: at least 0.6 GB is needed');
});
