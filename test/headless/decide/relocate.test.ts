import { describe, expect, it } from 'vitest';
import type { MiningPool } from '../../../headless/pool.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { attic, pithead, poolSetting, Rig, summary } from '../rig.ts';

const first = { ...poolSetting, host: 'pithead.local' };
const second = { ...poolSetting, host: 'backup.lan' };

/** XMRig is connected to this pool, or to none. */
function looksAt(rig: Rig, pool: string | null, seconds = 2) {
  const status = summary({ connectedMs: pool ? 5_000 : 0, hashrate: pool ? 1000 : 0 });
  const connection = { ...status.connection, pool: pool ?? status.connection.pool };
  const effects = rig.tell({ event: 'minerStatus', pid: 42, summary: { ...status, connection } });
  rig.pass(seconds);
  return effects;
}

/** A rig whose XMRig was given `first` at 192.168.7.2 and `second` by its name. */
function withTwoPools(): Rig {
  const rig = new Rig().untilFinding({ pools: [first, second], waitSeconds: 0 });
  const [one, two] = rig.started().at(-1)?.target.pools ?? [];
  const pools: [MiningPool, ...MiningPool[]] | null =
    one && two ? [{ ...one, address: '192.168.7.2' }, two] : null;
  if (pools) rig.tell({ event: 'minerStarted', pid: 42, pools });
  return rig;
}

const probesOf = (rig: Rig, stackId: string) =>
  rig.effects.filter((effect) => effect.effect === 'probe' && effect.stackId === stackId).length;

describe('a list of pools', () => {
  it('says which one is mined at, and why', () => {
    const rig = withTwoPools();
    looksAt(rig, 'backup.lan:3333');
    expect(doing(rig.state)).toBe(
      'Mining at backup.lan:3333; pithead.local:3333 is not working; the rig keeps retrying it',
    );
    expect(snapshotOf(rig.state, { version: '', commit: '' }).target).toMatchObject({
      host: 'backup.lan',
      why: 'pool 2 of the list, because pithead.local:3333 does not work',
    });
    looksAt(rig, '192.168.7.2:3333');
    expect(doing(rig.state)).toBe('Mining at pithead.local:3333');
  });

  it('does not take the first for ready because the second works', () => {
    const rig = withTwoPools();
    rig.tell({
      event: 'probed',
      stackId: pithead.id,
      address: null,
      result: { ...pithead, status: 'refused' },
    });
    looksAt(rig, 'backup.lan:3333');
    expect(rig.state.stacks[pithead.id]?.status).toBe('refused');
    looksAt(rig, '192.168.7.2:3333');
    expect(rig.state.stacks[pithead.id]?.status).toBe('ready');
  });

  it('goes back to the first where that has moved to', () => {
    const rig = withTwoPools();
    const before = probesOf(rig, pithead.id);
    for (let look = 0; look < 31; look += 1) looksAt(rig, 'backup.lan:3333');
    expect(probesOf(rig, pithead.id)).toBe(before + 1);
    rig.tell({ event: 'probed', stackId: pithead.id, address: '192.168.7.2', result: pithead });
    expect(rig.started()).toHaveLength(1);
    rig.tell({ event: 'probed', stackId: pithead.id, address: '192.168.7.77', result: pithead });
    expect(
      rig
        .started()
        .at(-1)
        ?.target.pools.map(({ address }) => address),
    ).toEqual(['192.168.7.77', null]);
    expect(rig.messages.at(-1)?.text).toContain('192.168.7.77');
  });

  it('asks no pool twice that XMRig asks by itself', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting, second], waitSeconds: 0 });
    rig.minerStarted();
    for (let look = 0; look < 60; look += 1) looksAt(rig, 'backup.lan:3333');
    expect(probesOf(rig, 'pool.lan:3333')).toBe(1);
  });

  it('looks whether a place that was lost is still itself when it is back', () => {
    const rig = withTwoPools();
    looksAt(rig, '192.168.7.2:3333');
    const before = probesOf(rig, pithead.id);
    looksAt(rig, null);
    looksAt(rig, '192.168.7.2:3333');
    looksAt(rig, '192.168.7.2:3333');
    expect(probesOf(rig, pithead.id)).toBe(before + 1);
    rig.tell({ event: 'probed', stackId: pithead.id, address: '192.168.7.2', result: pithead });
    expect(rig.started()).toHaveLength(1);
    rig.tell({ event: 'probed', stackId: pithead.id, address: '192.168.7.88', result: pithead });
    expect(rig.started().at(-1)?.target.pools[0].address).toBe('192.168.7.88');
  });

  it('looks every LAN name up while none works, each time anew', () => {
    const rig = withTwoPools();
    for (let look = 0; look < 45; look += 1) looksAt(rig, null);
    expect(probesOf(rig, pithead.id)).toBe(3);
    expect(probesOf(rig, 'backup.lan:3333')).toBe(1);
    // XMRig may have stopped asking the others by then.
    for (let look = 0; look < 15; look += 1) looksAt(rig, null);
    expect(probesOf(rig, 'backup.lan:3333')).toBe(2);
  });
});

describe('a stack that moved', () => {
  const guessing = () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(5);
    return rig.untilMining();
  };

  it('is followed as soon as discovery sees it elsewhere, and never while it works', () => {
    const rig = guessing();
    rig.tell({ event: 'stackSeen', stack: { ...pithead, address: '192.168.7.50' } });
    expect(rig.started()).toHaveLength(1);
    looksAt(rig, null);
    rig.tell({ event: 'stackSeen', stack: { ...pithead, address: '192.168.7.50', status: 'probing' } });
    expect(rig.started()).toHaveLength(1);
    rig.tell({ event: 'stackSeen', stack: { ...pithead, address: '192.168.7.50' } });
    expect(rig.started().at(-1)?.target.pools[0].address).toBe('192.168.7.50');
  });

  it('is no news while XMRig is being started with what is looked up for it', () => {
    const rig = new Rig().untilFinding({ pools: [first], waitSeconds: 0 });
    expect(rig.started()).toHaveLength(1);
    rig.tell({ event: 'probed', stackId: pithead.id, address: '192.168.7.2', result: pithead });
    rig.tell({ event: 'stackSeen', stack: pithead });
    expect(rig.started()).toHaveLength(1);
  });

  it('is known by its certificate under another name, and is not by an address alone', () => {
    const pinned = { ...poolSetting, host: '192.168.7.9', tls: true, fingerprint: 'ab'.repeat(32) };
    const rig = new Rig().untilFinding({ pools: [pinned], waitSeconds: 0 }).untilMining();
    looksAt(rig, null);
    const stranger = { ...attic, tls: true, fingerprint: 'cd'.repeat(32) };
    rig.tell({ event: 'stackSeen', stack: stranger });
    expect(rig.started()).toHaveLength(1);
    rig.tell({ event: 'stackSeen', stack: { ...stranger, fingerprint: 'ab'.repeat(32) } });
    expect(rig.started().at(-1)?.target).toMatchObject({
      stackId: '192.168.7.9:3333',
      source: 'stick',
      pools: [{ host: '192.168.7.9', address: '192.168.7.3', fingerprint: 'ab'.repeat(32) }],
    });
  });

  it('without a name is known by its network card, and shown by its address', () => {
    const host = '52-54-00-12-34-56';
    const bare = { ...pithead, id: `${host}:3333`, host, name: '192.168.7.2', found: 'sweep' as const };
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: bare });
    rig.pass(5);
    rig.untilMining();
    expect(doing(rig.state)).toBe('Mining at 192.168.7.2:3333');
    for (let look = 0; look < 20; look += 1) looksAt(rig, null);
    rig.tell({ event: 'probed', stackId: bare.id, address: '192.168.7.60', result: bare });
    expect(rig.started().at(-1)?.target.pools[0].address).toBe('192.168.7.60');
  });

  it('is not looked for during a pause', () => {
    const rig = guessing();
    looksAt(rig, null);
    rig.tell({ event: 'intent', intent: { intent: 'pause' } });
    rig.tell({ event: 'stackSeen', stack: { ...pithead, address: '192.168.7.50' } });
    expect(rig.started()).toHaveLength(1);
    expect(rig.pausedUntil).not.toBeNull();
  });
});

describe('a place that stays dead', () => {
  it('is not dead as long as the rig itself has no network', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: attic });
    rig.pass(5);
    rig.untilMining();
    rig.tell({ event: 'stackSeen', stack: pithead });
    const noCable = { name: 'eno1', carrier: false, addresses: [] };
    rig.tell({ event: 'surroundings', links: [noCable], keyboard: false });
    for (let minute = 0; minute < 60; minute += 1) looksAt(rig, null, 60);
    rig.tell({
      event: 'surroundings',
      links: [{ ...noCable, carrier: true, addresses: ['192.168.7.40/24'] }],
      keyboard: false,
    });
    looksAt(rig, null, 60);
    expect(probesOf(rig, pithead.id)).toBe(0);
    for (let minute = 0; minute < 11; minute += 1) looksAt(rig, null, 60);
    expect(probesOf(rig, pithead.id)).toBeGreaterThan(0);
  });

  it.each([
    ['configured', () => new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }), 'pool.lan'],
    [
      'chosen',
      () => {
        const rig = new Rig().untilFinding();
        rig.tell({ event: 'stackSeen', stack: attic });
        rig.tell({
          event: 'intent',
          intent: { intent: 'choose', stackId: attic.id, password: null, remember: false },
        });
        return rig;
      },
      'attic.local',
    ],
  ])('is tried for ever when it was %s', (_how, start, host) => {
    const rig = start().untilMining();
    rig.tell({ event: 'stackSeen', stack: pithead });
    for (let minute = 0; minute < 120; minute += 1) {
      looksAt(rig, null, 60);
      rig.tell({ event: 'probed', stackId: pithead.id, address: pithead.address, result: pithead });
    }
    expect(rig.minesAt()).toBe(host);
    expect(probesOf(rig, pithead.id)).toBe(0);
  });
});
