/** Effects that failed: what it means for the rig, and which of them are tried again. Pure. */
import type { Effect } from '../state/effect.ts';
import type { Event, Step } from '../state/event.ts';
import type { State } from '../state/model.ts';
import type { Note } from '../state/note.ts';
import { type Phase, pausedUntil } from '../state/phase.ts';
import { noteDown, without } from './notes.ts';

/** Without these the rig would wait for an answer that never comes, or hash in a pause; everything else is asked for again by its own rules. */
const NEEDED: Effect['effect'][] = [
  'checkAdoption',
  'readRig',
  'readConfig',
  'tune',
  'discover',
  'stopMiner',
];
const RETRY_MS = 10_000;
/** What has failed so often is tried again once a minute. */
const OFTEN = 3;
const RARE_RETRY_MS = 60_000;
const UNREAD_RETRY_MS = 2 * 60_000;

/** Says what failed, and plans another try where the rig cannot go on without. */
export function onFailed(state: State, { effect, error }: Extract<Event, { event: 'failed' }>): Step {
  const notes = noteDown(state.notes, { note: 'failed', effect: effect.effect, error });
  const failures = { ...state.failures, [effect.effect]: (state.failures[effect.effect] ?? 0) + 1 };
  const waitMs = (failures[effect.effect] ?? 0) < OFTEN ? RETRY_MS : RARE_RETRY_MS;
  const retry = { effect, at: state.now + waitMs };
  const others = state.retries.filter((one) => one.effect.effect !== effect.effect);
  const retries = NEEDED.includes(effect.effect) ? [...others, retry] : state.retries;
  const power = effect.effect === 'power' ? null : state.power;
  const phase = effect.effect === 'startMiner' ? notOrdered(state.phase) : state.phase;
  return { state: { ...state, notes, retries, failures, power, phase }, effects: [] };
}

/** What had failed works: nobody has to know of it any more. */
export function onWorked(state: State, kind: Effect['effect']): State {
  const { [kind]: _over, ...failures } = state.failures;
  const notes = without(state.notes, (note) => note.note === 'failed' && note.effect === kind);
  return { ...state, failures, notes };
}

function notOrdered(phase: Phase): Phase {
  if (phase.phase !== 'running') return phase;
  const { miner } = phase;
  return { ...phase, miner: { ...miner, process: { ...miner.process, ordered: false } } };
}

/** Has a place asked once more whose name nobody knew: the network comes up later than the engine. */
export function askAgain(state: State, probe: Extract<Effect, { effect: 'probe' }>): State {
  const isSame = ({ effect }: State['retries'][number]) =>
    effect.effect === 'probe' && effect.stackId === probe.stackId;
  const others = state.retries.filter((retry) => !isSame(retry));
  const retry = { effect: probe, at: state.now + RETRY_MS };
  return { ...state, retries: [...others, retry] };
}

/** A stick that is there and could not be read may come round. */
export function readLater({ state, effects }: Step, isUnread: boolean): Step {
  const others = state.retries.filter(({ effect }) => effect.effect !== 'readConfig');
  const retry = { effect: { effect: 'readConfig' } as const, at: state.now + UNREAD_RETRY_MS };
  return { state: { ...state, retries: isUnread ? [...others, retry] : others }, effects };
}

/** What is due is tried again; its complaint goes, and comes back if it has to. */
export function retryDue(state: State): Step {
  const due = state.retries.filter(({ at }) => at <= state.now);
  if (due.length === 0) return { state, effects: [] };
  const isDue = (note: Note) =>
    note.note === 'failed' && due.some(({ effect }) => effect.effect === note.effect);
  const notes = state.notes.filter((note) => !isDue(note));
  const retries = state.retries.filter(({ at }) => at > state.now);
  // By now it may have to run, or be about to.
  const isWanted = ({ effect }: Effect) => effect !== 'stopMiner' || pausedUntil(state) !== null;
  const effects = due.map(({ effect }) => effect).filter(isWanted);
  return { state: { ...state, notes, retries }, effects };
}
