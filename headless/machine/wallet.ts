/** Public pools without a wallet: named on the screen and not mined. Pure. */
import type { PoolSetting } from '../config/owner-config.ts';
import { walletDoubt, walletMissing } from '../config/public-pool.ts';
import type { Message } from '../snapshot.ts';
import { addressOf, otherPools, poolsElsewhere } from './itself.ts';
import type { State } from './model.ts';
import { poolId } from './target.ts';

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

/** What the owner should know about wallets, with the line to look at. */
export function walletMessages(state: State): Message[] {
  return poolsElsewhere(state).flatMap((pool): Message[] => {
    const address = addressOf(state, pool);
    const missing = walletMissing(pool, address);
    if (missing !== null) return [{ level: 'error', where: pool.where, text: missing }];
    const doubt = walletDoubt(pool, address);
    return doubt === null ? [] : [{ level: 'warning', where: pool.where, text: doubt }];
  });
}
