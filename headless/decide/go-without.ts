/** What the rig goes on with where an answer of its start cannot be had: a state that needs nobody to end. Pure. */
import { readOwnerConfig } from '../config/owner-config.ts';
import type { Effect } from '../state/effect.ts';
import type { Event } from '../state/event.ts';
import type { State } from '../state/model.ts';
import { planTuning } from '../tuning/plan.ts';

/** Tries, ten seconds apart. */
const TRIES = 3;

type Undated<E> = E extends unknown ? Omit<E, 'at'> : never;

/** The event to take in place of the answer to `effect`, which has failed so often; null while it is tried again. */
export function instead(state: State, effect: Effect): Undated<Event> | null {
  if ((state.failures[effect.effect] ?? 0) < TRIES) return null;
  switch (effect.effect) {
    // What stands on the stick comes later, if it can be read then.
    case 'readConfig':
      return state.config === null
        ? { event: 'configRead', config: nothingSet(), stickPresent: true, stickRead: false }
        : null;
    case 'tune':
      return state.phase.phase === 'tuning' ? { event: 'tuned', records: [], xmrig: untuned(effect) } : null;
    case 'checkAdoption':
      return state.adoption === null ? { event: 'adoptionChecked', session: null, pid: null } : null;
    default:
      return null;
  }
}

function nothingSet() {
  return readOwnerConfig({ cmdline: '', files: [] });
}

/** As much as the machine can do without any change to it. */
function untuned({ facts, threads, reserveBytes }: Extract<Effect, { effect: 'tune' }>) {
  const pages = { has1G: false, has2M: false, nodes: [] };
  const plan = planTuning(facts, { threads, reserveBytes, pages });
  const numa = facts.numaNodes.length > 1;
  return { mode: plan.mode, oneGbPages: false, numa, threads: plan.threads === 'auto' ? null : plan.threads };
}
