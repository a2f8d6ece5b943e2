/** A computer that is much slower than it was: said, and nothing is done about it. Pure. */
import type { MinerSummary } from '../miner/summary.ts';
import { bestOf } from '../state/history.ts';
import type { MinerWork } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import { workingOf } from '../state/phase.ts';

/** Below this part of its own best for so long a computer is too hot, throttled or busy with something else. */
const SLOW = 0.5;
const SLOW_MS = 10 * 60_000;

/** Keeps since when the hashrate of the last minute has been far below `best`, in hashes per second; null: there is none yet. */
export function withPace(
  work: MinerWork,
  summary: MinerSummary | null,
  best: number | null,
  now: number,
): MinerWork {
  if (!summary) return work;
  const rate = summary.hashrate.total[1] ?? null;
  const isSlow = best !== null && rate !== null && rate > 0 && rate < best * SLOW;
  return { ...work, slowSince: isSlow ? (work.slowSince ?? now) : null };
}

/** How much of its best the computer does, in percent, where that has been far too little for long; else null. */
export function slowNow(state: State): number | null {
  const { work, summary } = workingOf(state)?.miner ?? {};
  const best = bestOf(state.highest, state.fork.algorithm);
  const rate = summary?.hashrate.total[1] ?? null;
  const isLong = work?.slowSince != null && state.now - work.slowSince >= SLOW_MS;
  return isLong && rate !== null && best !== null ? Math.round((rate / best) * 100) : null;
}
