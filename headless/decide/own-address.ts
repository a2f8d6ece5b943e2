/** Pools in the config that turn out to be this very rig, which only mines: named, and passed over as if they were not there. Pure. */
import type { PoolSetting } from '../config/model.ts';
import { poolId } from '../pool.ts';
import type { Step } from '../state/event.ts';
import type { State } from '../state/model.ts';

/** The owner's pools that are this rig. */
export function ownPools(state: State): PoolSetting[] {
  return (state.config?.pools ?? []).filter((pool) => isThisRig(state, pool));
}

/** The owner's pools without those. */
export function otherPools(state: State): PoolSetting[] {
  return (state.config?.pools ?? []).filter((pool) => !isThisRig(state, pool));
}

/**
 * Its own address became known only when it had begun to mine at it: back to the choice among what is left. What a person chose
 * stays.
 */
export function leaveItself(state: State): Step {
  const { target, miner, config, pausedUntil } = state;
  if (!target || !miner || pausedUntil !== null || (target.source !== 'stick' && target.source !== 'cmdline'))
    return { state, effects: [] };
  const named = config?.pools ?? [];
  const isOwn = target.pools.every((pool) =>
    named.some((setting) => poolId(setting) === poolId(pool) && isThisRig(state, setting)),
  );
  if (!isOwn) return { state, effects: [] };
  return {
    state: { ...state, stage: 'finding', target: null, miner: null, countdown: null },
    effects: [{ effect: 'stopMiner' }],
  };
}

/** By its name or by an address that it has now; on a laptop a stack may run beside the engine. */
function isThisRig({ mode, label, links, stacks }: State, pool: PoolSetting): boolean {
  if (mode === 'laptop' || pool.socks5 !== null) return false;
  const own = links.flatMap(({ addresses }) => addresses.map((address) => address.split('/')[0] ?? ''));
  const address = stacks[poolId(pool)]?.address ?? null;
  const isName = label !== '' && [label, `${label}.local`].includes(pool.host.replace(/\.$/, ''));
  return isName || own.includes(pool.host) || (address !== null && own.includes(address));
}
