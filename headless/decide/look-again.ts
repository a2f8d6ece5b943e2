/** A person wants to know how the stacks are now. Pure. */
import type { Effect } from '../state/effect.ts';
import type { Step } from '../state/event.ts';
import type { State } from '../state/model.ts';
import { isNamed, poolOfRow } from './choose.ts';
import { probeOf } from './pinning.ts';

/** A key held down is no reason to log in anywhere twice; discovery keeps to the same time. */
const AGAIN_AFTER_MS = 5000;

/** Discovery asks what it has found; the places that somebody has named are asked here, with their passwords and certificates. */
export function lookAgain(before: State): Step {
  const isDue = before.lookedAt === null || before.now - before.lookedAt >= AGAIN_AFTER_MS;
  const state = isDue ? { ...before, lookedAt: before.now } : before;
  const effects = asksAgain(state, []);
  return { state, effects: isDue ? effects : effects.slice(0, 1) };
}

/** Asks every place but these how it is now. */
export function asksAgain(state: State, except: string[]): Effect[] {
  const named = Object.values(state.stacks).filter(isNamed);
  const probes = named
    .filter(({ id }) => !except.includes(id) && state.label !== '')
    .flatMap(({ id }) => {
      const pool = poolOfRow(state, id);
      return pool ? [probeOf(state, id, pool)] : [];
    });
  return [{ effect: 'lookAgain', except: [...except, ...named.map(({ id }) => id)] }, ...probes];
}
