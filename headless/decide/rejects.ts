/** Pools that give work and take no share. XMRig never leaves one. Pure. */
import type { MinerSummary } from '../miner/summary.ts';
import type { Failover } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import { minerOf, targetOf } from '../state/phase.ts';
import { stackIdOf } from '../state/pools.ts';
import { paysNothing } from './dry.ts';

/** Ten in a row over this long say something of the pool. */
const REJECTS = 10;
const FOR_MS = 10 * 60_000;

/** Counts the shares that were rejected since the last one that was accepted, by one pool. */
export function countRejects(failover: Failover, summary: MinerSummary | null, now: number): Failover {
  if (!summary) return failover;
  const { pool, accepted, rejected } = summary.connection;
  const { rejects } = failover;
  const isAnew =
    !rejects || rejects.pool !== pool || rejects.accepted !== accepted || rejected < rejects.before;
  if (isAnew) return { ...failover, rejects: { pool, accepted, before: rejected, count: 0, since: now } };
  const count = rejected - rejects.before;
  const since = rejects.count === 0 ? now : rejects.since;
  return { ...failover, rejects: { ...rejects, count, since } };
}

/** How many shares the pool has rejected in a row, where it has taken none for long; else null. */
export function rejectedAll({ rejects, dry }: Failover, now: number): number | null {
  if (!rejects || rejects.count === 0) return null;
  const isLong = rejects.count >= REJECTS && now - rejects.since >= FOR_MS;
  // A slow computer has not ten to show by the time that it should have been paid for twenty.
  return isLong || (dry !== null && paysNothing(dry, now)) ? rejects.count : null;
}

/** The same of the pool that is mined at now. */
export function rejectedNow(state: State): number | null {
  const miner = minerOf(state);
  return miner && rejectedAll(miner.failover, state.now);
}

/**
 * True where shares are most likely lost in a proxy that is too old for RandomX v2. P2Pool tells itself from a proxy by its answers;
 * what is neither may be a proxy, too.
 */
export function hasOldProxy(state: State, index: number): boolean {
  const { stacks, fork } = state;
  const target = targetOf(state);
  const kind = target ? stacks[stackIdOf(target, index)]?.kind : undefined;
  return fork.algorithm === 'rx/2' && kind !== 'p2pool';
}
