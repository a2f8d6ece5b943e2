/**
 * A place is judged by what it pays, not by its connection: what it should have paid by now, whether its work moves on, and whether
 * XMRig lives there. Pure.
 */
import type { Ended } from '../ended.ts';
import type { MinerSummary } from '../miner/summary.ts';
import type { Failing } from '../pool.ts';
import type { Dry, Failover, MinerState, Restarts } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import { runningOf } from '../state/phase.ts';
import { lastIndex } from '../state/pools.ts';
import { LEAST_MS, paysNothing } from './dry.ts';
import { hasOldProxy, rejectedAll } from './rejects.ts';

/** A share that takes longer than this is more work than a rig of this hashrate should be given. */
const TOO_HARD_MS = 24 * 60 * 60_000;
/** Monero makes a block every two minutes; an hour without one comes once in 10^13. */
const STILL_MS = 60 * 60_000;
/** XMRig ended, or did nothing, so often at one place, and never hashed for long between. */
const DEATHS = 3;
/** Looks at XMRig that are further apart than this say nothing about the time between them. */
const LONGEST_LOOK_MS = 10_000;

/** Adds to what the pool should have paid since the last share that it accepted; another pool, or a share, begins anew. */
export function countExpected(failover: Failover, summary: MinerSummary | null, now: number): Failover {
  if (!summary) return failover;
  const { pool, accepted, diff } = summary.connection;
  const { dry } = failover;
  const isAnew = !dry || dry.pool !== pool || accepted > dry.accepted;
  if (isAnew)
    return { ...failover, dry: { pool, accepted, since: now, seenAt: now, hashedMs: 0, expected: 0 } };
  const rate = summary.hashrate.total[0] ?? 0;
  const lookMs = rate > 0 && diff > 0 ? Math.min(now - dry.seenAt, LONGEST_LOOK_MS) : 0;
  const expected = dry.expected + (lookMs === 0 ? 0 : (rate * lookMs) / 1000 / diff);
  const hashedMs = dry.hashedMs + lookMs;
  return { ...failover, dry: { ...dry, accepted, seenAt: now, hashedMs, expected } };
}

/** Why the place that XMRig was given first is of no use, whatever it says of itself; null while it may be. */
export function useless({ failover, work, restarts }: MinerState, now: number): Failing | null {
  const ended = lastEnd(restarts);
  // One that says why it cannot even begin has not been at the place.
  if (failover.deaths >= DEATHS && (ended?.said ?? null) === null)
    return ended ? { failing: 'ends', ended } : { failing: 'ends' };
  const { dry } = failover;
  if (dry && paysNothing(dry, now)) return { failing: 'nothing' };
  if (dry && isTooHard(dry)) return { failing: 'tooHard' };
  const { heightSince, hashingSince } = work;
  const isStill = heightSince !== null && now - heightSince >= STILL_MS;
  return isStill && hashingSince !== null && now - hashingSince >= STILL_MS ? { failing: 'still' } : null;
}

function lastEnd({ ended, reason }: Restarts): Ended | null {
  return ended ?? (reason && 'ended' in reason ? (reason.ended ?? null) : null);
}

/** The same of what is mined at now, with a place that rejects every share. */
export function uselessNow(state: State): Failing | null {
  const running = runningOf(state);
  if (!running) return null;
  const { target, miner } = running;
  // The connection may just be lost: what rejected the shares is the pool that there was.
  return rejectedAll(miner.failover, state.now) === null
    ? useless(miner, state.now)
    : { failing: 'rejects', oldProxy: hasOldProxy(state, lastIndex(target, miner) ?? 0) };
}

/** By what was hashed since the last share, so that neither an outage nor a slow minute makes it so. */
function isTooHard({ hashedMs, expected }: Dry): boolean {
  return hashedMs >= LEAST_MS && expected * TOO_HARD_MS < hashedMs;
}
