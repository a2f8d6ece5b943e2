/** Monero's change of its proof of work, from RandomX v1 to v2: noticed, told, and held against places that stayed behind. Pure. */
import type { Algorithm } from '../algorithm.ts';
import type { Stack } from '../snapshot.ts';
import type { Event, Step } from '../state/event.ts';
import { noHistory } from '../state/history.ts';
import type { Fork, State } from '../state/model.ts';
import type { Note } from '../state/note.ts';
import { minerOf, targetOf, workingOf } from '../state/phase.ts';
import { stackIdOf, workingIndex } from '../state/pools.ts';
import { expectedChange } from '../tuning/v2-change.ts';
import { isNamed } from './choose.ts';
import { asksAgain } from './look-again.ts';
import { noteDown, without } from './notes.ts';

/** Stacks go over within minutes of each other; one that has not by then stayed behind. */
const BEHIND_AFTER_MS = 10 * 60_000;
/** The chain of a test network has other heights: work for v2 from further back than this says nothing about Monero ... */
const SAME_CHAIN_BLOCKS = 720;
/** ... and nothing about work for v1 that is so far ahead of it: 40 days. */
const OTHER_CHAIN_BLOCKS = 30_000;
/** A place that says v2 and is gone may have been a mistake, or a lie. */
const FORGET_MS = 6 * 60 * 60_000;
/** While v1 is mined the others are asked this often; each login may be seen on a dashboard. */
const LOOK_EVERY_MS = 60 * 60_000;
/** XMRig starts its threads anew at the change, and has no hashrate for the first ten seconds. */
const CHANGING_MS = 60_000;
/** XMRig's log is behind its API by no more than this. */
const LOG_MS = 10_000;
/** What changed a day ago is no news. */
const NEWS_MS = 24 * 60 * 60_000;

/** Takes from an event what it says about the change. */
export function followFork(before: State, event: Event): Step {
  const mined = event.event === 'minerStatus' ? withMined(before) : before;
  const said = told(mined);
  const known: State = { ...said, fork: withV2(said) };
  const judged: State = { ...known, stacks: withOutdated(known, freshIn(known, event)) };
  if (event.event !== 'tick') return { state: judged, effects: [] };
  return askOthers({ ...judged, notes: withoutOldNews(judged) });
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
  const [index, target] = [workingIndex(state), targetOf(state)];
  if (index === null || !target || state.fork.algorithm !== 'rx/0') return false;
  return state.stacks[stackIdOf(target, index)]?.outdated ?? false;
}

/** The newest job's algorithm. At a change the graph begins anew; a rig that goes to and fro between places tells it once. */
function withMined(state: State): State {
  const { fork } = state;
  const algorithm = minedBy(state);
  if (algorithm === null || algorithm === fork.algorithm) return state;
  if (fork.algorithm === null) return { ...state, fork: { ...fork, algorithm } };
  const isUntold = algorithm === 'rx/2' && state.highest['rx/2'] === null;
  return { ...state, fork: { ...fork, algorithm, since: state.now, isUntold }, history: noHistory };
}

function minedBy(state: State): Algorithm | null {
  const miner = minerOf(state);
  return miner?.link.downSince === null ? (miner.summary?.connection.algo ?? null) : null;
}

/** Tells of the change once it is known at which height it was. */
function told(state: State): State {
  const { fork, facts } = state;
  const height = heightOf(state, 'rx/2');
  if (!fork.isUntold || (height === null && state.now - (fork.since ?? 0) < LOG_MS)) return state;
  const expected = facts ? expectedChange(facts.cpu) : null;
  const note: Note = { note: 'workChanged', height, algorithm: 'rx/2', expected };
  return { ...state, fork: { ...fork, isUntold: false }, notes: noteDown(state.notes, note) };
}

function withoutOldNews({ fork, notes, now }: State): Note[] {
  const isOld = fork.since !== null && now - fork.since >= NEWS_MS;
  return isOld ? without(notes, ({ note }) => note === 'workChanged') : notes;
}

/** The height of XMRig's newest job, where that is for this algorithm. */
function heightOf(state: State, algorithm: Algorithm): number | null {
  const work = minerOf(state)?.work;
  return work?.heightFor === algorithm ? work.height : null;
}

/** Work for v2 is evidence where its height may be that of Monero's chain, and for as long as somebody hands it out. */
function withV2(state: State): Fork {
  const { fork, now } = state;
  const old = heightsOf(state, 'rx/0');
  const heights = heightsOf(state, 'rx/2').filter((height) =>
    old.every((other) => height >= other - SAME_CHAIN_BLOCKS),
  );
  if (heights.length > 0) {
    const height = Math.min(...heights, fork.v2?.height ?? Number.POSITIVE_INFINITY);
    return { ...fork, v2: { height, at: fork.v2?.at ?? now, seenAt: now } };
  }
  const isOver = fork.v2 !== null && now - fork.v2.seenAt >= FORGET_MS;
  return isOver ? { ...fork, v2: null } : fork;
}

/** Heights of all work for an algorithm that is known of now. */
function heightsOf(state: State, algorithm: Algorithm): number[] {
  const found = Object.values(state.stacks).flatMap((stack) =>
    isWorkFor(stack, algorithm) && stack.height !== null ? [stack.height] : [],
  );
  const mined = state.fork.algorithm === algorithm ? heightOf(state, algorithm) : null;
  return mined === null ? found : [...found, mined];
}

/** The rows that this event has news of: only those can be late. */
function freshIn(state: State, event: Event): string[] {
  if (event.event === 'stackSeen') return [event.stack.id];
  if (event.event === 'probed') return [event.stackId];
  const index = event.event === 'minerStatus' ? workingIndex(state) : null;
  const target = targetOf(state);
  return index === null || !target ? [] : [stackIdOf(target, index)];
}

/** Marks the places that stayed behind, and takes the mark from those that went over. */
function withOutdated(state: State, fresh: string[]): State['stacks'] {
  const rows = Object.values(state.stacks).map((row): Stack => {
    const stack = fresh.includes(row.id) ? asMined(state, row) : row;
    const outdated = isBehind(state, stack, fresh.includes(stack.id));
    return outdated === stack.outdated ? stack : { ...stack, outdated };
  });
  const isSame = rows.every((row) => row === state.stacks[row.id]);
  return isSame ? state.stacks : Object.fromEntries(rows.map((row) => [row.id, row]));
}

/** The row of the place that is mined at: XMRig's job is newer than the probe's. */
function asMined(state: State, row: Stack): Stack {
  const [index, target] = [workingIndex(state), targetOf(state)];
  const isMined = index !== null && target !== null && stackIdOf(target, index) === row.id;
  const algorithm = isMined ? minedBy(state) : null;
  if (algorithm === null || row.status !== 'ready') return row;
  const height = heightOf(state, algorithm) ?? row.height;
  return algorithm === row.algorithm && height === row.height ? row : { ...row, algorithm, height };
}

function isBehind({ fork, now }: State, stack: Stack, isFresh: boolean): boolean {
  if (!fork.v2 || !isWorkFor(stack, 'rx/0')) return false;
  const { height } = stack;
  if (height !== null && height > fork.v2.height + OTHER_CHAIN_BLOCKS) return false;
  const isAbove = height !== null && height >= fork.v2.height;
  return isAbove || stack.outdated || (isFresh && now - fork.v2.at >= BEHIND_AFTER_MS);
}

function isWorkFor(stack: Stack, algorithm: Algorithm): boolean {
  return stack.status === 'ready' && stack.algorithm === algorithm;
}

/**
 * A rig that mines v1 alone would never hear that the others have gone over, nor one that left a place for staying behind that it
 * followed. One whose place its owner has named leaves strangers alone.
 */
function askOthers(state: State): Step {
  const { fork, stacks } = state;
  const working = workingOf(state);
  const isWorth = fork.algorithm === 'rx/0' || Object.values(stacks).some(({ outdated }) => outdated);
  const isDue = working?.activity.is === 'mining' && isWorth && state.now - fork.lookedAt >= LOOK_EVERY_MS;
  if (!isDue) return { state, effects: [] };
  const { target } = working;
  const mined = stacks[stackIdOf(target, workingIndex(state) ?? 0)];
  const others = Object.values(stacks).filter(
    (stack) => !isSamePlace(stack, mined) && (isNamed(stack) || target.source === 'discovery'),
  );
  if (others.length === 0) return { state, effects: [] };
  const except = Object.values(stacks).filter((stack) => !others.includes(stack));
  return {
    state: { ...state, fork: { ...fork, lookedAt: state.now } },
    effects: asksAgain(
      state,
      except.map(({ id }) => id),
    ),
  };
}

function isSamePlace(one: Stack, other: Stack | undefined): boolean {
  return one.id === other?.id || (one.address === other?.address && one.port === other?.port);
}
