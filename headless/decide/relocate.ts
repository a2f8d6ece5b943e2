/** Looking places up again while they do not answer, and following those that moved (docs/design.md, "Where to mine"). Pure. */
import { type Failing, isLanName, type MiningPool, type MiningTarget } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import type { Effect } from '../state/effect.ts';
import type { Step } from '../state/event.ts';
import type { MinerState, State } from '../state/model.ts';
import { hostName, poolName, stackIdOf, workingIndex } from '../state/pools.ts';
import { fallbackTarget } from './choose.ts';
import { worksBehind } from './fork.ts';
import { noteDown } from './notes.ts';
import { isLostGuess, probeAnew, probeOf } from './pinning.ts';
import { hasOldProxy, rejectedAll } from './rejects.ts';
import { restart, startOn } from './start.ts';

/** How long a connection may be down before its places are looked up again, and how often after that. */
const LOCATE_AFTER_MS = 10_000;
const LOCATE_EVERY_MS = 30_000;
/** Somebody else's dashboard sees each look, and the rig is mining: there is time. */
const LOCATE_BETTER_EVERY_MS = 60_000;
/** The probe reaches the pool but XMRig does not: it is stuck. */
const STUCK_MS = 90_000;

/**
 * Without any connection: asks the first pool, those further down whose address only the LAN knows, and, where all this was but
 * a guess, the next guess. After a while it asks all: XMRig gives up the pools in the middle once a later one has worked.
 */
export function locateAll(state: State, target: MiningTarget, downSince: number): Step {
  if (state.now - downSince < LOCATE_AFTER_MS) return { state, effects: [] };
  const isLong = state.now - downSince >= STUCK_MS;
  const asks = ({ host }: MiningPool, index: number) => isLong || index === 0 || isLanName(host);
  const step = locate(state, target, asks, LOCATE_EVERY_MS);
  if (step.effects.length === 0 || !isLostGuess(state)) return step;
  const other = nextGuess(state);
  const effects = other
    ? [...step.effects, probeOf(state, other.stackId, other.pools[0])]
    : [probeAnew(state, target)];
  return { state: step.state, effects };
}

/**
 * While a pool further down the list works: XMRig tries the better ones itself, at the addresses it was given. While a guess takes no
 * share: the next guess.
 */
export function locateBetter(state: State, target: MiningTarget): Step {
  const other = nextGuess(state);
  if (other) return locate(state, other, () => true, LOCATE_BETTER_EVERY_MS);
  const working = workingIndex(state) ?? 0;
  const asks = ({ host }: MiningPool, index: number) => index < working && isLanName(host);
  return target.pools.some(asks)
    ? locate(state, target, asks, LOCATE_BETTER_EVERY_MS)
    : { state, effects: [] };
}

/**
 * A connection that was lost is back: at the same address, where by now somebody else may be. One look tells whether the name,
 * or the network card, still has it.
 */
export function locateAgain(state: State, target: MiningTarget, before: MinerState): Effect[] {
  const lost = before.downSince !== null && before.downSince > before.startedAt;
  const index = workingIndex(state);
  const pool = target.pools[index ?? 0];
  if (!lost || index === null || !pool || !isLanName(pool.host)) return [];
  return [probeOf(state, stackIdOf(target, index), pool)];
}

function locate(
  state: State,
  target: MiningTarget,
  asks: (pool: MiningPool, index: number) => boolean,
  everyMs: number,
): Step {
  if (!state.miner || state.now - state.miner.lastLocateAt < everyMs) return { state, effects: [] };
  const effects = target.pools.flatMap((pool, index): Effect[] =>
    asks(pool, index) ? [probeOf(state, stackIdOf(target, index), pool)] : [],
  );
  return { state: { ...state, miner: { ...state.miner, lastLocateAt: state.now } }, effects };
}

/** A place of the target was probed, and answers at `address`. */
export function onLocated(state: State, stackId: string, address: string | null): Step {
  const { target, miner } = state;
  // XMRig that is just being started gets what is looked up for it; one that is paused needs nothing.
  if (!target || !miner || miner.startOrdered || state.pausedUntil !== null) return { state, effects: [] };
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
  if (miner.downSince !== null && state.now - Math.max(miner.downSince, miner.startedAt) >= STUCK_MS) {
    const why = { reason: 'stuck', place: poolName(state, index) } as const;
    return restart(state, { ...target, lead: index }, why);
  }
  return { state, effects: [] };
}

/**
 * Discovery found something: perhaps the very stack that the rig has lost, at another address. It is the same when its id is
 * (name, or network card, and port), or when it proves by its certificate to be the one that was pinned.
 */
export function onSeen(state: State, stack: Stack): Step {
  const { target, miner } = state;
  if (!target || !miner || miner.startOrdered || state.pausedUntil !== null) return { state, effects: [] };
  if (miner.downSince === null || stack.status !== 'ready' || stack.address === null)
    return { state, effects: [] };
  const { address, port } = stack;
  const [pool] = target.pools;
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
  return startOn(noteDown(state, { note: 'moved', ...at, address: to.address }), {
    ...target,
    pools: [first, ...rest],
  });
}

/** Another stack was asked, and is ready. */
function leaveFor(state: State, stackId: string): Step {
  const other = nextGuess(state);
  const dead = state.target ? hostName(state.target.pools[0]) : null;
  if (!dead || other?.stackId !== stackId) return { state, effects: [] };
  const failing = whyLost(state);
  const noted = noteDown(state, { note: 'left', place: dead, next: hostName(other.pools[0]), ...failing });
  return startOn(noted, { ...other, why: { reason: 'left', place: dead, failing } });
}

function whyLost(state: State): Failing {
  if (state.miner && rejectedAll(state.miner, state.now) !== null)
    return { failing: 'rejects', oldProxy: hasOldProxy(state, workingIndex(state) ?? 0) };
  return { failing: worksBehind(state) ? 'behind' : 'dead' };
}

/** Where to go when what was a guess has been dead, or of no use, for long; null for anything but such a guess. */
function nextGuess(state: State): MiningTarget | null {
  const { target } = state;
  if (!target) return null;
  const isBehind = target.source === 'discovery' && worksBehind(state);
  if (!isBehind && !isLostGuess(state)) return null;
  const { [target.stackId]: _dead, ...stacks } = state.stacks;
  const other = fallbackTarget({ ...state, stacks });
  const isBetter = other !== null && stacks[other.stackId]?.algorithm === 'rx/2';
  return isBetter || isLostGuess(state) ? other : null;
}
