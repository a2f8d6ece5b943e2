import { describe, expect, it } from 'vitest';
import type { PoolSetting } from '../../../headless/config/model.ts';
import { MAX_LINE_BYTES } from '../../../headless/snapshot.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { attic, pithead, poolSetting, Rig } from '../rig.ts';

const cmdline: PoolSetting = {
  ...poolSetting,
  host: 'cmdline.lan',
  source: 'cmdline',
  where: 'kernel command line',
};
const stick: PoolSetting = { ...poolSetting, host: 'stick.lan' };
const choose = (password: string | null = null) =>
  ({
    event: 'intent',
    intent: { intent: 'choose', stackId: attic.id, password, remember: false },
  }) as const;

describe('where to mine, every pair of sources', () => {
  it.each<[string, string, { pools: PoolSetting[]; found: boolean; person: boolean }]>([
    ['person', 'attic.local', { pools: [], found: true, person: true }],
    ['person over command line', 'attic.local', { pools: [cmdline], found: true, person: true }],
    ['person over stick', 'attic.local', { pools: [stick], found: true, person: true }],
    ['command line', 'cmdline.lan', { pools: [cmdline], found: false, person: false }],
    ['command line over discovery', 'cmdline.lan', { pools: [cmdline], found: true, person: false }],
    ['stick', 'stick.lan', { pools: [stick], found: false, person: false }],
    ['stick over discovery', 'stick.lan', { pools: [stick], found: true, person: false }],
    ['discovery', 'pithead.local', { pools: [], found: true, person: false }],
  ])('%s: %s', (_name, host, { pools, found, person }) => {
    const rig = new Rig().untilFinding({ pools });
    if (found) for (const stack of [attic, pithead]) rig.tell({ event: 'stackSeen', stack });
    if (person) rig.tell(choose());
    rig.pass(30);
    expect(rig.minesAt()).toBe(host);
  });
});

describe('the owner’s last word', () => {
  const mines = (pools: PoolSetting[]) => new Rig().untilFinding({ pools, waitSeconds: 0 }).untilMining();

  it('counts also where only an option of the same pool has changed', () => {
    const rig = mines([stick]);
    rig.readConfig([{ ...stick, password: 'tulip' }]);
    expect(rig.started()).toHaveLength(2);
    expect(rig.started().at(-1)?.target.pools[0].password).toBe('tulip');
    rig.minerStarted();
    rig.readConfig([{ ...stick, password: 'tulip' }, poolSetting]);
    expect(rig.started().at(-1)?.target.pools).toHaveLength(2);
  });

  it('restarts nothing when it is what it was, wherever its pools are now', () => {
    const rig = mines([{ ...stick, host: 'pithead.local' }]);
    rig.tell({ event: 'stackSeen', stack: { ...pithead, address: '192.168.7.200' } });
    rig.readConfig([{ ...stick, host: 'pithead.local' }]);
    expect(rig.started()).toHaveLength(1);
  });

  it('makes a guess his own, without a restart', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(5);
    rig.untilMining();
    rig.readConfig([{ ...stick, host: 'pithead.local' }]);
    expect(rig.started()).toHaveLength(1);
    expect(rig.target).toMatchObject({
      source: 'stick',
      why: { reason: 'set', where: 'rigforge.conf line 4' },
    });
  });

  it('does not move a rig from where a person or the command line sent it', () => {
    const rig = mines([cmdline]);
    rig.readConfig([stick]);
    expect(rig.minesAt()).toBe('cmdline.lan');
    rig.tell({ event: 'stackSeen', stack: attic });
    rig.tell(choose());
    rig.minerStarted();
    rig.readConfig([stick]);
    expect(rig.minesAt()).toBe('attic.local');
  });

  it('stands after the stick was pulled, also for an engine that starts anew', () => {
    const first = mines([stick]);
    first.readConfig([], null, false);
    expect(first.minesAt()).toBe('stick.lan');
    const session = first.effects.findLast((effect) => effect.effect === 'saveSession')?.session ?? null;
    const second = new Rig();
    second.tell({ event: 'started' });
    second.tell({ event: 'adoptionChecked', session, pid: null });
    second.readConfig([], null, false);
    second.tell({ event: 'stackSeen', stack: pithead });
    second.readRig();
    second.tuned();
    second.pass(60);
    expect(second.minesAt()).toBe('stick.lan');
  });
});

it('takes the word of an order that was overtaken for none about the newer one', () => {
  const rig = new Rig().untilFinding({ pools: [stick], waitSeconds: 0 });
  const overtaken = rig.started()[0]?.target.pools;
  rig.tell({ event: 'stackSeen', stack: attic });
  rig.tell(choose('tulip'));
  if (overtaken) rig.tell({ event: 'minerStarted', pid: 41, pools: overtaken });
  expect(rig.target?.pools[0]).toMatchObject({ host: 'attic.local', password: 'tulip' });
  expect(rig.miner?.process.ordered).toBe(true);
  rig.minerStarted();
  expect(rig.miner?.process).toMatchObject({ ordered: false, pid: 42 });
});

describe('a password', () => {
  const secret: PoolSetting = { ...stick, host: 'pithead.local', password: 'tulip' };

  it('goes only to the pool it was written for', () => {
    const rig = new Rig().untilFinding({ pools: [secret, { ...stick, host: 'backup.lan' }], waitSeconds: 0 });
    rig.tell({ event: 'stackSeen', stack: attic });
    const given = rig
      .started()
      .flatMap(({ target }) => target.pools.map((pool) => [pool.host, pool.password]));
    expect(given).toEqual([
      ['pithead.local', 'tulip'],
      ['backup.lan', null],
    ]);
    rig.tell(choose());
    expect(rig.started().at(-1)?.target.pools[0].password).toBeNull();
    for (const effect of rig.effects) {
      if (effect.effect !== 'probe') continue;
      expect([effect.pool.host, effect.pool.password]).toEqual([
        effect.pool.host,
        effect.pool.host === 'pithead.local' ? 'tulip' : null,
      ]);
    }
  });

  it('typed for one stack is not tried at the next', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: attic });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell(choose('tulip'));
    expect(rig.started().at(-1)?.target.pools[0].password).toBe('tulip');
    const other = { intent: 'choose', stackId: pithead.id, password: null, remember: false } as const;
    rig.tell({ event: 'intent', intent: other });
    expect(rig.started().at(-1)?.target.pools[0].password).toBeNull();
  });
});

it('keeps so many typed places and no more, and always the one that is mined at', () => {
  const rig = new Rig().untilFinding();
  for (let number = 1; number <= 60; number += 1)
    rig.tell({ event: 'intent', intent: { intent: 'type', address: `10.0.0.${number}`, password: null } });
  const typed = Object.keys(rig.state.stacks);
  expect(typed.length).toBeLessThanOrEqual(18);
  expect(typed).toContain('10.0.0.60:3333');
  expect(rig.target?.stackId).toBe('10.0.0.60:3333');
});

it('keeps what windows are shown short, whatever is typed', () => {
  const rig = new Rig().untilFinding();
  for (let number = 1; number <= 600; number += 1) {
    const host = `h${number}${'x'.repeat(50)}.${'y'.repeat(60)}.example.com`;
    rig.tell({ event: 'intent', intent: { intent: 'type', address: host, password: null } });
    const problem = `nobody on this network knows the name ${host}; is it right?`;
    const result = { ...pithead, status: 'unreachable', problem } as const;
    rig.tell({ event: 'probed', stackId: `${host}:3333`, address: null, result });
  }
  const shown = JSON.stringify(snapshotOf(rig.state, { version: '', commit: '' }));
  expect(Buffer.byteLength(shown)).toBeLessThan(MAX_LINE_BYTES / 4);
});
