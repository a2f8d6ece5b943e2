/** Which pool of the list XMRig is given first. Pure. */
import type { MinerSummary } from '../miner/summary.ts';
import type { Failing, MiningTarget } from '../pool.ts';
import type { Step } from '../state/event.ts';
import type { Failover, MinerState } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import type { Note } from '../state/note.ts';
import type { Running } from '../state/phase.ts';
import { lastIndex, poolName, stackIdOf } from '../state/pools.ts';
import { worksBehind } from './fork.ts';
import { noteDown } from './notes.ts';
import { uselessNow } from './results.ts';
import { startOn } from './start.ts';

/**
 * XMRig leaves a pool that cannot be reached or refuses the login, but never one that takes each login and hangs up after
 * it: the login that succeeds sets its count of failures back.
 */
const DROPS = 4;
const DROPS_WITHIN_MS = 2 * 60_000;
/** Without a connection that stands for so long, one that was let in is no help. */
const HANGS_UP_MS = 60_000;
/** The pool that was passed over gets its chance again after this long, each time twice as long, up to the longest. */
const FIRST_RETURN_MS = 10 * 60_000;
const LONGEST_RETURN_MS = 120 * 60_000;

/** Passes over a pool that keeps dropping the connection or takes no share, or gives the owner's first pool its chance again; null for neither. */
export function chooseLead(state: State, { target, miner }: Running): Step | null {
  const { failover } = miner;
  const lead = target.lead ?? 0;
  // What XMRig dies of is what it was given first: it may not live long enough to be asked.
  const last = lastIndex(target, miner) ?? (failover.deaths > 0 ? lead : null);
  if (target.pools.length > 1 && last !== null) {
    if (last === lead && isDropping(failover)) return passOver(state, target, last, { failing: 'drops' });
    const failing = uselessNow(state);
    if (failing !== null) return passOver(state, target, failing.failing === 'ends' ? lead : last, failing);
    const ahead = worksBehind(state) ? aheadOf(state, target, last) : undefined;
    if (ahead !== undefined) return passOver(state, target, last, { failing: 'behind' }, ahead);
  }
  // What stayed behind gets its chance when a look at it says that it went over.
  if (state.stacks[stackIdOf(target, 0)]?.outdated) return null;
  const waitMs = Math.min(FIRST_RETURN_MS * 2 ** Math.max(0, failover.passedOver - 1), LONGEST_RETURN_MS);
  if (lead > 0 && state.now - miner.process.startedAt >= waitMs)
    return startOn(state, { ...target, lead: 0 });
  return null;
}

/** Counts the connections that were lost; XMRig counts them also between two looks at it. */
export function countDrops(failover: Failover, summary: MinerSummary | null, now: number): Failover {
  if (!summary) return failover;
  const { failures } = summary.connection;
  const { drops } = failover;
  const anew = !drops || now - drops.since > DROPS_WITHIN_MS || failures < drops.before;
  return {
    ...failover,
    drops: anew ? { since: now, before: failures, now: failures } : { ...drops, now: failures },
  };
}

/** True where a place lets XMRig in again and again, and no connection stands. */
export function hangsUp({ failover: { drops }, link: { deadSince } }: MinerState, now: number): boolean {
  const isLong = deadSince !== null && now - deadSince >= HANGS_UP_MS;
  return isLong && drops !== null && drops.now > drops.before;
}

/** The next pool that is known to have gone over to RandomX v2. XMRig itself goes back to those that it was given before this one. */
function aheadOf({ stacks }: State, target: MiningTarget, last: number): number | undefined {
  const { length } = target.pools;
  const after = ((target.lead ?? 0) - last - 1 + length) % length;
  const next = Array.from({ length: after }, (_, step) => (last + 1 + step) % length);
  return next.find((index) => {
    const stack = stacks[stackIdOf(target, index)];
    return stack?.status === 'ready' && stack.algorithm === 'rx/2';
  });
}

function isDropping({ drops }: Failover): boolean {
  return drops !== null && drops.now - drops.before >= DROPS;
}

function passOver(
  state: State,
  target: MiningTarget,
  index: number,
  failing: Failing,
  next = (index + 1) % target.pools.length,
): Step {
  const at = { stackId: stackIdOf(target, index), place: poolName(state, index) };
  const note: Note = { note: 'passedOver', ...at, next: poolName(state, next), ...failing };
  return startOn({ ...state, notes: noteDown(state.notes, note) }, { ...target, lead: next });
}
