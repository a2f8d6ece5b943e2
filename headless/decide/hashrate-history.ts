/** Keeps the hashrate's history as events come. Pure. */
import type { Event, Step } from '../state/event.ts';
import { readingOf, withBest, withReading } from '../state/history.ts';
import type { State } from '../state/model.ts';
import { targetOf } from '../state/phase.ts';
import { remember } from './start.ts';

/** Remembered once a minute, so that a restarted engine goes on with the same graph. */
export function recordHashrate(before: State, event: Event): Step {
  if (event.event !== 'tick' && event.event !== 'minerStatus') return { state: before, effects: [] };
  const reading = event.event === 'minerStatus' ? readingOf(event.pid, event.summary) : null;
  const history = withReading(before.history, before.now, reading);
  const { algorithm } = before.fork;
  const highest =
    event.event === 'minerStatus' ? withBest(before.highest, algorithm, event.summary) : before.highest;
  if (history === before.history && highest === before.highest) return { state: before, effects: [] };
  const state = { ...before, history, highest };
  const newMinute = history.minute !== before.history.minute;
  const target = targetOf(state);
  return { state, effects: newMinute && target ? [remember(state, target)] : [] };
}
