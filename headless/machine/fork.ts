/** Monero's change of its proof of work, from RandomX v1 to v2: noticed, told, and held against places that stayed behind. Pure. */
import type { Algorithm } from '../algorithm.ts';
import { noHistory } from '../history.ts';
import type { Message, Stack } from '../snapshot.ts';
import { problemOf } from '../status/stacks.ts';
import { expectedChange } from '../tuning/v2-change.ts';
import { asksAgain } from './look-again.ts';
import type { Event, State, Step } from './model.ts';
import { noteDown } from './notes.ts';
import { poolName, stackIdOf, workingIndex } from './pools.ts';

/** What is known of the change. Times in milliseconds since the kernel started. */
export interface Fork {
  /** What the rig mines, or mined last; null before its first job. */
  algorithm: Algorithm | null;
  /** When that last changed; null while it has been the same in this boot. */
  since: number | null;
  /** The first work for v2 that was seen anywhere: at which height at the lowest, and when. */
  v2: { height: number; at: number } | null;
  /** When the other places were last asked how far they are. */
  lookedAt: number;
}

/** Stacks go over within minutes of each other; one that has not by then stayed behind. */
const BEHIND_AFTER_MS = 10 * 60_000;
/** The chain of a test network has other heights: work for v2 from further back than this says nothing about Monero. */
const SAME_CHAIN_BLOCKS = 720;
/** While v1 is mined the others are asked this often; each login may be seen on a dashboard. */
const LOOK_EVERY_MS = 60 * 60_000;
/** XMRig starts its threads anew at the change, and has no hashrate for the first ten seconds. */
const CHANGING_MS = 60_000;

export function noFork(now: number): Fork {
  return { algorithm: null, since: null, v2: null, lookedAt: now };
}

/** Takes from a step what it says about the change: `before` and `after` are the states around `event`. */
export function followFork(before: State, after: State, event: Event): Step {
  const mined = withMined(before, after, event);
  const seen = withV2(mined);
  const judged = withOutdated(seen, freshIn(seen, event));
  return event.event === 'tick' ? askOthers(judged) : { state: judged, effects: [] };
}

/** True while a hashrate of zero is but the change from one algorithm to the other. */
export function isChanging(state: State): boolean {
  const { fork, now } = state;
  const mined = fork.algorithm === null ? null : minedBy(state);
  if (mined !== null && mined !== fork.algorithm) return true;
  return fork.since !== null && now - fork.since < CHANGING_MS;
}

/** True where the rig works for a place whose work Monero's chain no longer takes. */
export function worksBehind(state: State): boolean {
  const index = workingIndex(state);
  if (index === null || !state.target || state.fork.algorithm !== 'rx/0') return false;
  return state.stacks[stackIdOf(state.target, index)]?.outdated ?? false;
}

/** What the owner should know of a place that stayed behind; one that the config names says so itself. */
export function forkMessages(state: State): Message[] {
  const index = workingIndex(state);
  if (!worksBehind(state) || index === null || !state.target) return [];
  const stack = state.stacks[stackIdOf(state.target, index)];
  const text = stack ? problemOf(stack) : null;
  if (text === null || stack?.found === 'configured') return [];
  return [{ level: 'warning', where: poolName(state, index), text }];
}

/** The newest job's algorithm. At a change the graph begins anew, and a person is told. */
function withMined(before: State, state: State, event: Event): State {
  const { fork, miner } = state;
  const algorithm = event.event === 'minerStatus' ? minedBy(state) : null;
  if (algorithm === null || algorithm === fork.algorithm) return state;
  if (fork.algorithm === null) return { ...state, fork: { ...fork, algorithm } };
  const anew: State = { ...state, fork: { ...fork, algorithm, since: state.now }, history: noHistory };
  // A rig that goes to and fro between places tells it once.
  if (algorithm !== 'rx/2' || state.highest['rx/2'] !== null) return anew;
  const isSamePlace =
    before.miner?.lastPid === miner?.lastPid &&
    before.miner?.summary?.connection.pool === miner?.summary?.connection.pool;
  const height = isSamePlace && miner?.height ? miner.height : null;
  const expected = state.facts ? expectedChange(state.facts.cpu) : null;
  return noteDown(anew, { note: 'workChanged', height, algorithm, expected });
}

function minedBy({ miner }: State): Algorithm | null {
  return miner && miner.downSince === null ? (miner.summary?.connection.algo ?? null) : null;
}

/** Work for v2 counts where its height may be Monero's, or where this rig hashes it. */
function withV2(state: State): State {
  const { fork, stacks, miner } = state;
  const isMined = fork.algorithm === 'rx/2';
  const heights = Object.values(stacks).flatMap((stack) =>
    isWorkFor(stack, 'rx/2') && stack.height !== null && isSameChain(state, stack.height)
      ? [stack.height]
      : [],
  );
  if (isMined && miner?.height) heights.push(miner.height);
  if (heights.length === 0) return state;
  const height = Math.min(...heights, fork.v2?.height ?? Number.POSITIVE_INFINITY);
  if (fork.v2?.height === height) return state;
  return { ...state, fork: { ...fork, v2: { height, at: fork.v2?.at ?? state.now } } };
}

function isSameChain({ stacks, miner, fork }: State, height: number): boolean {
  const known = Object.values(stacks).flatMap((stack) =>
    isWorkFor(stack, 'rx/0') && stack.height !== null ? [stack.height] : [],
  );
  if (fork.algorithm === 'rx/0' && miner?.height) known.push(miner.height);
  return known.every((other) => height >= other - SAME_CHAIN_BLOCKS);
}

/** The rows that this event has news of: only those can be late. */
function freshIn(state: State, event: Event): string[] {
  if (event.event === 'stackSeen') return [event.stack.id];
  if (event.event === 'probed') return [event.stackId];
  const index = event.event === 'minerStatus' ? workingIndex(state) : null;
  return index === null || !state.target ? [] : [stackIdOf(state.target, index)];
}

/** Marks the places that stayed behind, and takes the mark from those that went over. */
function withOutdated(state: State, fresh: string[]): State {
  const rows = Object.values(state.stacks).map((row): Stack => {
    const stack = fresh.includes(row.id) ? asMined(state, row) : row;
    const outdated = isBehind(state, stack, fresh.includes(stack.id));
    if (outdated === stack.outdated) return stack;
    return { ...stack, outdated };
  });
  const isSame = rows.every((row) => row === state.stacks[row.id]);
  return isSame ? state : { ...state, stacks: Object.fromEntries(rows.map((row) => [row.id, row])) };
}

/** The row of the place that is mined at: XMRig's job is newer than the probe's. */
function asMined(state: State, row: Stack): Stack {
  const index = workingIndex(state);
  const isMined = index !== null && state.target !== null && stackIdOf(state.target, index) === row.id;
  const algorithm = isMined ? minedBy(state) : null;
  if (algorithm === null || row.status !== 'ready') return row;
  const height = state.miner?.height ?? row.height;
  return algorithm === row.algorithm && height === row.height ? row : { ...row, algorithm, height };
}

function isBehind({ fork, now }: State, stack: Stack, isFresh: boolean): boolean {
  if (!fork.v2 || !isWorkFor(stack, 'rx/0')) return false;
  const isAbove = stack.height !== null && stack.height >= fork.v2.height;
  return isAbove || stack.outdated || (isFresh && now - fork.v2.at >= BEHIND_AFTER_MS);
}

function isWorkFor(stack: Stack, algorithm: Algorithm): boolean {
  return stack.status === 'ready' && stack.algorithm === algorithm;
}

/** A rig that mines v1 alone would never hear that the others have gone over. */
function askOthers(state: State): Step {
  const { fork, stage, target, stacks } = state;
  const isDue = stage === 'mining' && fork.algorithm === 'rx/0' && state.now - fork.lookedAt >= LOOK_EVERY_MS;
  const working = target ? stackIdOf(target, workingIndex(state) ?? 0) : '';
  const others = Object.keys(stacks).filter((id) => id !== working);
  if (!isDue || others.length === 0 || state.pausedUntil !== null) return { state, effects: [] };
  return {
    state: { ...state, fork: { ...fork, lookedAt: state.now } },
    effects: asksAgain(state, [working]),
  };
}
