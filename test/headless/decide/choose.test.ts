import { describe, expect, it } from 'vitest';
import { fallbackTarget } from '../../../headless/decide/choose.ts';
import type { Stack } from '../../../headless/snapshot.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { attic, pithead, Rig, summary } from '../rig.ts';

const second: Stack = {
  ...pithead,
  id: 'pithead-2.local:3333',
  name: 'pithead-2.local',
  host: 'pithead-2.local',
  address: '192.168.7.4',
};
const cellar: Stack = { ...attic, id: 'cellar.local:3333', name: 'Cellar', host: 'cellar.local' };
const bare: Stack = {
  ...pithead,
  id: '52-54-00-12-34-56:3333',
  name: '192.168.7.20',
  host: '52-54-00-12-34-56',
  address: '192.168.7.20',
  found: 'sweep',
  kind: 'p2pool',
};

/** Where a rig with nothing configured goes that has found these, in whatever order they come. */
function guess(...stacks: Stack[]) {
  const rig = new Rig().untilFinding();
  for (const stack of stacks) rig.tell({ event: 'stackSeen', stack });
  rig.pass(5);
  const { target } = rig;
  const why = snapshotOf(rig.state, { version: '', commit: '' }).target?.why;
  return { id: target?.stackId, why, pool: target?.pools[0] };
}

describe('a guess among found stacks', () => {
  it.each([
    ['a well-known name before DNS-SD', [attic, pithead], pithead],
    ['a well-known name before the sweep', [bare, pithead], pithead],
    ['DNS-SD before the sweep', [bare, attic], attic],
    ['of two well-known names the first of the list', [second, pithead], pithead],
    [
      'a Pithead before whoever calls a computer monero',
      [{ ...pithead, id: 'm', name: 'monero.local', host: 'monero.local' }, pithead],
      pithead,
    ],
    ['of two swept ones the lower address', [bare, { ...bare, id: 'b', name: '192.168.7.9' }], { id: 'b' }],
    ['of two advertised ones the first by name', [cellar, attic], attic],
    [
      'a ready one before a better one that is not',
      [{ ...pithead, status: 'notReady' } as Stack, bare],
      bare,
    ],
  ])('is %s', (_, stacks, best) => {
    expect(guess(...stacks).id).toBe(best.id);
    expect(guess(...stacks.toReversed()).id).toBe(best.id);
  });

  it('is a stack that has paid this rig before a stranger of a better name', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: attic });
    rig.pass(5);
    rig.minerStarted();
    const pool = '192.168.7.3:3333';
    const paid = summary({ accepted: 1 });
    rig.tell({
      event: 'minerStatus',
      pid: 42,
      summary: { ...paid, connection: { ...paid.connection, pool } },
    });
    expect(rig.state.paid).toEqual([attic.id]);
    rig.tell({ event: 'stackSeen', stack: pithead });
    expect(fallbackTarget(rig.state)?.stackId).toBe(attic.id);
    const kept = rig.effects.findLast((effect) => effect.effect === 'saveSession')?.session;
    expect(kept?.paid).toEqual([attic.id]);
  });

  it('waits for the answers of five seconds, also where the link came up late', () => {
    const rig = new Rig().untilFinding({ waitSeconds: 0 });
    rig.pass(600);
    rig.tell({ event: 'stackSeen', stack: bare });
    rig.pass(4);
    rig.tell({ event: 'stackSeen', stack: pithead });
    expect(rig.minesAt()).toBeNull();
    rig.pass(1);
    expect(rig.minesAt()).toBe('pithead.local');
  });

  it('says that it is one, and among how many', () => {
    expect(guess(attic, pithead, bare).why).toBe('automatic choice: one of 3 stacks found on this network');
  });

  it('says so anew with every stack that comes, that is not ready, and that goes', () => {
    const rig = new Rig().untilFinding();
    const why = () => snapshotOf(rig.state, { version: '', commit: '' }).target?.why;
    rig.tell({ event: 'stackSeen', stack: pithead });
    expect(why()).toBe('the only stack found on this network');
    rig.tell({ event: 'stackSeen', stack: { ...attic, status: 'notReady', problem: 'has no work' } });
    expect(why()).toBe('the only one of 2 stacks that is ready');
    rig.tell({ event: 'stackSeen', stack: bare });
    expect(why()).toBe('automatic choice: one of 2 ready stacks found on this network');
    rig.pass(5);
    expect(rig.stage).toBe('starting');
    rig.tell({ event: 'stackGone', id: bare.id });
    rig.tell({ event: 'stackGone', id: attic.id });
    expect(why()).toBe('the only stack found on this network');
  });

  it('that is none says so', () => {
    expect(guess(attic).why).toBe('the only stack found on this network');
    expect(guess(bare)).toMatchObject({
      why: 'the only stack found by asking every address of this network',
      pool: { host: '52-54-00-12-34-56', address: '192.168.7.20', password: null },
    });
  });

  it('is shown by its address where it has no name', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: bare });
    expect(doing(rig.state)).toBe('Going to mine at 192.168.7.20:3333');
    const { target } = snapshotOf(rig.state, { version: '', commit: '' });
    expect(target).toMatchObject({ stackId: bare.id, host: '192.168.7.20', address: '192.168.7.20' });
  });
});
