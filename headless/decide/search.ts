/**
 * What discovery is to look for, and how hard: read off the state after every event, so that nothing that changes it has to
 * remember to say so. Pure.
 */
import type { Effect } from '../state/effect.ts';
import type { Step } from '../state/event.ts';
import type { State } from '../state/model.ts';
import { pausedUntil, runningOf } from '../state/phase.ts';
import { isNamed } from './choose.ts';
import { discoveryName } from './login-name.ts';
import { otherPools } from './own-address.ts';

/** A guess that has been dead for this long is looked for everywhere: it may have moved, or there may be another. */
const SWEEP_AFTER_DEAD_MS = 60_000;

/** Orders what the step from `before` to `state` changes about the search. */
export function followSearch(before: State, state: State): Step {
  const search = searchOf(state);
  const isNew = search !== null && JSON.stringify(search) !== JSON.stringify(searchOf(before));
  const sweep = isSweepWanted(state);
  const effects: Effect[] = [];
  if (isNew) effects.push({ effect: 'discover', ...search });
  if (isNew || sweep !== isSweepWanted(before)) effects.push({ effect: 'sweep', wanted: sweep });
  return { state: isNew ? { ...state, stacks: withoutFound(state) } : state, effects };
}

/** Null until the label is known: every stack that is found sees a login with it. */
function searchOf(state: State): { label: string; names: string[] | null } | null {
  const { label, config } = state;
  if (label === '' || !config) return null;
  return { label: discoveryName(state), names: config.discovery ? config.names : null };
}

/** Asking every address is for a rig that has nowhere to mine; one with a place of its owner's leaves strangers alone. */
function isSweepWanted(state: State): boolean {
  const { config, phase } = state;
  if (!config?.discovery || !config.sweep || pausedUntil(state) !== null) return false;
  if (phase.phase === 'finding') return otherPools(state).length === 0;
  const running = runningOf(state);
  const deadSince = running?.target.source === 'discovery' ? running.miner.link.deadSince : null;
  return deadSince !== null && state.now - deadSince > SWEEP_AFTER_DEAD_MS;
}

/** A search that starts anew tells about everything it finds; what the last one found may be gone. */
function withoutFound(state: State): State['stacks'] {
  const named = Object.entries(state.stacks).filter(([, stack]) => isNamed(stack));
  return Object.fromEntries(named);
}
