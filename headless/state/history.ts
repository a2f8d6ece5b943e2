/** The hashrate of the last hour, one mean a minute. Pure. */
import * as z from 'zod';
import type { Algorithm } from '../algorithm.ts';
import type { MinerSummary } from '../miner/summary.ts';

const MINUTES = 60;
const MINUTE_MS = 60_000;

export const historySchema = z.object({
  /** The minute of the newest entry, counted from the kernel's start. */
  minute: z.number().int(),
  /** Oldest first: the sum of what was read in that minute, in hashes per second, and how often it was read. */
  minutes: z.array(z.object({ sum: z.number(), count: z.number().int() })).max(MINUTES),
});
export type History = z.infer<typeof historySchema>;

/** The best hashrate that was shown in this boot with each algorithm, over all starts of XMRig, in hashes per second; null before the first. */
export const highestSchema = z.object({ 'rx/0': z.number().nullable(), 'rx/2': z.number().nullable() });
export type Highest = z.infer<typeof highestSchema>;

export const noHighest: Highest = { 'rx/0': null, 'rx/2': null };

/** The best rate with what is mined now, in hashes per second; null before there is one. */
export function bestOf(highest: Highest, algorithm: Algorithm | null): number | null {
  return algorithm === null ? null : highest[algorithm];
}

/** Before the first hash of this boot, or of an algorithm. */
export const noHistory: History = { minute: 0, minutes: [] };

/**
 * Lets time pass up to `now` (milliseconds since the kernel started) and adds one reading of the hashrate; null adds none.
 * The history begins with the first hash: until then there is nothing to compare with.
 */
export function withReading(before: History, now: number, hashesPerSecond: number | null): History {
  if (before.minutes.length === 0 && !hashesPerSecond) return before;
  const minute = Math.floor(now / MINUTE_MS);
  const history = advanced(before, minute);
  if (hashesPerSecond === null) return history;
  const last = history.minutes.at(-1) ?? NOTHING;
  const added = { sum: last.sum + hashesPerSecond, count: last.count + 1 };
  return { minute, minutes: [...history.minutes.slice(0, -1), added] };
}

/** XMRig forgets its best at each start, and takes it over ten seconds only: what is shown may be more. */
export function withBest(
  before: Highest,
  algorithm: Algorithm | null,
  summary: MinerSummary | null,
): Highest {
  if (!summary || algorithm === null) return before;
  const { total, highest } = summary.hashrate;
  const best = Math.max(before[algorithm] ?? 0, highest ?? 0, ...total.map((rate) => rate ?? 0));
  return best > (before[algorithm] ?? 0) ? { ...before, [algorithm]: best } : before;
}

/** Means in hashes per second, oldest first; null for a minute in which nothing was read. */
export function meansOf(history: History): (number | null)[] {
  return history.minutes.map(({ sum, count }) => (count === 0 ? null : Math.round((sum / count) * 10) / 10));
}

/** What one look at XMRig says: zero while it does not run, null while it gives no rate (the first ten seconds). */
export function readingOf(pid: number | null, summary: MinerSummary | null): number | null {
  return pid === null ? 0 : (summary?.hashrate.total[0] ?? null);
}

const NOTHING = { sum: 0, count: 0 };

function advanced(history: History, minute: number): History {
  if (history.minutes.length === 0) return { minute, minutes: [NOTHING] };
  const passed = Math.min(MINUTES, minute - history.minute);
  if (passed <= 0) return history;
  const empty = Array.from({ length: passed }, () => NOTHING);
  return { minute, minutes: [...history.minutes, ...empty].slice(-MINUTES) };
}
