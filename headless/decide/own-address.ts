/**
 * Pools in the config that are none: this very rig, which only mines, and public ones whose wallet is still to be filled in. Named, and
 * passed over as if they were not there. Pure.
 */
import type { PoolSetting } from '../config/model.ts';
import { isNowhere } from '../config/never-a-stack.ts';
import { isPublic } from '../config/public-pool.ts';
import { poolId } from '../pool.ts';
import type { Step } from '../state/event.ts';
import type { State } from '../state/model.ts';
import { workingOf } from '../state/phase.ts';

/** The owner's pools without those that are none. */
export function otherPools(state: State): PoolSetting[] {
  return poolsElsewhere(state).filter(
    (pool) => !pool.unfilled || !isPublic(pool.host, addressOf(state, pool)),
  );
}

/** The owner's pools that are this rig. */
export function ownPools(state: State): PoolSetting[] {
  return (state.config?.pools ?? []).filter((pool) => isThisRig(state, pool));
}

/** The owner's pools without those that are this rig. */
export function poolsElsewhere(state: State): PoolSetting[] {
  return (state.config?.pools ?? []).filter((pool) => !isThisRig(state, pool));
}

/** What a pool's name led to, as far as it is known. */
export function addressOf(state: State, pool: PoolSetting): string | null {
  return state.stacks[poolId(pool)]?.address ?? null;
}

/**
 * Its own address became known only when it had begun to mine at it: back to the choice among what is left. What a person chose
 * stays.
 */
export function leaveItself(state: State): Step {
  const target = workingOf(state)?.target;
  if (!target || (target.source !== 'stick' && target.source !== 'cmdline')) return { state, effects: [] };
  const named = state.config?.pools ?? [];
  const isOwn = target.pools.every((pool) =>
    named.some((setting) => poolId(setting) === poolId(pool) && isThisRig(state, setting)),
  );
  if (!isOwn) return { state, effects: [] };
  return {
    state: { ...state, phase: { phase: 'finding', hold: null } },
    effects: [{ effect: 'stopMiner' }],
  };
}

/** By its name or by an address that it has now; on a laptop a stack may run beside the engine. */
function isThisRig(state: State, pool: PoolSetting): boolean {
  const { host: rules, label, links } = state;
  if (rules.mayHaveStack) return false;
  const own = links.flatMap(({ addresses }) => addresses.map((address) => address.split('/')[0] ?? ''));
  // Behind a proxy the pool is whatever the proxy makes of it; nobody asks where the proxy's own name leads.
  const host = (pool.socks5?.host ?? pool.host).replace(/\.$/, '');
  const address = pool.socks5 ? null : addressOf(state, pool);
  const isName = label !== '' && [label, `${label}.local`].includes(host);
  // Another computer may have had the name first: then it leads there.
  if (address !== null && !isNowhere(address)) return own.includes(address);
  return isName || own.includes(host);
}
