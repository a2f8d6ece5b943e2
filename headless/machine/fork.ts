/** Monero's change of its proof of work, from RandomX v1 to v2: noticed, told, and held against places that stayed behind. Pure. */
import { type Algorithm, algorithmName } from '../algorithm.ts';
import { noHistory } from '../history.ts';
import type { Message, Stack } from '../snapshot.ts';
import { expectedChange } from '../tuning/v2-change.ts';
import { asksAgain } from './look-again.ts';
import type { Event, MinerState, State, Step } from './model.ts';
import { noteLine } from './notes.ts';
import { poolName, stackIdOf, workingIndex } from './pools.ts';
import { isNamed } from './target.ts';

/** What is known of the change. Times in milliseconds since the kernel started. */
export interface Fork {
  /** What the rig mines, or mined last; null before its first job. */
  algorithm: Algorithm | null;
  /** When that last changed; null while it has been the same in this boot. */
  since: number | null;
  /** A change to v2 that no message tells yet: XMRig's log will say the height. */
  isUntold: boolean;
  /** Work for v2 that was seen: at which height at the lowest, when first, and when last. */
  v2: { height: number; at: number; seenAt: number } | null;
  /** When the other places were last asked how far they are. */
  lookedAt: number;
}

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
const WHERE = 'Monero';

export function noFork(now: number): Fork {
  return { algorithm: null, since: null, isUntold: false, v2: null, lookedAt: now };
}

/** Takes from an event what it says about the change. */
export function followFork(before: State, event: Event): Step {
  const mined = event.event === 'minerStatus' ? withMined(before) : before;
  const judged = withOutdated(withV2(told(mined)), freshIn(mined, event));
  return event.event === 'tick' ? askOthers(withoutOldNews(judged)) : { state: judged, effects: [] };
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
  if (!stack?.problem || stack.found === 'configured') return [];
  return [{ level: 'warning', where: poolName(state, index), text: stack.problem }];
}

export const BEHIND =
  'hands out RandomX v1, which Monero has left: you earn nothing there. Update monerod, P2Pool and xmrig-proxy (6.26 or newer)';

/** The newest job's algorithm. At a change the graph begins anew; a rig that goes to and fro between places tells it once. */
function withMined(state: State): State {
  const { fork } = state;
  const algorithm = minedBy(state);
  if (algorithm === null || algorithm === fork.algorithm) return state;
  if (fork.algorithm === null) return { ...state, fork: { ...fork, algorithm } };
  const isUntold = algorithm === 'rx/2' && state.highest['rx/2'] === null;
  return { ...state, fork: { ...fork, algorithm, since: state.now, isUntold }, history: noHistory };
}

function minedBy({ miner }: State): Algorithm | null {
  return miner && miner.downSince === null ? (miner.summary?.connection.algo ?? null) : null;
}

/** Tells of the change once it is known at which height it was. */
function told(state: State): State {
  const { fork, miner, facts } = state;
  const height = heightOf(miner, 'rx/2');
  if (!fork.isUntold || (height === null && state.now - (fork.since ?? 0) < LOG_MS)) return state;
  const where = height === null ? '' : ` at height ${height.toLocaleString('en-US')}`;
  const expected = facts ? expectedChange(facts.cpu) : null;
  const text = `changed its proof of work${where}: now ${algorithmName('rx/2')}; ${expected ?? 'other H/s than before are no fault of this computer'}`;
  return noteLine({ ...state, fork: { ...fork, isUntold: false } }, { level: 'info', where: WHERE, text });
}

function withoutOldNews(state: State): State {
  const isOld = state.fork.since !== null && state.now - state.fork.since >= NEWS_MS;
  if (!isOld || !state.messages.some(({ where }) => where === WHERE)) return state;
  return { ...state, messages: state.messages.filter(({ where }) => where !== WHERE) };
}

/** The height of XMRig's newest job, where that is for this algorithm. */
function heightOf(miner: MinerState | null, algorithm: Algorithm): number | null {
  return miner?.heightFor === algorithm ? miner.height : null;
}

/** Work for v2 is evidence where its height may be that of Monero's chain, and for as long as somebody hands it out. */
function withV2(state: State): State {
  const { fork, now } = state;
  const old = heightsOf(state, 'rx/0');
  const heights = heightsOf(state, 'rx/2').filter((height) =>
    old.every((other) => height >= other - SAME_CHAIN_BLOCKS),
  );
  if (heights.length > 0) {
    const height = Math.min(...heights, fork.v2?.height ?? Number.POSITIVE_INFINITY);
    return { ...state, fork: { ...fork, v2: { height, at: fork.v2?.at ?? now, seenAt: now } } };
  }
  const isOver = fork.v2 !== null && now - fork.v2.seenAt >= FORGET_MS;
  return isOver ? { ...state, fork: { ...fork, v2: null } } : state;
}

/** Heights of all work for an algorithm that is known of now. */
function heightsOf({ stacks, miner, fork }: State, algorithm: Algorithm): number[] {
  const found = Object.values(stacks).flatMap((stack) =>
    isWorkFor(stack, algorithm) && stack.height !== null ? [stack.height] : [],
  );
  const mined = fork.algorithm === algorithm ? heightOf(miner, algorithm) : null;
  return mined === null ? found : [...found, mined];
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
    const problem = outdated ? BEHIND : stack.problem === BEHIND ? null : stack.problem;
    return outdated === stack.outdated && problem === stack.problem ? stack : { ...stack, outdated, problem };
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
  const height = heightOf(state.miner, algorithm) ?? row.height;
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
  const { fork, stage, target, stacks } = state;
  const isWorth = fork.algorithm === 'rx/0' || Object.values(stacks).some(({ outdated }) => outdated);
  const isDue = stage === 'mining' && isWorth && state.now - fork.lookedAt >= LOOK_EVERY_MS;
  if (!isDue || !target || state.pausedUntil !== null) return { state, effects: [] };
  const working = stacks[stackIdOf(target, workingIndex(state) ?? 0)];
  const others = Object.values(stacks).filter(
    (stack) => !isSamePlace(stack, working) && (isNamed(stack) || target.source === 'discovery'),
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
