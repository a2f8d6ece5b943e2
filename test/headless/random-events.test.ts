import { describe, expect, it } from 'vitest';
import type { PoolSetting } from '../../headless/config/model.ts';
import { readOwnerConfig } from '../../headless/config/owner-config.ts';
import type { News } from '../../headless/engine.ts';
import type { Stack } from '../../headless/snapshot.ts';
import { snapshotSchema } from '../../headless/snapshot.ts';
import { noHighest, noHistory } from '../../headless/state/history.ts';
import { IMAGE, LAPTOP } from '../../headless/state/host-rules.ts';
import { noFork, type State } from '../../headless/state/model.ts';
import { holdOf, minerOf, pausedUntil, targetOf } from '../../headless/state/phase.ts';
import type { Session } from '../../headless/state/session.ts';
import { narrate } from '../../headless/status/event-log.ts';
import { snapshotOf } from '../../headless/status/snapshot-of.ts';
import { initialState, transition } from '../../headless/transition.ts';
import { type Random, seeded } from '../tui/random-snapshot.ts';
import { attic, facts, pithead, poolSetting, Rig, summary } from './rig.ts';

/** From every phase so many runs of so many events, of any kind, whether they make sense there or not. */
const RUNS = 50;
const EVENTS = 200;

const SECRET = 'tulip-and-daffodil';
const secretPool: PoolSetting = { ...poolSetting, host: 'secret.lan', password: SECRET };
const xmrig = { mode: 'fast', oneGbPages: false, numa: true, threads: null } as const;
const link = { name: 'eno1', carrier: true, addresses: ['192.168.7.40/24'] };

const mining = () => new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
const found = (keyboard: boolean) => {
  const rig = new Rig().untilFinding({ keyboard });
  rig.tell({ event: 'stackSeen', stack: pithead });
  return rig;
};

const PHASES: Record<string, () => State> = {
  'before anything': () => initialState({ host: IMAGE, uptimeMs: 0, bootedFromStick: true }),
  'on a laptop': () => initialState({ host: LAPTOP, uptimeMs: 0, bootedFromStick: false }),
  checking: () => {
    const rig = new Rig();
    rig.tell({ event: 'started' });
    return rig.state;
  },
  finding: () => new Rig().untilFinding().state,
  'a countdown': () => found(true).state,
  'a hold': () => {
    const rig = found(true);
    rig.tell({ event: 'intent', intent: { intent: 'touch' } });
    return rig.state;
  },
  starting: () => new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).state,
  mining: () => mining().state,
  'mining at a list': () =>
    new Rig().untilFinding({ pools: [poolSetting, secretPool], waitSeconds: 0 }).untilMining().state,
  'mining at a guess': () => {
    const rig = found(false);
    rig.pass(20);
    return rig.untilMining().state;
  },
  repairing: () => {
    const rig = mining();
    rig.tell({ event: 'minerStatus', pid: null, summary: null });
    return rig.state;
  },
  'a pause': () => {
    const rig = mining();
    rig.tell({ event: 'intent', intent: { intent: 'pause' } });
    return rig.state;
  },
  halted: () => {
    const rig = new Rig();
    rig.tell({ event: 'rigRead', facts, checks: [], canMine: false });
    return rig.state;
  },
};

describe('any event in any state gives a valid state', () => {
  it.each(Object.entries(PHASES))('from %s', (_name, begin) => {
    for (let run = 0; run < RUNS; run += 1) {
      const random = seeded(run);
      let state = begin();
      const told: string[] = [];
      for (let count = 0; count < EVENTS; count += 1) {
        const before = state;
        const news = randomNews(random, state);
        const at = state.now + Math.floor(random() ** 4 * 1_200_000);
        told.push(JSON.stringify(news).slice(0, 200));
        const step = transition(before, { ...news, at });
        state = step.state;
        const wrong = [...wrongIn(state), ...wrongStep(state, step.effects)];
        const where = `seed ${run}, event ${count}: ${told.slice(-3).join('\n')}`;
        expect(wrong, where).toEqual([]);
        const said = JSON.stringify(narrate(before, state));
        if (said.includes(SECRET)) throw new Error(`a secret in the log: ${where}`);
        if (count % 10 === 0) expectShowable(state, where);
      }
    }
  });
});

/** What the types cannot say of a state. */
function wrongIn(state: State): string[] {
  const { phase, notes, facts: known, config } = state;
  const [target, miner] = [targetOf(state), minerOf(state)];
  const rules: [string, boolean][] = [
    ['what runs was planned', miner === null || state.xmrig !== null],
    ['what is paused has no process', pausedUntil(state) === null || miner?.process.pid === null],
    ['what is paused was not ordered', pausedUntil(state) === null || miner?.process.ordered !== true],
    ['without a process nothing was heard', miner === null || miner.process.pid !== null || !miner.summary],
    ['what is down is known to be down', miner?.link.downSince !== null || miner.process.pid !== null],
    ['no hold is from the future', (holdOf(state)?.lastKeyAt ?? 0) <= state.now],
    [
      'nothing is tuned before it is known',
      phase.phase === 'checking' || phase.phase === 'halted' || (known !== null && config !== null),
    ],
    ['a lead is one of the pools', (target?.lead ?? 0) < (target?.pools.length ?? 1)],
    ['notes are few', notes.length <= 8],
    ['holds end', state.heldMs >= 0],
    [
      'a pool of a target is in it once',
      new Set(target?.pools.map(({ host, port }) => `${host}:${port}`)).size === (target?.pools.length ?? 0),
    ],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
}

/** What may be asked for in the state that an event leads to. */
function wrongStep(state: State, effects: ReturnType<typeof transition>['effects']): string[] {
  const orders = effects.filter(({ effect }) => effect === 'startMiner' || effect === 'stopMiner');
  const rules: [string, boolean][] = [
    ['one order to XMRig at a time', orders.length <= 1],
    [
      'what is started is what the state says',
      orders.every(
        (one) =>
          one.effect !== 'startMiner' || JSON.stringify(one.target) === JSON.stringify(targetOf(state)),
      ),
    ],
    ['no login without a label', effects.every((one) => one.effect !== 'probe' || one.pool.user !== '')],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
}

function expectShowable(state: State, where: string): void {
  const snapshot = { sequence: 1, ...snapshotOf(state, { version: '', commit: '' }) };
  expect(snapshotSchema.safeParse(snapshot).error, where).toBeUndefined();
  if (JSON.stringify(snapshot).includes(SECRET)) throw new Error(`a secret on the screen: ${where}`);
}

function randomNews(random: Random, state: State): News {
  const pick = <T>(...values: [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0];
  const stack = (): Stack => ({
    ...pick(pithead, attic, {
      ...pithead,
      id: '192.168.7.9:3333',
      host: '192.168.7.9',
      found: 'sweep' as const,
    }),
    status: pick('ready', 'ready', 'needsPassword', 'notReady', 'unreachable'),
    algorithm: pick('rx/0', 'rx/2', null),
    height: pick(3_500_000, 3_600_000, null),
    tls: pick(false, true),
    fingerprint: pick(null, 'a'.repeat(64), 'b'.repeat(64)),
    address: pick('192.168.7.2', '192.168.7.40', '10.0.0.1'),
  });
  const stackId = () => pick('pool.lan:3333', 'secret.lan:3333', ...Object.keys(state.stacks));
  const config = () => ({
    ...readOwnerConfig({ cmdline: '', files: [] }),
    pools: pick<PoolSetting[]>(
      [],
      [poolSetting],
      [secretPool, poolSetting],
      [{ ...poolSetting, source: 'cmdline' }],
      [{ ...secretPool, source: 'remembered', tlsUnsaid: true }],
    ),
    waitSeconds: pick(null, 0, 60),
    discovery: pick(true, false),
  });
  const running = targetOf(state)?.pools ?? mining().target?.pools;
  const events: (() => News)[] = [
    () => ({ event: 'tick' }),
    () => ({ event: 'tick' }),
    () => ({
      event: 'minerStatus',
      pid: pick(42, 42, 43, null),
      summary: pick(
        null,
        summary({ accepted: Math.floor(random() * 9) }),
        summary({ hashrate: 0 }),
        summary({ connectedMs: 0, failures: Math.floor(random() * 9) }),
      ),
    }),
    () => ({ event: 'stackSeen', stack: stack() }),
    () => ({ event: 'stackGone', id: stackId() }),
    () => ({
      event: 'probed',
      stackId: stackId(),
      address: pick(null, '192.168.7.2', '192.168.7.3'),
      result: stack(),
    }),
    () => ({
      event: 'configRead',
      config: config(),
      stickPresent: pick(true, false),
      stickRead: pick(true, false),
      reportPresent: pick(true, false),
    }),
    () => ({
      event: 'surroundings',
      links: pick([], [link], [{ ...link, addresses: [] }]),
      keyboard: pick(true, false),
    }),
    () => (running ? { event: 'minerStarted', pid: 42, pools: running } : { event: 'tick' }),
    () => ({
      event: 'minerLog',
      fact: {
        phase: pick(null, 'connecting', 'allocating', 'dataset', 'hashing'),
        height: pick(null, 5),
        problem: pick(
          null,
          { problem: 'refused', pool: '192.168.7.2:3333', said: 'no', wantsPassword: pick(true, false) },
          { problem: 'shareRejected', said: 'stale' },
        ),
        faults: pick(0, 1, 20),
        isNewProcess: pick(true, false),
      },
    }),
    () => ({
      event: 'minerEnded',
      ended: pick(
        { by: 'memory', said: null },
        { by: 'signal', signal: 'SIGFPE', said: null },
        { by: 'status', status: 2, said: 'unable to open "config.json"' },
      ),
    }),
    () => ({ event: 'tuningConfirmed', records: [], threads: 4 }),
    () => ({
      event: 'intent',
      intent: pick(
        { intent: 'touch' },
        { intent: 'pause' },
        { intent: 'resume' },
        { intent: 'lookAgain' },
        { intent: 'reboot' },
        { intent: 'powerOff' },
      ),
    }),
    () => ({
      event: 'intent',
      intent: {
        intent: 'choose',
        stackId: stackId(),
        password: pick(null, SECRET, 'x'),
        remember: pick(true, false),
      },
    }),
    () => ({
      event: 'intent',
      intent: {
        intent: 'type',
        address: pick('10.0.0.9', '', 'pool.lan', 'pool.supportxmr.com:3333', '127.0.0.1', 'a b'),
        password: pick(null, SECRET),
      },
    }),
    () => ({
      event: 'failed',
      effect: pick(
        { effect: 'readConfig' },
        { effect: 'stopMiner' },
        { effect: 'power', action: 'reboot' },
        { effect: 'sweep', wanted: true },
      ),
      error: 'EIO',
    }),
    () => ({
      event: 'nameClaimed',
      id: stackId(),
      hosts: [
        { address: '10.0.0.1', card: null },
        { address: '192.168.7.2', card: '52-54-00-00-00-02' },
      ],
    }),
    () => ({ event: 'cpusChanged' }),
    () => ({ event: 'rigRead', facts, checks: [], canMine: true }),
    () => ({ event: 'tuned', records: [], xmrig }),
    () => ({ event: 'adoptionChecked', session: pick(null, session(state)), pid: pick(null, 42) }),
  ];
  return pick(...(events as [() => News, ...(() => News)[]]))();
}

/** What an engine before this one could have left. */
function session({ now }: State): Session | null {
  const { target, state } = mining();
  const { milestones } = state;
  if (!target) return null;
  return {
    target,
    milestones,
    xmrig: { ...xmrig, threads: null },
    history: noHistory,
    highest: noHighest,
    fork: noFork(0),
    held: {},
    paid: [],
    pausedUntil: now % 2 === 0 ? null : now + 60_000,
  };
}
