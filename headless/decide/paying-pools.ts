/** Public pools without a wallet: named on the screen and not mined. Pure. */
import type { PoolSetting } from '../config/model.ts';
import { walletMissing } from '../config/public-pool.ts';
import { type MiningPool, poolId } from '../pool.ts';
import type { State } from '../state/model.ts';
import { targetOf } from '../state/phase.ts';
import { addressOf, otherPools } from './own-address.ts';

/** The owner's pools that may be mined at, in their order. */
export function payingPools(state: State): PoolSetting[] {
  return otherPools(state).filter(
    (pool) => walletMissing(pool, addressOf(state, pool)) === null || isMinedAt(state, pool),
  );
}

/** Its name led home when that was decided; an engine that was started again has not asked yet. */
function isMinedAt(state: State, pool: PoolSetting): boolean {
  const isIt = (one: MiningPool) => poolId(one) === poolId(pool) && one.user === state.label;
  return targetOf(state)?.pools.some(isIt) ?? false;
}
