/** Keeps the hashrate's history as events come. Pure. */
import { readingOf, withReading } from '../history.ts';
import type { MinerSummary } from '../miner/summary.ts';
import { remember } from './mining.ts';
import type { Event, State, Step } from './model.ts';

/** Remembered once a minute, so that a restarted engine goes on with the same graph. */
export function recordHashrate(before: State, event: Event): Step {
  if (event.event !== 'tick' && event.event !== 'minerStatus') return { state: before, effects: [] };
  const reading = event.event === 'minerStatus' ? readingOf(event.pid, event.summary) : null;
  const history = withReading(before.history, before.now, reading);
  const highest = event.event === 'minerStatus' ? bestOf(before.highest, event.summary) : before.highest;
  if (history === before.history && highest === before.highest) return { state: before, effects: [] };
  const state = { ...before, history, highest };
  const newMinute = history.minute !== before.history.minute;
  return { state, effects: newMinute && state.target ? [remember(state, state.target)] : [] };
}

/** XMRig forgets its best at each start, and takes it over ten seconds only: what is shown may be more. */
function bestOf(before: number | null, summary: MinerSummary | null): number | null {
  const { total = [], highest = null } = summary?.hashrate ?? {};
  const best = Math.max(before ?? 0, highest ?? 0, ...total.map((rate) => rate ?? 0));
  return best > 0 ? best : null;
}
