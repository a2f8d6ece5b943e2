import { describe, expect, it } from 'vitest';
import { inOrder } from '../../../headless/pool.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { whyOf } from '../../../headless/status/why.ts';
import { attic, pithead, poolSetting, Rig, summary } from '../rig.ts';

const pools = ['first.lan', 'second.lan', 'third.lan'].map((host) => ({ ...poolSetting, host }));

/** What XMRig has counted so far, at whatever pool. */
class Counts {
  rig: Rig;
  accepted = 0;
  rejected = 0;

  constructor(rig: Rig) {
    this.rig = rig;
  }

  /** A share a minute at `pool`; the word says of each whether it is taken (`+`) or rejected (`-`). */
  shares(pool: string, fates: string): void {
    for (const fate of fates) {
      this.accepted += fate === '+' ? 1 : 0;
      this.rejected += fate === '-' ? 1 : 0;
      this.look(pool);
      this.rig.pass(60);
    }
    this.look(pool);
  }

  look(pool: string): void {
    const status = summary({ accepted: this.accepted });
    const connection = { ...status.connection, pool, rejected: this.rejected };
    this.rig.tell({ event: 'minerStatus', pid: 42, summary: { ...status, connection } });
  }
}

function mining(count: number): Counts {
  const rig = new Rig().untilFinding({ pools: pools.slice(0, count), waitSeconds: 0 });
  rig.minerStarted();
  return new Counts(rig);
}

const order = ({ rig }: Counts) => {
  const target = rig.started().at(-1)?.target;
  return target ? inOrder(target).map(({ host }) => host.replace('.lan', '')) : [];
};
const messages = ({ rig }: Counts) => snapshotOf(rig.state, { version: '', commit: '' }).messages;

describe('a pool that rejects every share', () => {
  it('is passed over for the next one after ten minutes, and gets its chance again', () => {
    const counts = mining(3);
    counts.shares('first.lan:3333', '+---------');
    expect(order(counts)).toEqual(['first', 'second', 'third']);
    counts.shares('first.lan:3333', '--');
    expect(order(counts)).toEqual(['second', 'third', 'first']);
    expect(counts.rig.messages.at(-1)).toMatchObject({
      where: 'first.lan:3333',
      text: 'it rejects every share, for 10 minutes now: trying second.lan:3333 first for now',
    });
    counts.rig.minerStarted();
    counts.shares('second.lan:3333', '++++++++++');
    expect(order(counts)).toEqual(['first', 'second', 'third']);
    counts.rig.minerStarted();
    counts.shares('first.lan:3333', '-----------');
    expect(order(counts)).toEqual(['second', 'third', 'first']);
    counts.rig.minerStarted();
    // The second time it waits for twice as long.
    counts.shares('second.lan:3333', '+++++++++++++++++++');
    expect(order(counts)).toEqual(['second', 'third', 'first']);
    counts.shares('second.lan:3333', '+');
    expect(order(counts)).toEqual(['first', 'second', 'third']);
  });

  it('is passed over also where XMRig went there itself, because the first one is off', () => {
    const counts = mining(3);
    counts.shares('second.lan:3333', '-----------');
    expect(order(counts)).toEqual(['third', 'first', 'second']);
  });

  it('is not one that rejects two in five, nor ten shares in a short time', () => {
    const counts = mining(2);
    for (let round = 0; round < 20; round += 1) counts.shares('first.lan:3333', '+---------+--');
    counts.rejected += 30;
    counts.look('first.lan:3333');
    counts.rig.pass(30);
    counts.look('first.lan:3333');
    expect(counts.rig.started()).toHaveLength(1);
    expect(doing(counts.rig.state)).toBe('Mining at first.lan:3333');
  });

  it('is named where it is the only one, for as long as that goes on', () => {
    const counts = mining(1);
    counts.look('first.lan:3333');
    counts.shares('first.lan:3333', '------------');
    const said = 'first.lan:3333 rejects every share (12 so far): you are earning nothing there';
    expect(doing(counts.rig.state)).toBe(said);
    expect(messages(counts)).toMatchObject([{ level: 'warning', where: 'first.lan:3333' }]);
    expect(counts.rig.started()).toHaveLength(1);
    counts.shares('first.lan:3333', '+');
    expect(doing(counts.rig.state)).toBe('Mining at first.lan:3333');
    expect(messages(counts)).toEqual([]);
  });

  it('is left for the next guess where it was a guess', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.pass(5);
    rig.minerStarted();
    const counts = new Counts(rig);
    counts.look('192.168.7.2:3333');
    counts.shares('192.168.7.2:3333', '-----------');
    expect(doing(rig.state)).toContain('pithead.local:3333 rejects every share (11 so far)');
    rig.tell({ event: 'stackSeen', stack: attic });
    counts.shares('192.168.7.2:3333', '--');
    expect(rig.effects.at(-1)).toMatchObject({ effect: 'probe', stackId: attic.id });
    rig.tell({ event: 'probed', stackId: attic.id, address: attic.address, result: attic });
    expect(rig.minesAt()).toBe('attic.local');
    expect(rig.target && whyOf(rig.state, rig.target)).toBe(
      'automatic choice, after pithead.local rejected every share for 10 minutes',
    );
  });
});

it('is told from a pool that is silent also where few shares were found', () => {
  const counts = mining(2);
  const look = (rejected: number) => {
    const status = summary();
    const connection = { ...status.connection, pool: 'first.lan:3333', diff: 60_000, rejected };
    counts.rig.tell({ event: 'minerStatus', pid: 42, summary: { ...status, connection } });
  };
  // Twenty shares were to be expected, two were found, and both rejected.
  for (let second = 0; second < 1900; second += 5) {
    look(second < 600 ? 0 : second < 900 ? 1 : 2);
    counts.rig.later(5);
  }
  expect(counts.rig.messages.at(-1)?.text).toContain('it rejects every share');
});

describe('a computer', () => {
  const WRONG = /^\d+ of its last 3\d shares were rejected: most likely it computes wrong hashes/;
  const isSaid = (counts: Counts) => messages(counts).some(({ text }) => WRONG.test(text));

  it('is at fault where a third of its shares is rejected, until that is over', () => {
    const counts = mining(2);
    counts.look('first.lan:3333');
    counts.shares('first.lan:3333', '++-'.repeat(10));
    expect(messages(counts)).toMatchObject([{ level: 'error', where: 'this computer' }]);
    expect(isSaid(counts)).toBe(true);
    expect(counts.rig.started()).toHaveLength(1);
    counts.shares('first.lan:3333', '+'.repeat(30));
    expect(isSaid(counts)).toBe(false);
  });

  it('is not at fault for late shares, nor for a pool that rejects all', () => {
    const late = mining(1);
    late.look('first.lan:3333');
    late.shares('first.lan:3333', '+++++-'.repeat(20));
    expect(isSaid(late)).toBe(false);
    const none = mining(1);
    none.look('first.lan:3333');
    none.shares('first.lan:3333', '-'.repeat(40));
    expect(isSaid(none)).toBe(false);
  });

  it('hears of one rejected share for ten minutes', () => {
    const { rig } = mining(1);
    const problem = { problem: 'shareRejected', said: 'Low difficulty share' } as const;
    const look = () => rig.tell({ event: 'minerStatus', pid: 42, summary: summary() });
    look();
    rig.tell({ event: 'minerLog', fact: { phase: null, height: null, problem } });
    rig.pass(590);
    look();
    expect(rig.messages.map(({ text }) => text)).toEqual([
      'the pool rejected a share: "Low difficulty share"',
    ]);
    rig.pass(20);
    look();
    expect(rig.messages).toEqual([]);
  });
});
