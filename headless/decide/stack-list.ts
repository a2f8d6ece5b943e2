/** The stacks as a person sees them: each once, and always in the same order. Pure. */
import { isIP } from 'node:net';
import type { PoolSetting } from '../config/model.ts';
import { mdnsName } from '../names.ts';
import { poolId } from '../pool.ts';
import type { Stack } from '../snapshot.ts';
import type { State } from '../state/model.ts';
import { targetOf } from '../state/phase.ts';
import { hasPassword } from '../state/pools.ts';
import { byRank, isNamed } from './choose.ts';
import { asPinned } from './pinning.ts';

/**
 * The pools of the config in its order, then what was typed, then what was found, in the order in which the rig would choose; whether
 * one is ready just now plays no part, so that no row moves while somebody reads. What is found at the place of a named one is
 * that one.
 */
export function rowsOf(state: State): Stack[] {
  const { stacks, config } = state;
  const target = targetOf(state);
  const all = Object.values(stacks);
  const shown = all.filter(
    (stack) =>
      isNamed(stack) || stack.id === target?.stackId || !all.some((other) => standsFor(other, stack)),
  );
  const configured = (config?.pools ?? []).flatMap((pool) =>
    shown.filter(({ id, found }) => found === 'configured' && id === poolId(pool)),
  );
  return [...new Set([...configured, ...shown.toSorted(byRank)])];
}

/** Takes what discovery has seen; a place that somebody named keeps its name, and learns what is found there. */
export function withSeen(state: State, seen: Stack): State['stacks'] {
  const { [seen.id]: known, ...others } = state.stacks;
  const isRefused = seen.status === 'needsPassword' && hasPassword(state, seen.id);
  const row = known && isRefused ? { ...known, name: seen.name, address: seen.address } : seen;
  // A place the owner named keeps saying so when discovery finds it too.
  const found = known?.found === 'configured' ? known.found : seen.found;
  const stacks = { ...state.stacks, [seen.id]: { ...row, found } };
  for (const named of Object.values(others)) {
    if (standsFor(named, seen)) stacks[named.id] = answeredAs(state, named, seen);
  }
  return stacks;
}

/** The row of a pool that the config names now; what was found there before is that pool. */
export function configuredRow(known: Stack | undefined, fresh: Stack, source: PoolSetting['source']): Stack {
  if (!known) return fresh;
  return source === 'remembered' ? known : { ...known, found: 'configured' };
}

/** The row without which the list goes on when discovery no longer hears of it: what somebody has named stays. */
export function withoutGone(stacks: State['stacks'], id: string): State['stacks'] {
  const { [id]: gone, ...others } = stacks;
  return gone && isNamed(gone)
    ? { ...stacks, [id]: { ...gone, status: 'unreachable', doubt: 'gone', problem: null } }
    : others;
}

/** True where `found` is the stack that somebody has named in another way: `pithead`, `pithead.lan`, `192.168.1.20`. */
function standsFor(named: Stack, found: Stack): boolean {
  if (!isNamed(named) || isNamed(found) || named.port !== found.port) return false;
  const address = named.address ?? (isIP(named.host) === 0 ? null : named.host);
  if (address !== null) return address === found.address;
  return !named.host.includes('.') && mdnsName(named.host) === found.host;
}

function answeredAs(state: State, named: Stack, seen: Stack): Stack {
  const isRefused = seen.status === 'needsPassword' && hasPassword(state, named.id);
  if (seen.status === 'probing' || isRefused || seen.tls !== named.tls) return named;
  const { kind, status, height, algorithm, latencyMs, doubt, problem, fingerprint } = seen;
  const answer = { kind, status, height, algorithm, latencyMs, doubt, problem, fingerprint };
  return asPinned(state, { ...named, ...answer });
}
