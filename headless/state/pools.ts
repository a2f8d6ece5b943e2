/** The pools of a target: their names, and which of them XMRig works for. Pure. */
import { formatEndpoint } from '../endpoint.ts';
import { isMacName } from '../names.ts';
import { type MiningPool, type MiningTarget, passwordOf, poolId } from '../pool.ts';
import type { MinerState } from './miner.ts';
import type { State } from './model.ts';
import { runningOf, targetOf } from './phase.ts';

/** Where in the target's list the pool stands that XMRig works for now; null while there is no connection. */
export function workingIndex(state: State): number | null {
  const running = runningOf(state);
  return running?.miner.link.downSince === null ? (lastIndex(running.target, running.miner) ?? 0) : null;
}

/** The same for the last connection there was, also after its loss. */
export function lastIndex(target: MiningTarget, miner: MinerState): number | null {
  const place = miner.summary?.connection.pool;
  const index = target.pools.findIndex((pool) => place === `${pool.address ?? pool.host}:${pool.port}`);
  return index < 0 ? null : index;
}

/** The row of the stacks table that a pool of the target has. */
export function stackIdOf(target: MiningTarget, index: number): string {
  const pool = target.pools[index];
  return index === 0 || !pool ? target.stackId : poolId(pool);
}

/** True for a place that the rig has a password for: it may well refuse discovery, which sends none. */
export function hasPassword(state: State, stackId: string): boolean {
  const configured = (state.config?.pools ?? []).filter((pool) => poolId(pool) === stackId);
  const chosen = [targetOf(state), state.choice].flatMap((place) =>
    place ? place.pools.filter((_, index) => stackIdOf(place, index) === stackId) : [],
  );
  return [...configured, ...chosen].some(({ password }) => passwordOf(password) !== null);
}

/** A pool as a person knows it, with its port. */
export function poolName(state: State, index: number): string {
  const pool = targetOf(state)?.pools[index];
  return pool ? formatEndpoint(hostName(pool), pool.port) : 'the pool';
}

/** The same with the name that it goes by among the stacks, where that is another: `Attic (attic.local:3333)`. */
export function stackName(state: State, index: number): string {
  const place = poolName(state, index);
  const target = targetOf(state);
  const stack = target ? state.stacks[stackIdOf(target, index)] : undefined;
  const name = stack?.name.replace(/\.local$/, '') ?? '';
  return name === '' || place.startsWith(name) ? place : `${name} (${place})`;
}

/** A stack that has no name is known to a person by its address, not by its network card. */
export function hostName(pool: MiningPool): string {
  return isMacName(pool.host) ? (pool.address ?? pool.host) : pool.host;
}
