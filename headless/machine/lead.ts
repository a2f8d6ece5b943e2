/** Which pool of the list XMRig is given first. Pure. */
import { worksBehind } from './fork.ts';
import { startOn } from './mining.ts';
import type { MinerState, MiningTarget, State, Step } from './model.ts';
import { noteLine } from './notes.ts';
import { lastIndex, poolName, stackIdOf } from './pools.ts';
import { rejectedAll, sayRejects } from './rejects.ts';

/**
 * XMRig leaves a pool that cannot be reached or refuses the login, but never one that takes each login and hangs up after
 * it: the login that succeeds sets its count of failures back.
 */
const DROPS = 4;
const DROPS_WITHIN_MS = 2 * 60_000;
/** The pool that was passed over gets its chance again after this long, each time twice as long, up to the longest. */
const FIRST_RETURN_MS = 10 * 60_000;
const LONGEST_RETURN_MS = 120 * 60_000;

/** Passes over a pool that hangs up again and again or takes no share, or gives the owner's first pool its chance again; null for neither. */
export function chooseLead(state: State, target: MiningTarget, miner: MinerState): Step | null {
  const lead = target.lead ?? 0;
  const last = lastIndex(target, miner);
  if (target.pools.length > 1 && last !== null) {
    if (last === lead && isDropping(miner)) return passOver(state, target, last, 'hangs up again and again');
    if (rejectedAll(miner, state.now) !== null)
      return passOver(
        state,
        target,
        last,
        sayRejects(state, last, 'rejects every share, for 10 minutes now'),
      );
    const ahead = worksBehind(state) ? aheadOf(state, target, last) : undefined;
    if (ahead !== undefined) return passOver(state, target, last, 'stayed behind with RandomX v1', ahead);
  }
  // What stayed behind gets its chance when a look at it says that it went over.
  if (state.stacks[stackIdOf(target, 0)]?.outdated) return null;
  const waitMs = Math.min(FIRST_RETURN_MS * 2 ** Math.max(0, miner.passedOver - 1), LONGEST_RETURN_MS);
  if (lead > 0 && state.now - miner.startedAt >= waitMs) return startOn(state, { ...target, lead: 0 });
  return null;
}

/** Counts the connections that were lost; XMRig counts them also between two looks at it. */
export function countDrops(miner: MinerState, now: number): MinerState {
  if (!miner.summary) return miner;
  const { failures } = miner.summary.connection;
  const { drops } = miner;
  const anew = !drops || now - drops.since > DROPS_WITHIN_MS || failures < drops.before;
  return {
    ...miner,
    drops: anew ? { since: now, before: failures, now: failures } : { ...drops, now: failures },
  };
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

function isDropping({ drops }: MinerState): boolean {
  return drops !== null && drops.now - drops.before >= DROPS;
}

function passOver(
  state: State,
  target: MiningTarget,
  index: number,
  what: string,
  next = (index + 1) % target.pools.length,
): Step {
  const text = `it ${what}: trying ${poolName(state, next)} first for a while`;
  const noted = noteLine(state, { level: 'warning', where: poolName(state, index), text });
  return startOn(noted, { ...target, lead: next });
}
