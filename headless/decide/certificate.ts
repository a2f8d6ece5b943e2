/** Places that are known by their TLS certificate, and what becomes of them when they show another. Pure. */
import type { PoolSetting } from '../config/model.ts';
import { type MiningPool, poolId } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import type { State } from '../state/model.ts';
import { runningOf, targetOf } from '../state/phase.ts';
import { stackIdOf } from '../state/pools.ts';

/** `stack` as it counts for this rig: one that answers without the certificate to which the rig holds it is no place to mine. */
export function asPinned(state: State, stack: Stack): Stack {
  const setting = state.config?.pools.find((pool) => poolId(pool) === stack.id);
  const pin = pinOf(state, stack.id, setting);
  if (pin === null || pin === stack.fingerprint) return stack;
  // Nothing was heard of a certificate where the port is closed or nobody answers.
  const isAnswer = stack.fingerprint !== null || stack.status === 'ready' || stack.status === 'needsPassword';
  return isAnswer ? { ...stack, status: 'notReady', doubt: doubtOf(state, setting), problem: null } : stack;
}

function pinOf(state: State, stackId: string, setting: PoolSetting | undefined): string | null {
  return minedAt(state, stackId)?.fingerprint ?? setting?.fingerprint ?? null;
}

function minedAt(state: State, stackId: string): MiningPool | undefined {
  const target = runningOf(state)?.target;
  return target?.pools.find((_, index) => stackIdOf(target, index) === stackId);
}

function doubtOf(state: State, setting: PoolSetting | undefined): Stack['doubt'] {
  if (setting?.tlsUnsaid) return 'changedSinceStart';
  if (setting && setting.source !== 'remembered') return 'notTheOwners';
  return !setting && targetOf(state)?.source === 'discovery' ? 'changedGuess' : 'changedSinceChoice';
}
