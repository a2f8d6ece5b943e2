/** Looking places up again while they do not answer, and following those that moved (docs/design.md, "Where to mine"). Pure. */
import { type Failing, isLanName, type MiningPool, type MiningTarget } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import type { Effect } from '../state/effect.ts';
import type { Step } from '../state/event.ts';
import type { MinerLink, MinerState } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import { type Running, runningOf, workingOf } from '../state/phase.ts';
import { hostName, poolName, stackIdOf, workingIndex } from '../state/pools.ts';
import { fallbackTarget } from './choose.ts';
import { worksBehind } from './fork.ts';
import { isAway, whoIsSeen } from './identity.ts';
import { noteDown } from './notes.ts';
import { isDeadForLong, isLostGuess, probeAnew, probeOf } from './pinning.ts';
import { rejectedNow } from './rejects.ts';
import { uselessNow } from './results.ts';
import { restart, startOn } from './start.ts';

/** How long a connection may be down before its places are looked up again, and how often after that. */
const LOCATE_AFTER_MS = 10_000;
const LOCATE_EVERY_MS = 30_000;
/** Somebody else's dashboard sees each look, and the rig is mining: there is time. */
const LOCATE_BETTER_EVERY_MS = 60_000;
/** The computer that had the name first may never come back. */
const LOCATE_FIRST_EVERY_MS = 5 * 60_000;
/** After so long all places are asked; and where one of them has answered for so long and XMRig is not there, that is stuck. */
const STUCK_MS = 90_000;

/**
 * Without any connection: asks the first pool, those further down whose address only the LAN knows, and, where all this was but
 * a guess, the next guess. After a while it asks all: XMRig gives up the pools in the middle once a later one has worked.
 */
export function locateAll(before: State, running: Running, downSince: number): Step {
  const state: State = { ...before, phase: running };
  if (state.now - downSince < LOCATE_AFTER_MS) return { state, effects: [] };
  const isLong = state.now - downSince >= STUCK_MS;
  const asks = ({ host }: MiningPool, index: number) => isLong || index === 0 || isLanName(host);
  const step = locate(state, running, asks, LOCATE_EVERY_MS);
  if (step.effects.length === 0 || !isLostGuess(state)) return step;
  const other = nextGuess(state);
  const effects = other
    ? [...step.effects, probeOf(state, other.stackId, other.pools[0])]
    : [probeAnew(state, running.target)];
  return { state: step.state, effects };
}

/**
 * While a pool further down the list works: XMRig tries the better ones itself, at the addresses it was given. While a guess takes no
 * share: the next guess.
 */
export function locateBetter(state: State, running: Running): Step {
  const other = nextGuess(state);
  if (other) return locate(state, running, () => true, LOCATE_BETTER_EVERY_MS, other);
  const { target } = running;
  const goneFrom = (pool: MiningPool, index: number) => isAway(state, stackIdOf(target, index), pool);
  if (target.pools.some(goneFrom)) return locate(state, running, goneFrom, LOCATE_FIRST_EVERY_MS);
  const working = workingIndex(state) ?? 0;
  const asks = ({ host }: MiningPool, index: number) => index < working && isLanName(host);
  return running.target.pools.some(asks)
    ? locate(state, running, asks, LOCATE_BETTER_EVERY_MS)
    : { state, effects: [] };
}

/** Where XMRig ends again and again at a guess: the next one, which may be sounder. */
export function locateOther(state: State, running: Running): Step {
  const other = nextGuess(state);
  return other ? locate(state, running, () => true, LOCATE_BETTER_EVERY_MS, other) : { state, effects: [] };
}

/**
 * A connection that was lost is back: at the same address, where by now somebody else may be. One look tells whether the name,
 * or the network card, still has it.
 */
export function locateAgain(state: State, target: MiningTarget, before: MinerState): Effect[] {
  const { downSince } = before.link;
  const lost = downSince !== null && downSince > before.process.startedAt;
  const index = workingIndex(state);
  const pool = target.pools[index ?? 0];
  if (!lost || index === null || !pool || !isLanName(pool.host)) return [];
  return [probeOf(state, stackIdOf(target, index), pool)];
}

function locate(
  state: State,
  running: Running,
  asks: (pool: MiningPool, index: number) => boolean,
  everyMs: number,
  target = running.target,
): Step {
  const { miner } = running;
  if (state.now - miner.link.locatedAt < everyMs) return { state, effects: [] };
  const effects = target.pools.flatMap((pool, index): Effect[] =>
    asks(pool, index) ? [probeOf(state, stackIdOf(target, index), pool)] : [],
  );
  const link = { ...miner.link, locatedAt: state.now };
  return { state: { ...state, phase: { ...running, miner: { ...miner, link } } }, effects };
}

/** A place of the target was probed, and answers at `address`. */
export function onLocated(state: State, stackId: string, address: string | null): Step {
  const running = workingOf(state);
  // XMRig that is just being started gets what is looked up for it; one that is paused needs nothing.
  if (!running || running.miner.process.ordered) return { state, effects: [] };
  const { target, miner } = running;
  const index = target.pools.findIndex((_, at) => stackIdOf(target, at) === stackId);
  if (index < 0) return leaveFor(state, stackId);
  const pool = target.pools[index];
  const working = workingIndex(state);
  if (!pool || index > (working ?? target.pools.length)) return { state, effects: [] };
  // XMRig that works with a name it looked up by itself is left alone.
  const isKnown = index !== working || pool.address !== null;
  if (isLanName(pool.host) && isKnown && address !== null && address !== pool.address) {
    return follow(state, target, index, { address, port: pool.port });
  }
  const { downSince, answers } = miner.link;
  if (downSince === null) return { state, effects: [] };
  if (answers === null)
    return { state: withAnswers(state, running, { stackId, since: state.now }), effects: [] };
  // XMRig tries again by itself, at a mute place every 25 s: it is stuck where that was not enough since the place is back.
  if (answers.stackId === stackId && state.now - answers.since >= STUCK_MS) {
    const why = { reason: 'stuck', place: poolName(state, index) } as const;
    return restart(state, { ...running, target: { ...target, lead: index } }, why);
  }
  return { state, effects: [] };
}

/** A place was probed, and does not answer, or not any more. */
export function onSilent(state: State, stackId: string): State {
  const running = workingOf(state);
  return running?.miner.link.answers?.stackId === stackId ? withAnswers(state, running, null) : state;
}

function withAnswers(state: State, running: Running, answers: MinerLink['answers']): State {
  const { miner } = running;
  const phase = { ...running, miner: { ...miner, link: { ...miner.link, answers } } };
  return { ...state, phase };
}

/**
 * Discovery found something: perhaps the very stack that the rig has lost, at another address. It is the same when its id is
 * (name, or network card, and port), or when it proves by its certificate to be the one that was pinned.
 */
export function onSeen(state: State, stack: Stack): Step {
  const running = workingOf(state);
  if (!running || running.miner.process.ordered) return { state, effects: [] };
  const { target, miner } = running;
  if (miner.link.downSince === null || stack.status !== 'ready' || stack.address === null)
    return { state, effects: [] };
  const { address, port } = stack;
  const [pool] = target.pools;
  if (whoIsSeen(state, stack) !== 'same') return { state, effects: [] };
  const sameName = stack.id === target.stackId && isLanName(pool.host);
  const same = sameName || (pool.tls && isPinned(pool, stack));
  const elsewhere = address !== (pool.address ?? pool.host) || port !== pool.port;
  return same && elsewhere ? follow(state, target, 0, { address, port }) : { state, effects: [] };
}

function isPinned(pool: MiningPool, stack: Stack): boolean {
  return pool.fingerprint !== null && pool.fingerprint === stack.fingerprint;
}

function follow(
  state: State,
  target: MiningTarget,
  index: number,
  to: { address: string; port: number },
): Step {
  const [first, ...rest] = target.pools.map((pool, at) => (at === index ? { ...pool, ...to } : pool));
  if (!first) return { state, effects: [] };
  const at = { stackId: stackIdOf(target, index), place: poolName(state, index) };
  const notes = noteDown(state.notes, { note: 'moved', ...at, address: to.address });
  return startOn({ ...state, notes }, { ...target, pools: [first, ...rest] });
}

/** The place has another computer now, and the first one has been silent for long. */
export function goToStranger(state: State, stackId: string, address: string): Step {
  const running = workingOf(state);
  const index = running?.target.pools.findIndex((_, at) => stackIdOf(running.target, at) === stackId) ?? -1;
  const working = workingIndex(state);
  if (!running || index < 0 || (working !== null && index >= working)) return { state, effects: [] };
  const [first, ...rest] = running.target.pools.map((pool, at) =>
    at === index ? { ...pool, address } : pool,
  );
  return first ? startOn(state, { ...running.target, pools: [first, ...rest] }) : { state, effects: [] };
}

/** Another stack was asked, and is ready. */
function leaveFor(state: State, stackId: string): Step {
  const other = nextGuess(state);
  const running = runningOf(state);
  if (!running || other?.stackId !== stackId) return { state, effects: [] };
  const dead = hostName(running.target.pools[0]);
  const failing = whyLost(state);
  const next = hostName(other.pools[0]);
  const notes = noteDown(state.notes, { note: 'left', place: dead, next, ...failing });
  return startOn({ ...state, notes }, { ...other, why: { reason: 'left', place: dead, failing } });
}

function whyLost(state: State): Failing {
  if (rejectedNow(state) === null && worksBehind(state)) return { failing: 'behind' };
  return uselessNow(state) ?? { failing: isDeadForLong(state) ? 'dead' : 'never' };
}

/** Where to go when what was a guess has been dead, or of no use, for long; null for anything but such a guess. */
function nextGuess(state: State): MiningTarget | null {
  const target = runningOf(state)?.target;
  if (!target) return null;
  const isBehind = target.source === 'discovery' && worksBehind(state);
  if (!isBehind && !isLostGuess(state)) return null;
  const { [target.stackId]: _dead, ...stacks } = state.stacks;
  const other = fallbackTarget({ ...state, stacks });
  const isBetter = other !== null && stacks[other.stackId]?.algorithm === 'rx/2';
  return isBetter || isLostGuess(state) ? other : null;
}
