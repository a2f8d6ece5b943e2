/** The countdown: when the rig goes on by itself, and how a person holds it (docs/design.md, "The countdown"). Pure. */
import type { Step } from '../state/event.ts';
import type { State } from '../state/model.ts';
import { type Countdown, countdownOf, type Hold, holdOf, type Phase } from '../state/phase.ts';
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
 * mining when it is over. Does nothing in other phases.
 */
export function settle(before: State): Step {
  const { phase } = before.phase;
  if (phase !== 'finding' && phase !== 'offering') return { state: before, effects: [] };
  if (!before.xmrig || !before.config) return { state: before, effects: [] };
  if (before.choice) return startOn(before, before.choice);

  const { hold, heldMs } = releaseHold(before);
  const state: State = { ...before, heldMs };
  const target = fallbackTarget(state);
  if (!target) return { state: { ...state, phase: { phase: 'finding', hold } }, effects: [] };
  if (hold) return { state: { ...state, phase: { phase: 'offering', target, wait: { hold } } }, effects: [] };

  const countdown = countdownNow(state);
  // The link may have come up long after the search began: then the first stack found tells when.
  const searchedSince = Math.max(state.discoveryStartedAt ?? 0, state.milestones.stackFound ?? 0);
  const decided = target.source !== 'discovery' || state.now >= searchedSince + GUESS_AFTER_MS;
  if (state.now >= countdown.endsAt && decided) return startOn(state, target);
  return { state: { ...state, phase: { phase: 'offering', target, wait: { countdown } } }, effects: [] };
}

/** A real key press: stops the countdown for a while. Somebody who presses one while the machine is still looked at is there, too. */
export function touch({ phase, heldMs, now }: Pick<State, 'phase' | 'heldMs' | 'now'>): Phase {
  if (phase.phase === 'halted' || phase.phase === 'running') return phase;
  const before = holdOf({ phase });
  if (heldSoFar(heldMs, before, now) >= HOLD_TOTAL_MS) return phase;
  const hold: Hold = { startedAt: before?.startedAt ?? now, lastKeyAt: now };
  return phase.phase === 'offering' ? { ...phase, wait: { hold } } : { ...phase, hold };
}

function releaseHold(state: State): { hold: Hold | null; heldMs: number } {
  const { heldMs, now } = state;
  const hold = holdOf(state);
  if (!hold) return { hold, heldMs };
  const held = heldSoFar(heldMs, hold, now);
  const isOver = now - hold.lastKeyAt >= HOLD_IDLE_MS || held >= HOLD_TOTAL_MS;
  return isOver ? { hold: null, heldMs: held } : { hold, heldMs };
}

function heldSoFar(heldMs: number, hold: Hold | null, now: number): number {
  return heldMs + (hold ? now - hold.startedAt : 0);
}

/** The countdown as it runs, or a new one. A keyboard that comes and a `wait` that is written meanwhile change its length. */
function countdownNow(state: State): Countdown {
  const wait = state.keyboard ? WAIT_WITH_KEYBOARD_MS : WAIT_WITHOUT_KEYBOARD_MS;
  const waitSeconds = state.config?.waitSeconds ?? null;
  const totalMs = waitSeconds === null ? wait : waitSeconds * 1000;
  const running = countdownOf(state);
  const startedAt = running ? running.endsAt - running.totalMs : state.now;
  return { endsAt: startedAt + totalMs, totalMs };
}
