/**
 * How long a rig stays at a place that is of no use while a good one is ready: the machine against an XMRig that does what such
 * places make it do, a look every two seconds. The table in `docs/failover.md` is what comes of it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { MinerLogFact } from '../../../headless/miner/log.ts';
import type { MinerSummary } from '../../../headless/miner/summary.ts';
import type { Effect } from '../../../headless/state/effect.ts';
import { messagesOf } from '../../../headless/status/messages.ts';
import { doing } from '../../../headless/status/status-line.ts';
import { attic, pithead, poolSetting, Rig, summary } from '../rig.ts';

/** A rig, and the difficulty that it is given. */
interface Speed {
  hashrate: number;
  difficulty: number;
}
const USUAL: Speed = { hashrate: 1000, difficulty: 30_000 };
/** The least difficulty that many pools give: a share in more than eight minutes. */
const SLOW: Speed = { hashrate: 20, difficulty: 10_000 };

interface Look {
  /** XMRig runs. */
  runs?: boolean;
  /** Seconds since the connection stands; null while there is none. */
  up?: number | null;
  rate?: number;
  diff?: number;
  accepted?: number;
  rejected?: number;
  failures?: number;
}
/** What XMRig is like so many seconds after it was started there. */
type Place = (second: number, speed: Speed) => Look;

const LOOK_SECONDS = 2;
const DAY = 86_400;
/** The dataset is built. */
const PREPARING = 30;
/** What is switched off was good for so long. */
const GOOD = 600;
/** From one block of Monero to the next. */
const BLOCK = 120;
const SAME_HEIGHT = 'hands out the same height, and accepts shares';
const OFF = 'is switched off';
/** What cannot be connected to XMRig leaves by itself: two attempts, 5 s apart. */
const BY_XMRIG = 10;

const shares = ({ hashrate, difficulty }: Speed, second: number) =>
  Math.floor((Math.max(0, second - PREPARING) * hashrate) / difficulty);

/** Hangs up so many seconds after each login, and is logged in to again 5 s later. */
function hangsUp(second: number, after: number): Look {
  const at = second % (after + 5);
  const failures = Math.floor((second + 5) / (after + 5));
  return { up: at < after ? at : null, failures };
}

/** Its unit starts it again after 2 s, each time later, up to a minute. */
function dies(second: number): Look {
  let born = 0;
  for (let pause = 2; born + 2 <= second; pause = Math.min(60, pause * 2)) born += 2 + pause;
  return { runs: second >= born };
}

const PLACES: Record<string, Place> = {
  'takes each login and hangs up after 5 s': (second) => hangsUp(second, 5),
  'answers no share, so that XMRig hangs up': (second, speed) =>
    hangsUp(second, PREPARING + speed.difficulty / speed.hashrate + 20),
  'hands out nothing to hash': () => ({ rate: 0 }),
  'asks for difficulty 2^53': () => ({ diff: 2 ** 53 }),
  'accepts one share, then none': (second, speed) => ({ accepted: Math.min(1, shares(speed, second)) }),
  'rejects every share': (second, speed) => ({ rejected: shares(speed, second) }),
  [SAME_HEIGHT]: (second, speed) => ({ accepted: shares(speed, second) }),
  'makes XMRig die at its first job': dies,
  [OFF]: (second, speed) => ({
    up: second < GOOD ? second : null,
    accepted: shares(speed, Math.min(second, GOOD)),
  }),
};

const HEIGHT = 3_800_000;

interface At {
  rig: Rig;
  /** As XMRig spells it. */
  pool: string;
}

function guess(): At {
  const rig = new Rig().untilFinding();
  rig.tell({ event: 'stackSeen', stack: pithead });
  rig.pass(6);
  rig.tell({ event: 'stackSeen', stack: attic });
  expect(rig.minesAt()).toBe('pithead.local');
  return { rig, pool: `${pithead.address}:3333` };
}

function listed(...hosts: string[]): At {
  const pools = hosts.map((host) => ({ ...poolSetting, host }));
  return { rig: new Rig().untilFinding({ pools, waitSeconds: 0 }), pool: `${hosts[0]}:3333` };
}

/** How XMRig shows itself. */
function shown(pool: string, second: number, speed: Speed, look: Look): MinerSummary {
  const { up = second, rate = second < PREPARING ? 0 : speed.hashrate, accepted, rejected = 0 } = look;
  const connectedMs = up === null ? 0 : up * 1000 + 500;
  const one = summary({ connectedMs, hashrate: up === null ? 0 : rate, accepted: accepted ?? 0 });
  const { diff = speed.difficulty, failures = 0 } = look;
  return { ...one, connection: { ...one.connection, pool, diff, rejected, failures } };
}

/** What XMRig's log says by then of its connection and its job. */
function logged(name: string, second: number, { up, rate }: Look): MinerLogFact {
  const block = name === SAME_HEIGHT ? 0 : Math.floor(second / BLOCK);
  const hasJob = up !== null && rate !== 0 && second >= PREPARING;
  return { phase: hasJob ? 'hashing' : 'connecting', height: hasJob ? HEIGHT + block : null, problem: null };
}

/** Seconds that a rig stays there, until `isOver`; at most a day. */
function stays(name: string, speed: Speed, { rig, pool }: At, isOver: (rig: Rig) => boolean): number {
  const place: Place = PLACES[name] ?? (() => ({}));
  const began = rig.state.now;
  let started = began;
  let pid = 100;
  let ran = true;
  rig.minerStarted(pid);
  while (rig.state.now - began < DAY * 1000 && !isOver(rig)) {
    const second = (rig.state.now - started) / 1000;
    const look = place(second, speed);
    const { runs = true } = look;
    if (runs && !ran) pid += 1;
    if (!runs && ran)
      rig.tell({ event: 'minerEnded', ended: { by: 'signal', signal: 'SIGFPE', said: null } });
    ran = runs;
    const orders = rig.started().length;
    const seen = look.runs === undefined ? shown(pool, second, speed, look) : null;
    const asked = rig.tell({ event: 'minerStatus', pid: runs ? pid : null, summary: seen });
    if (seen) rig.tell({ event: 'minerLog', fact: logged(name, second, look) });
    answer(rig, [...asked, ...rig.pass(LOOK_SECONDS)], look.up !== null);
    if (rig.started().length === orders || isOver(rig)) continue;
    pid += 1;
    started = rig.state.now;
    ran = true;
    rig.minerStarted(pid);
  }
  // What was good first was not stayed at in vain.
  return (rig.state.now - began) / 1000 - (name === OFF ? GOOD : 0);
}

/** The good place says that it is, and the other one says so as well while it is on. */
function answer(rig: Rig, effects: Effect[], isOn: boolean): void {
  for (const effect of effects) {
    if (effect.effect !== 'probe') continue;
    const { stackId } = effect;
    const isGood = stackId === attic.id || stackId.startsWith('good.lan');
    const result = isGood || isOn ? pithead : ({ ...pithead, status: 'refused', problem: 'off' } as const);
    const { address } = stackId === attic.id ? attic : pithead;
    rig.tell({ event: 'probed', stackId, address, result });
  }
}

const isElsewhere = (rig: Rig) => rig.target?.stackId === attic.id || (rig.target?.lead ?? 0) === 1;
/** What is to be seen all the time, not only between two connections. */
const SAID = /earning nothing|Waiting for the first job from \S+ \(\d+ min/;
const isSaid = (rig: Rig) =>
  [doing(rig.state), ...messagesOf(rig.state).map(({ text }) => text)].some((text) => SAID.test(text));
const isMissed = (rig: Rig) => doing(rig.state).startsWith('No connection to');

/** In hours: how long a guess and a list of two stay there, and until it is said of a single pool. */
function figures(name: string, speed: Speed): number[] {
  const list = () => stays(name, speed, listed('bad.lan', 'good.lan'), isElsewhere);
  const seconds = [
    stays(name, speed, guess(), isElsewhere),
    name === OFF ? BY_XMRIG : list(),
    stays(name, speed, listed('bad.lan'), name === OFF ? isMissed : isSaid),
  ];
  return seconds.map((one) => one / 3600);
}

const page = readFileSync(join(import.meta.dirname, '../../../docs/failover.md'), 'utf8');

it.each(Object.keys(PLACES))('%s: left, or named, as soon as the documentation says', (name) => {
  const [usual, slow] = [figures(name, USUAL), figures(name, SLOW)];
  for (const hours of usual) expect(hours).toBeLessThan(1.1);
  // Twenty shares take it so long, longer where it is cut off between them.
  for (const hours of slow) expect(hours).toBeLessThan(5);
  const cells = [usual, slow].map((hours) => hours.map((one) => one.toFixed(2)).join(' / '));
  const row = page.split('\n').find((line) => line.startsWith(`| ${name} |`));
  expect(row?.split(' | ').slice(2).join(' | ')).toBe(`${cells.join(' | ')} |`);
});

it('a place whose name a stranger took is gone back to within five minutes of its return', () => {
  const [own, other] = [
    { address: '192.168.7.2', card: '52-54-00-00-00-02' },
    { address: '192.168.7.66', card: '52-54-00-00-00-66' },
  ];
  const { rig } = listed('pithead.local', 'good.lan');
  const off = { ...pithead, status: 'unreachable', problem: 'no answer' } as const;
  const away = { address: null, card: null, result: off, stranger: { ...other, isReady: true } };
  rig.tell({ event: 'probed', stackId: pithead.id, ...own, result: pithead });
  rig.minerStarted();
  const began = rig.state.now;
  const minute = (at: number) => began + at * 60_000;
  const goneAt: number[] = [];
  for (; rig.state.now < minute(60); ) {
    const isBack = rig.state.now >= minute(30);
    const at = rig.target?.pools[0].address === other.address;
    // What is mined at pays, whoever it is.
    const place = at ? `${other.address}:3333` : 'good.lan:3333';
    const second = (rig.state.now - began) / 1000;
    const look = shown(place, second, USUAL, { accepted: shares(USUAL, second) });
    const asked = rig.tell({ event: 'minerStatus', pid: 42, summary: look });
    for (const effect of [...asked, ...rig.pass(LOOK_SECONDS)])
      if (effect.effect === 'probe' && effect.stackId === pithead.id)
        rig.tell({ event: 'probed', stackId: pithead.id, ...(isBack ? { ...own, result: pithead } : away) });
    if (at === (rig.target?.pools[0].address === other.address)) continue;
    goneAt.push((rig.state.now - began) / 60_000);
    rig.minerStarted();
  }
  const [there = 0, back = 0] = goneAt;
  expect(goneAt).toHaveLength(2);
  expect(there).toBeGreaterThanOrEqual(5);
  expect(back - 30).toBeLessThanOrEqual(5.1);
});
