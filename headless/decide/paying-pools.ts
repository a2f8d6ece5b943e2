/** Public pools without a wallet: named on the screen and not mined. Pure. */
import type { PoolSetting } from '../config/model.ts';
import { walletMissing } from '../config/public-pool.ts';
import { poolId } from '../pool.ts';
import type { State } from '../state/model.ts';
import { addressOf, otherPools } from './own-address.ts';

/** The owner's pools that may be mined at, in their order. */
export function payingPools(state: State): PoolSetting[] {
  return otherPools(state).filter(
    (pool) => walletMissing(pool, addressOf(state, pool)) === null || isMinedAt(state, pool),
  );
}

/** Its name led home when that was decided; an engine that was started again has not asked yet. */
function isMinedAt({ target, label }: State, pool: PoolSetting): boolean {
  return target?.pools.some((one) => poolId(one) === poolId(pool) && one.user === label) ?? false;
}
