/** The countdown: when the rig goes on by itself, and how a person holds it (docs/design.md, "The countdown"). Pure. */
import type { Step } from '../state/event.ts';
import type { State } from '../state/model.ts';
import { fallbackTarget } from './choose.ts';
import { startOn } from './start.ts';

const WAIT_WITH_KEYBOARD_MS = 30_000;
const WAIT_WITHOUT_KEYBOARD_MS = 5_000;
/** A person's hold ends this long after the last key press ... */
const HOLD_IDLE_MS = 2 * 60_000;
/** ... and all holds of one boot together last no longer than this, so that no forgotten keyboard idles a rig. */
const HOLD_TOTAL_MS = 15 * 60_000;
/** A guess among found stacks is made only when those had time to answer that answer more slowly than the first. */
const GUESS_AFTER_MS = 5_000;

/**
 * Brings `finding` and `offering` up to date after any event: starts, restarts or ends the countdown, and starts
 * mining when it is over. Does nothing in other stages.
 */
export function settle(before: State): Step {
  if (before.stage !== 'finding' && before.stage !== 'offering') return { state: before, effects: [] };
  if (!before.xmrig || !before.config) return { state: before, effects: [] };
  if (before.choice) return startOn(before, before.choice);

  const state = releaseHold(before);
  const fallback = fallbackTarget(state);
  if (!fallback) return { state: { ...state, stage: 'finding', countdown: null, target: null }, effects: [] };
  if (state.hold)
    return { state: { ...state, stage: 'offering', countdown: null, target: fallback }, effects: [] };

  const countdown = countdownOf(state);
  // The link may have come up long after the search began: then the first stack found tells when.
  const searchedSince = Math.max(state.discoveryStartedAt ?? 0, state.milestones.stackFound ?? 0);
  const decided = fallback.source !== 'discovery' || state.now >= searchedSince + GUESS_AFTER_MS;
  if (state.now >= countdown.endsAt && decided) return startOn(state, fallback);
  return { state: { ...state, stage: 'offering', countdown, target: fallback }, effects: [] };
}

/** Somebody who presses a key while the machine is still being looked at is there as well. */
const HOLDABLE: State['stage'][] = ['checking', 'tuning', 'finding', 'offering'];

/** A real key press: stops the countdown for a while. */
export function touch(state: State): State {
  if (!HOLDABLE.includes(state.stage)) return state;
  if (heldSoFar(state) >= HOLD_TOTAL_MS) return state;
  return {
    ...state,
    countdown: null,
    hold: { startedAt: state.hold?.startedAt ?? state.now, lastKeyAt: state.now },
  };
}

function releaseHold(state: State): State {
  if (!state.hold) return state;
  const over = state.now - state.hold.lastKeyAt >= HOLD_IDLE_MS || heldSoFar(state) >= HOLD_TOTAL_MS;
  return over ? { ...state, hold: null, heldMs: heldSoFar(state) } : state;
}

function heldSoFar(state: State): number {
  return state.heldMs + (state.hold ? state.now - state.hold.startedAt : 0);
}

/** The countdown as it runs, or a new one. A keyboard that comes and a `wait` that is written meanwhile change its length. */
function countdownOf(state: State): { endsAt: number; totalMs: number } {
  const wait = state.keyboard ? WAIT_WITH_KEYBOARD_MS : WAIT_WITHOUT_KEYBOARD_MS;
  const waitSeconds = state.config?.waitSeconds ?? null;
  const totalMs = waitSeconds === null ? wait : waitSeconds * 1000;
  const startedAt = state.countdown ? state.countdown.endsAt - state.countdown.totalMs : state.now;
  return { endsAt: startedAt + totalMs, totalMs };
}
