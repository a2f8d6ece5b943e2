/** A person wants to know how the stacks are now. Pure. */
import { type MiningPool, poolId } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import type { Effect } from '../state/effect.ts';
import type { Step } from '../state/event.ts';
import type { State } from '../state/model.ts';
import { targetOf } from '../state/phase.ts';
import { stackIdOf } from '../state/pools.ts';
import { configuredPool, isNamed, stackTarget } from './choose.ts';
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
    .map((stack) => probeOf(state, stack.id, poolOf(state, stack)));
  return [{ effect: 'lookAgain', except: [...except, ...named.map(({ id }) => id)] }, ...probes];
}

function poolOf(state: State, stack: Stack): MiningPool {
  const { config } = state;
  const target = targetOf(state);
  const mined = target?.pools.find((_, index) => stackIdOf(target, index) === stack.id);
  if (mined) return mined;
  const setting = config?.pools.find((pool) => poolId(pool) === stack.id);
  if (setting) return configuredPool(state, setting);
  return stackTarget(state, stack, { source: 'person', why: null, password: null }).pools[0];
}
