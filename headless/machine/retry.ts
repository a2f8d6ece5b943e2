/** Effects that failed: what it means for the rig, and which of them are tried again. Pure. */
import type { Effect, Event, State, Step } from './model.ts';
import { noteLine } from './notes.ts';

/** Without these the rig would wait for an answer that never comes; everything else is asked for again by its own rules. */
const NEEDED: Effect['effect'][] = ['checkAdoption', 'readRig', 'readConfig', 'tune', 'discover'];
const RETRY_MS = 10_000;

/** Says what failed, and plans another try where the rig cannot go on without. */
export function onFailed(state: State, { what, error, effect }: Extract<Event, { event: 'failed' }>): Step {
  const noted = noteLine(state, { level: 'error', where: what, text: error });
  const needed = effect !== undefined && NEEDED.includes(effect.effect);
  const retries = needed ? [...state.retries, { effect, what, at: state.now + RETRY_MS }] : state.retries;
  const power = what === 'power' ? null : state.power;
  const miner =
    state.miner && what === 'starting XMRig' ? { ...state.miner, startOrdered: false } : state.miner;
  return { state: { ...noted, retries, power, miner }, effects: [] };
}

/** Has a place asked once more whose name nobody knew: the network comes up later than the engine. */
export function askAgain(state: State, probe: Extract<Effect, { effect: 'probe' }>): State {
  const isSame = ({ effect }: State['retries'][number]) =>
    effect.effect === 'probe' && effect.stackId === probe.stackId;
  const others = state.retries.filter((retry) => !isSame(retry));
  const retry = { effect: probe, what: 'asking the pool', at: state.now + RETRY_MS };
  return { ...state, retries: [...others, retry] };
}

/** What is due is tried again; its complaint goes, and comes back if it has to. */
export function retryDue(state: State): Step {
  const due = state.retries.filter(({ at }) => at <= state.now);
  if (due.length === 0) return { state, effects: [] };
  const messages = state.messages.filter(({ where }) => !due.some(({ what }) => what === where));
  const retries = state.retries.filter(({ at }) => at > state.now);
  return { state: { ...state, messages, retries }, effects: due.map(({ effect }) => effect) };
}
