/** Pools that give work and take no share. XMRig never leaves one. Pure. */
import type { MinerState, State } from '../state/model.ts';
import { stackIdOf } from '../state/pools.ts';

/** Ten in a row over this long say something of the pool. */
const REJECTS = 10;
const FOR_MS = 10 * 60_000;

/** Counts the shares that were rejected since the last one that was accepted, by one pool. */
export function countRejects(miner: MinerState, now: number): MinerState {
  if (!miner.summary) return miner;
  const { pool, accepted, rejected } = miner.summary.connection;
  const { rejects } = miner;
  const isAnew =
    !rejects || rejects.pool !== pool || rejects.accepted !== accepted || rejected < rejects.before;
  if (isAnew) return { ...miner, rejects: { pool, accepted, before: rejected, count: 0, since: now } };
  const count = rejected - rejects.before;
  const since = rejects.count === 0 ? now : rejects.since;
  return { ...miner, rejects: { ...rejects, count, since } };
}

/** How many shares the pool has rejected in a row, where it has taken none for long; else null. */
export function rejectedAll({ rejects }: MinerState, now: number): number | null {
  return rejects && rejects.count >= REJECTS && now - rejects.since >= FOR_MS ? rejects.count : null;
}

/**
 * True where shares are most likely lost in a proxy that is too old for RandomX v2. P2Pool tells itself from a proxy by its answers;
 * what is neither may be a proxy, too.
 */
export function hasOldProxy({ target, stacks, fork }: State, index: number): boolean {
  const kind = target ? stacks[stackIdOf(target, index)]?.kind : undefined;
  return fork.algorithm === 'rx/2' && kind !== 'p2pool';
}
