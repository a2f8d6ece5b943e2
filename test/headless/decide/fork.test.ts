import { describe, expect, it } from 'vitest';
import type { Algorithm } from '../../../headless/algorithm.ts';
import type { MinerSummary } from '../../../headless/miner/summary.ts';
import type { Stack } from '../../../headless/snapshot.ts';
import { snapshotOf } from '../../../headless/status/snapshot-of.ts';
import { BEHIND } from '../../../headless/status/stacks.ts';
import { attic, pithead, poolSetting, Rig, summary } from '../rig.ts';

const BUILD = { version: '0', commit: 'test' };
const FORK = 3_500_010;

/** A rig that mines v1 at Pithead, found by its name. */
function mining(others: Stack[] = []): Rig {
  const rig = new Rig().untilFinding();
  for (const stack of [pithead, ...others]) rig.tell({ event: 'stackSeen', stack });
  rig.pass(10);
  rig.minerStarted();
  job(rig, 'rx/0', 3_500_001);
  return rig;
}

/** XMRig has a job of this algorithm and height at Pithead, and hashes it. */
function job(rig: Rig, algo: Algorithm, height: number, change: Parameters<typeof at>[1] = {}) {
  rig.tell({ event: 'minerLog', fact: { phase: null, height, algorithm: algo, problem: null } });
  return rig.tell({ event: 'minerStatus', pid: 42, summary: at(algo, change) });
}

function at(algo: Algorithm, change: { hashrate?: number | null; rejected?: number; pool?: string } = {}) {
  const { hashrate = 1000, rejected = 0, pool = '192.168.7.2:3333' } = change;
  const base = summary({ hashrate });
  return { ...base, connection: { ...base.connection, algo, pool, rejected } } satisfies MinerSummary;
}

function forked(stack: Stack, height = FORK): Stack {
  return { ...stack, algorithm: 'rx/2', height };
}

const shown = (rig: Rig) => snapshotOf(rig.state, BUILD);

describe('the change of the proof of work', () => {
  it('is told in one line, with what to expect, and the graph and the best begin anew', () => {
    const rig = mining();
    rig.pass(120);
    job(rig, 'rx/0', 3_500_002, { hashrate: 1200 });
    expect(shown(rig).miner).toMatchObject({ algorithm: 'rx/0', hashesPerSecond: { highest: 1200 } });
    expect(shown(rig).history.length).toBeGreaterThan(1);

    job(rig, 'rx/2', FORK, { hashrate: 0 });
    const { miner, history, messages } = shown(rig);
    expect(miner).toMatchObject({ algorithm: 'rx/2', hashesPerSecond: { highest: null } });
    expect(history).toEqual([]);
    expect(messages).toEqual([
      {
        level: 'info',
        where: 'Monero',
        text: `changed its proof of work at height 3,500,010: now RandomX v2; expect 8 to 15 % fewer H/s on this CPU`,
      },
    ]);

    job(rig, 'rx/2', FORK, { hashrate: 900 });
    expect(shown(rig).miner?.hashesPerSecond.highest).toBe(900);
  });

  it('is no fault: the rig goes on mining while XMRig starts its threads anew', () => {
    const rig = mining();
    for (const hashrate of [0, null, 0, 700]) {
      job(rig, 'rx/2', FORK, { hashrate });
      rig.pass(3);
      expect(rig.stage).toBe('mining');
    }
    expect(rig.miner?.restarts.count).toBe(0);
    expect(rig.started()).toHaveLength(1);
  });

  it('is told once, and not to a rig that starts after it', () => {
    const rig = mining();
    job(rig, 'rx/2', FORK);
    job(rig, 'rx/0', FORK + 1);
    job(rig, 'rx/2', FORK + 2);
    expect(shown(rig).messages.filter(({ where }) => where === 'Monero')).toHaveLength(1);

    const late = new Rig().untilFinding();
    late.tell({ event: 'stackSeen', stack: forked(pithead) });
    late.pass(10);
    late.minerStarted();
    job(late, 'rx/2', FORK + 5);
    expect(shown(late).messages).toEqual([]);
    expect(shown(late).miner?.algorithm).toBe('rx/2');
  });

  it('is told with the height that the log gives, which comes after the API', () => {
    const rig = mining();
    rig.tell({ event: 'minerStatus', pid: 42, summary: at('rx/2') });
    rig.pass(2);
    expect(shown(rig).messages).toEqual([]);
    job(rig, 'rx/2', FORK);
    expect(shown(rig).messages[0]?.text).toContain('at height 3,500,010');

    const mute = mining();
    mute.tell({ event: 'minerStatus', pid: 42, summary: at('rx/2') });
    mute.pass(11);
    expect(shown(mute).messages[0]?.text).toContain('its proof of work: now RandomX v2');
  });

  it('is no news a day later', () => {
    const rig = mining();
    job(rig, 'rx/2', FORK);
    const news = () => shown(rig).messages.filter(({ where }) => where === 'Monero');
    rig.pass(23 * 3600);
    expect(news()).toHaveLength(1);
    rig.pass(2 * 3600);
    expect(news()).toEqual([]);
  });

  it('is kept over a restart of the engine', () => {
    const rig = mining();
    job(rig, 'rx/2', FORK);
    rig.pass(61);
    job(rig, 'rx/2', FORK + 1, { hashrate: 900 });
    const session = rig.effects.flatMap((one) => (one.effect === 'saveSession' ? [one.session] : [])).at(-1);
    expect(session).toMatchObject({ fork: { algorithm: 'rx/2', v2: { height: FORK } } });
  });
});

describe('a stack that stayed behind', () => {
  it('is named with what to update, and comes after the others', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: { ...pithead, height: FORK + 3 } });
    rig.tell({ event: 'stackSeen', stack: forked(attic) });
    const row = shown(rig).stacks.find(({ id }) => id === pithead.id);
    expect(row).toMatchObject({ status: 'ready', outdated: true, problem: BEHIND });
    rig.pass(10);
    expect(rig.minesAt()).toBe('attic.local');
  });

  it('is mined at all the same where there is nothing else', () => {
    const rig = mining([forked({ ...attic, status: 'notReady' })]);
    expect(rig.minesAt()).toBe('pithead.local');
    expect(rig.state.stacks[pithead.id]?.outdated).toBe(false);
  });

  it('has ten minutes to follow where its height says nothing, and none where it does', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'stackSeen', stack: forked(attic) });
    expect(rig.state.stacks[pithead.id]?.outdated).toBe(false);
    rig.tell({ event: 'stackSeen', stack: { ...pithead, height: FORK } });
    expect(rig.state.stacks[pithead.id]?.outdated).toBe(true);
    rig.tell({ event: 'stackSeen', stack: forked(pithead) });
    expect(rig.state.stacks[pithead.id]).toMatchObject({ outdated: false, problem: null });
  });

  it('is left, where it was but a guess, for one that went over', () => {
    const rig = mining([attic]);
    const asked = rig.pass(3700);
    expect(asked).toContainEqual({ effect: 'lookAgain', except: [pithead.id] });
    rig.tell({ event: 'stackSeen', stack: forked(attic) });
    job(rig, 'rx/0', 3_500_008);
    expect(rig.minesAt()).toBe('pithead.local');
    rig.pass(601);
    job(rig, 'rx/0', 3_500_008);
    expect(shown(rig).doing).toContain('hands out RandomX v1, which Monero has left');
    expect(shown(rig).messages).toContainEqual({
      level: 'warning',
      where: 'pithead.local:3333',
      text: BEHIND,
    });
    rig.pass(61);
    const [probe] = job(rig, 'rx/0', 3_500_008).filter(({ effect }) => effect === 'probe');
    expect(probe).toMatchObject({ stackId: attic.id });
    const result = { ...forked(attic), latencyMs: 1 };
    rig.tell({ event: 'probed', stackId: attic.id, address: attic.address, result });
    expect(rig.minesAt()).toBe('attic.local');
    expect(shown(rig).messages.at(-1)?.text).toContain('stayed behind with RandomX v1');
  });

  it('is kept and named where its owner chose it', () => {
    const pool = { ...poolSetting, host: 'pithead.local' };
    const rig = new Rig().untilFinding({ pools: [pool] });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'stackSeen', stack: forked(attic) });
    rig.pass(10);
    rig.minerStarted();
    job(rig, 'rx/0', FORK, { pool: 'pithead.local:3333' });
    for (let minute = 0; minute < 30; minute += 1) {
      rig.pass(60);
      job(rig, 'rx/0', FORK + minute, { pool: 'pithead.local:3333' });
    }
    expect(rig.minesAt()).toBe('pithead.local');
    expect(shown(rig).messages).toEqual([
      { level: 'warning', where: pool.where, text: `pithead.local:3333: ${BEHIND}` },
    ]);
  });

  it('is passed over for the first pool behind it that went over, and not tried again before it did', () => {
    const pools = ['pool.lan', 'second.lan', 'third.lan'].map((host) => ({ ...poolSetting, host }));
    const rig = new Rig().untilFinding({ pools });
    rig.pass(10);
    rig.minerStarted();
    job(rig, 'rx/0', 3_500_008, { pool: 'pool.lan:3333' });
    const probed = (id: string, stack: Stack) =>
      rig.tell({ event: 'probed', stackId: id, address: '192.168.7.9', result: { ...stack, latencyMs: 1 } });
    probed('pool.lan:3333', { ...pithead, height: 3_500_008 });
    probed('second.lan:3333', { ...pithead, height: 3_500_008 });
    probed('third.lan:3333', forked(attic));
    rig.pass(601);
    job(rig, 'rx/0', 3_500_008, { pool: 'pool.lan:3333' });
    job(rig, 'rx/0', 3_500_008, { pool: 'pool.lan:3333' });
    expect(rig.started().at(-1)?.target.lead).toBe(2);

    rig.minerStarted();
    const starts = rig.started().length;
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      rig.pass(60);
      job(rig, 'rx/2', FORK + minute, { pool: 'third.lan:3333' });
    }
    expect(rig.started()).toHaveLength(starts);
    probed('pool.lan:3333', forked(pithead, FORK + 1440));
    job(rig, 'rx/2', FORK + 1441, { pool: 'third.lan:3333' });
    expect(rig.started().at(-1)?.target.lead).toBe(0);
  });

  it('is no reason to start XMRig again where it is the failover of one that went over', () => {
    const pools = ['pool.lan', 'second.lan'].map((host) => ({ ...poolSetting, host }));
    const rig = new Rig().untilFinding({ pools });
    rig.pass(10);
    rig.minerStarted();
    job(rig, 'rx/2', FORK, { pool: 'pool.lan:3333' });
    const probed = (id: string, stack: Stack) =>
      rig.tell({ event: 'probed', stackId: id, address: '192.168.7.9', result: { ...stack, latencyMs: 1 } });
    probed('pool.lan:3333', forked(pithead));
    probed('second.lan:3333', { ...attic, height: FORK });
    const starts = rig.started().length;
    for (let times = 0; times < 60; times += 1) {
      rig.pass(2);
      job(rig, 'rx/0', FORK, { pool: 'second.lan:3333' });
    }
    expect(rig.started()).toHaveLength(starts);
    expect(shown(rig).doing).toContain('hands out RandomX v1');
  });

  it('keeps its words over a look that says the same again', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'stackSeen', stack: forked(attic) });
    for (let times = 0; times < 2; times += 1) {
      rig.tell({ event: 'stackSeen', stack: { ...pithead, height: FORK + 3 } });
      expect(shown(rig).stacks.find(({ id }) => id === pithead.id)).toMatchObject({
        outdated: true,
        problem: BEHIND,
      });
    }
    rig.tell({
      event: 'probed',
      stackId: pithead.id,
      address: pithead.address,
      result: { ...pithead, height: FORK + 3, latencyMs: 1 },
    });
    expect(shown(rig).stacks.find(({ id }) => id === pithead.id)).toMatchObject({
      outdated: true,
      problem: BEHIND,
    });
  });

  it('is so no longer six hours after the last work for v2 was gone', () => {
    const rig = mining([forked(attic)]);
    job(rig, 'rx/0', FORK);
    expect(rig.state.stacks[pithead.id]?.outdated).toBe(true);
    rig.tell({ event: 'stackGone', id: attic.id });
    rig.pass(6 * 3600 + 1);
    expect(rig.state.fork.v2).toBeNull();
    expect(rig.state.stacks[pithead.id]).toMatchObject({ outdated: false, problem: null });
  });

  it('is not asked for strangers where its owner named the place', () => {
    const rig = new Rig().untilFinding({ pools: [{ ...poolSetting, host: 'pithead.local' }] });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'stackSeen', stack: attic });
    rig.pass(10);
    rig.minerStarted();
    job(rig, 'rx/0', 3_500_001, { pool: 'pithead.local:3333' });
    expect(rig.pass(3700).filter(({ effect }) => effect === 'lookAgain')).toEqual([]);
  });

  it('is not believed of a test network, whose heights are others', () => {
    const rig = mining([forked(attic, 2_900_000)]);
    rig.pass(3700);
    job(rig, 'rx/0', 3_500_050);
    expect(rig.state.fork.v2).toBeNull();
    expect(rig.state.stacks[pithead.id]?.outdated).toBe(false);
  });
});

it('names an old proxy where every share of v2 is rejected', () => {
  const rig = mining();
  job(rig, 'rx/2', FORK);
  for (let count = 1; count <= 12; count += 1) {
    rig.pass(60);
    job(rig, 'rx/2', FORK + count, { rejected: count });
  }
  const message = shown(rig).messages.find(({ where }) => where === 'pithead.local:3333');
  expect(message?.text).toContain('older than xmrig-proxy 6.26');
});

describe("XMRig's self-test", () => {
  it('is told where this computer hashes wrong, and forgotten with the next XMRig', () => {
    const rig = mining();
    const wrongHashes = { algorithm: 'rx/0', thread: null } as const;
    rig.tell({ event: 'minerLog', fact: { phase: 'hashing', height: null, problem: null, wrongHashes } });
    job(rig, 'rx/0', 3_500_002, { hashrate: 0 });
    expect(shown(rig).doing).toContain('wrong hashes, so it mines nothing');
    expect(shown(rig).messages).toContainEqual(expect.objectContaining({ where: 'self-test' }));
    rig.tell({ event: 'minerStatus', pid: 43, summary: at('rx/0') });
    expect(shown(rig).messages).toEqual([]);
  });

  it('leaves a thread out, and says which, until the next dataset', () => {
    const rig = mining();
    const wrongHashes = { algorithm: 'rx/0', thread: 1 } as const;
    rig.tell({ event: 'minerLog', fact: { phase: null, height: null, problem: null, wrongHashes } });
    job(rig, 'rx/0', 3_500_002);
    expect(shown(rig).messages[0]?.text).toContain('Thread 1 is computing wrong hashes');
    expect(rig.stage).toBe('mining');
    rig.tell({ event: 'minerStatus', pid: 42, summary: null });
    expect(shown(rig).doing).not.toContain('mines nothing');
    rig.tell({ event: 'minerLog', fact: { phase: 'allocating', height: null, problem: null } });
    expect(shown(rig).messages).toEqual([]);
  });

  it('says that nothing is mined where all threads are left out', () => {
    const rig = mining();
    const wrongHashes = { algorithm: 'rx/0', thread: 0 } as const;
    rig.tell({ event: 'minerLog', fact: { phase: 'hashing', height: null, problem: null, wrongHashes } });
    for (let times = 0; times < 40; times += 1) {
      job(rig, 'rx/0', 3_500_002, { hashrate: 0 });
      rig.pass(2);
    }
    expect(shown(rig).messages[0]?.text).toContain('so it mines nothing');
  });
});
