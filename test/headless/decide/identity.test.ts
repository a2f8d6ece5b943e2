/** Places are held to the computer that had their name first: the machine, told what a network may tell it. */
import { describe, expect, it } from 'vitest';
import type { Stranger } from '../../../headless/held.ts';
import type { Stack } from '../../../headless/snapshot.ts';
import { messagesOf } from '../../../headless/status/messages.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { pithead, poolSetting, Rig, summary } from '../rig.ts';

const OWN = { address: '192.168.7.2', card: '52-54-00-00-00-02' };
const OTHER = { address: '192.168.7.66', card: '52-54-00-00-00-66' };
const named = { ...poolSetting, host: 'pithead.local' };
const secret = { ...named, password: 'tulip' };
const silent = { ...pithead, status: 'unreachable', problem: 'no answer' } as const;

/** A rig that mines at its owner's `pithead.local`, or at a guess. */
function mining(pool: typeof named | null): Rig {
  const rig = new Rig().untilFinding({ pools: pool ? [pool] : [], waitSeconds: 0 });
  rig.tell({ event: 'stackSeen', stack: { ...pithead, ...OWN } });
  if (pool) meet(rig);
  rig.pass(12);
  const pools = rig.started().at(-1)?.target.pools;
  if (!pools) throw new Error('it does not mine');
  rig.tell({ event: 'minerStarted', pid: 42, pools: [{ ...pools[0], address: OWN.address }] });
  connect(rig, OWN.address);
  return rig;
}

/** The first computer answers the rig's own probe. */
const meet = (rig: Rig, at: { address: string; card: string | null } = OWN) =>
  rig.tell({ event: 'probed', stackId: pithead.id, ...at, result: { ...pithead } });

/** Only another one does. */
const meetOther = (rig: Rig, isReady: boolean, stranger: Partial<Stranger> = {}) =>
  rig.tell({
    event: 'probed',
    stackId: pithead.id,
    ...{ address: null, card: null },
    result: silent,
    stranger: { ...OTHER, isReady, ...stranger },
  });

function connect(rig: Rig, address: string | null): void {
  const status = summary({ connectedMs: address ? 60_000 : 0, hashrate: address ? 1000 : 0 });
  const connection = { ...status.connection, pool: `${address ?? OWN.address}:3333` };
  rig.tell({ event: 'minerStatus', pid: 42, summary: { ...status, connection } });
}

const goesTo = (rig: Rig) => rig.started().at(-1)?.target.pools[0].address;
const said = (rig: Rig) => messagesOf(rig.state).map(({ text }) => text);
const row = (rig: Rig): Stack | undefined => rig.state.stacks[pithead.id];

describe('a place that its owner named, with a password', () => {
  it('is not left for a stranger with its name, however long it is silent, and the screen says why', () => {
    const rig = mining(secret);
    connect(rig, null);
    const starts = rig.started().length;
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      rig.later(60);
      connect(rig, null);
      meetOther(rig, false);
    }
    expect(rig.started().slice(starts)).toEqual([]);
    expect(doing(rig.state)).toContain(
      'another computer has its name now and gets no password. Is it yours? Choose it again',
    );
    expect(said(rig).join()).toContain('pithead.local:3333: another computer has its name now');
  });

  it('goes there when a person says so, and holds to that one from then on', () => {
    const rig = mining(secret);
    connect(rig, null);
    meetOther(rig, false);
    expect(row(rig)).toMatchObject(OTHER);
    rig.tell({ event: 'intent', intent: { intent: 'choose', stackId: pithead.id, password: null } });
    expect(rig.started().at(-1)?.target.pools[0]).toMatchObject({
      address: OTHER.address,
      password: 'tulip',
    });
    expect(rig.started().at(-1)?.held).toEqual([OTHER]);
  });

  it('is asked by a probe that knows whom it may tell the password', () => {
    const rig = mining(secret);
    connect(rig, null);
    rig.pass(40);
    connect(rig, null);
    const probe = rig.effects.findLast(({ effect }) => effect === 'probe');
    expect(probe).toMatchObject({ held: OWN, isAway: false });
  });

  it('is followed at once where the same computer has another address', () => {
    const rig = mining(secret);
    connect(rig, null);
    meet(rig, { ...OWN, address: '192.168.7.80' });
    expect(goesTo(rig)).toBe('192.168.7.80');
    expect(rig.state.held[pithead.id]).toEqual({ ...OWN, address: '192.168.7.80' });
  });

  it('is not gone to at all where two computers have its name from the beginning', () => {
    const rig = new Rig().untilFinding({ pools: [secret], waitSeconds: 0 });
    rig.tell({ event: 'stackSeen', stack: { ...pithead, ...OTHER } });
    rig.tell({
      event: 'probed',
      stackId: pithead.id,
      ...{ address: null, card: null },
      result: silent,
      many: [OWN.address, OTHER.address],
    });
    rig.pass(5);
    rig.minerStarted();
    connect(rig, null);
    // The look-up of the order itself decides the same: no address that discovery found comes with the password.
    expect(rig.started().every(({ target }) => target.pools[0].address === null)).toBe(true);
    expect(doing(rig.state)).toContain('several computers have its name, so none gets the password');
  });
});

describe('a place without a password', () => {
  for (const [what, pool] of [
    ['that its owner named', named],
    ['that was a guess', null],
  ] as const)
    it(`${what} is left for another computer with its name after five minutes, and gone back to`, () => {
      const rig = mining(pool);
      connect(rig, null);
      for (let minute = 0; minute < 5; minute += 1) {
        meetOther(rig, true);
        expect(goesTo(rig)).not.toBe(OTHER.address);
        rig.pass(60);
        connect(rig, null);
      }
      expect(row(rig)?.doubt).toBe('otherComputerWaits');
      meetOther(rig, true);
      expect(goesTo(rig)).toBe(OTHER.address);
      rig.minerStarted();
      connect(rig, OTHER.address);
      expect(said(rig).join()).toContain('mining at another computer with this name (192.168.7.66)');
      // It is looked for, rarely, and its silence is no news.
      const probes = () => rig.effects.filter((one) => one.effect === 'probe' && one.isAway).length;
      const before = probes();
      for (let look = 0; look < 60; look += 1) {
        rig.pass(10);
        connect(rig, OTHER.address);
      }
      expect(probes() - before).toBe(2);
      rig.tell({ event: 'probed', stackId: pithead.id, address: null, result: silent });
      expect(rig.stage).toBe('mining');
      meet(rig);
      expect(goesTo(rig)).toBe(OWN.address);
      rig.minerStarted();
      connect(rig, OWN.address);
      expect(said(rig).join()).not.toContain('another computer with this name');
    });

  it('forgives a stranger that was there for a while only', () => {
    const rig = mining(named);
    connect(rig, null);
    meetOther(rig, true);
    rig.pass(200);
    meet(rig);
    rig.pass(200);
    connect(rig, null);
    meetOther(rig, true);
    expect(goesTo(rig)).not.toBe(OTHER.address);
  });
});

describe('while the rig mines', () => {
  it('says that another computer has the name too, keeps the row, and stays', () => {
    const rig = mining(secret);
    const starts = rig.started().length;
    rig.tell({ event: 'stackSeen', stack: { ...pithead, ...OTHER, height: 1 } });
    expect(row(rig)).toMatchObject({ address: OWN.address, height: pithead.height });
    expect(snapshotOf(rig.state, { version: '', commit: '' }).messages.map(({ text }) => text)).toContain(
      'another computer (192.168.7.66) uses the same name; the rig stays with 192.168.7.2. Rename one of them',
    );
    // A config that is read again leads nobody there.
    rig.readConfig([secret, { ...poolSetting, host: 'second.lan' }]);
    expect(
      rig
        .started()
        .slice(starts)
        .every(({ target }) => target.pools[0].address === OWN.address),
    ).toBe(true);
    rig.pass(700);
    expect(said(rig).join()).not.toContain('uses the same name');
  });

  it('says so as well where both go on answering to the name', () => {
    const rig = mining(secret);
    rig.tell({ event: 'nameClaimed', id: pithead.id, hosts: [OWN, OTHER] });
    expect(said(rig).join()).toContain('another computer (192.168.7.66) uses the same name');
    const alone = mining(secret);
    alone.tell({ event: 'nameClaimed', id: pithead.id, hosts: [OWN, { ...OWN, address: '192.168.7.90' }] });
    expect(said(alone).join()).not.toContain('uses the same name');
  });

  it('does not go to what discovery finds under its name, before its network card is known', () => {
    const rig = mining(secret);
    connect(rig, null);
    const starts = rig.started().length;
    rig.tell({ event: 'stackSeen', stack: { ...pithead, address: OTHER.address, card: null } });
    rig.tell({ event: 'stackSeen', stack: { ...pithead, ...OTHER } });
    expect(rig.started().slice(starts)).toEqual([]);
  });
});

it('holds a pool of its owner with tls=yes to the certificate that it shows first', () => {
  const rig = new Rig().untilFinding({ pools: [{ ...secret, tls: true }], waitSeconds: 0 });
  const fingerprint = 'ab'.repeat(32);
  const shown = { ...pithead, tls: true, fingerprint };
  rig.tell({ event: 'probed', stackId: pithead.id, ...OWN, result: shown });
  rig.pass(2);
  expect(rig.started().at(-1)?.target.pools[0]).toMatchObject({ tls: true, fingerprint });
  rig.tell({
    event: 'probed',
    stackId: pithead.id,
    ...OTHER,
    result: { ...shown, fingerprint: 'cd'.repeat(32) },
  });
  expect(row(rig)).toMatchObject({ status: 'notReady', doubt: 'changedSinceStart' });
});
