/** Everything that a person should know, as messages: the config's, what is found out about its pools, and the engine's own. Pure. */
import { walletDoubt, walletMissing } from '../config/public-pool.ts';
import { worksBehind } from '../decide/fork.ts';
import { isAway, strangerOf } from '../decide/identity.ts';
import { addressOf, otherPools, ownPools, poolsElsewhere } from '../decide/own-address.ts';
import { slowNow } from '../decide/pace.ts';
import { refusedNow } from '../decide/refused.ts';
import { hasOldProxy, rejectedNow } from '../decide/rejects.ts';
import { uselessNow } from '../decide/results.ts';
import type { Ended } from '../ended.ts';
import { formatEndpoint } from '../endpoint.ts';
import { poolId } from '../pool.ts';
import type { Message } from '../snapshot.ts';
import type { State } from '../state/model.ts';
import { targetOf } from '../state/phase.ts';
import { poolName, stackIdOf, workingIndex } from '../state/pools.ts';
import { faultMessages } from './faults.ts';
import { OLD_PROXY, sayNote, sayUseless } from './notes.ts';
import { problemOf } from './stacks.ts';
import { wrongHashMessages } from './wrong-hashes.ts';

/** The owner's config errors first: they are the ones that a person can mend at once. */
export function messagesOf(state: State): Message[] {
  return [
    ...(state.config?.messages ?? []),
    ...itselfMessages(state),
    ...walletMessages(state),
    ...probeMessages(state),
    ...strangerMessages(state),
    ...forkMessages(state),
    ...rejectMessages(state),
    ...refusedMessages(state),
    ...uselessMessages(state),
    ...paceMessages(state),
    ...wrongHashMessages(state),
    ...faultMessages(state),
    ...state.notes.map(sayNote),
  ];
}

/** A configured place that does not answer as it should is the owner's concern, with the line to look at, unless another was chosen. */
function probeMessages(state: State): Message[] {
  const target = targetOf(state);
  return otherPools(state).flatMap((pool) => {
    const id = poolId(pool);
    const stack = state.stacks[id];
    const isLeft = target !== null && !target.pools.some((_, index) => stackIdOf(target, index) === id);
    const problem = stack ? problemOf(stack) : null;
    if (problem === null || isLeft) return [];
    return [
      {
        level: 'warning' as const,
        where: pool.where,
        text: `${formatEndpoint(pool.host, pool.port)}: ${problem}`,
      },
    ];
  });
}

/** What the owner should know of another computer with the name of a place. */
export function strangerMessages(state: State): Message[] {
  const target = targetOf(state);
  return Object.values(state.stacks).flatMap((stack): Message[] => {
    const held = state.held[stack.id];
    const stranger = strangerOf(state, stack.id);
    const pool = target?.pools.find((_, index) => stackIdOf(target, index) === stack.id);
    if (held && pool && isAway(state, stack.id, pool)) {
      const text = `mining at another computer with this name (${pool.address}), since ${held.address} does not answer; the rig goes back when it does`;
      return [{ level: 'warning', where: stack.name, text }];
    }
    // A place that does not answer says so itself.
    if (!held || !stranger || stranger.alone) return [];
    const text = `another computer (${stranger.address}) uses the same name; the rig stays with ${held.address}. Rename one of them`;
    return [{ level: 'warning', where: stack.name, text }];
  });
}

/** What the owner should know of pools that are this rig, with the line to look at. */
export function itselfMessages(state: State): Message[] {
  const own = ownPools(state);
  return own.map(({ host, socks5, where }) => {
    const text = socks5
      ? `${socks5.host} is this rig itself, and no proxy runs on it; write the address of the computer that runs the proxy`
      : `${host} is this rig itself, and no stack runs on it; write the address of the computer that runs your stack`;
    return { level: 'error', where, text };
  });
}

/** What the owner should know about wallets, with the line to look at. */
export function walletMessages(state: State): Message[] {
  return poolsElsewhere(state).flatMap((pool): Message[] => {
    const address = addressOf(state, pool);
    // A name that nobody knows may lead home when it is known again.
    if (address === null && state.stacks[poolId(pool)]?.status === 'unreachable') return [];
    const missing = walletMissing(pool, address);
    if (missing !== null) return [{ level: 'error', where: pool.where, text: missing }];
    const doubt = walletDoubt(pool, address);
    return doubt === null ? [] : [{ level: 'warning', where: pool.where, text: doubt }];
  });
}

/** What the owner should know of a place that stayed behind; one that the config names says so itself. */
function forkMessages(state: State): Message[] {
  const index = workingIndex(state);
  const target = targetOf(state);
  if (!worksBehind(state) || index === null || !target) return [];
  const stack = state.stacks[stackIdOf(target, index)];
  const text = stack ? problemOf(stack) : null;
  if (text === null || stack?.found === 'configured') return [];
  return [{ level: 'warning', where: poolName(state, index), text }];
}

/** What the owner should know of a place that is of no use in another way. */
function uselessMessages(state: State): Message[] {
  const failing = uselessNow(state);
  if (failing === null || failing.failing === 'rejects' || worksBehind(state)) return [];
  const cure =
    failing.failing === 'ends'
      ? cureOfEnds(failing.ended)
      : 'check the stack, or choose another on screen 2 (Stacks)';
  const text = `${sayUseless(failing)}: you are earning nothing there; ${cure}`;
  return [{ level: 'warning', where: poolName(state, workingIndex(state) ?? 0), text }];
}

function cureOfEnds(ended: Ended | undefined): string {
  if (ended?.by === 'memory') return 'add memory to this computer';
  if (ended?.said) return 'if it does so at every stack, restart this computer';
  return "if it does so at every stack, undo any overclock and test this computer's memory";
}

/** What the owner should know of a computer that is slow. */
function paceMessages(state: State): Message[] {
  const percent = slowNow(state);
  if (percent === null) return [];
  const text = `${percent} % of this computer's own best, for 10 minutes or more: check its cooling, its power settings and what else runs on it`;
  return [{ level: 'warning', where: 'hashrate', text }];
}

/** What the owner should know of a computer whose shares are partly wrong. */
function refusedMessages(state: State): Message[] {
  const lot = refusedNow(state);
  if (lot === null) return [];
  const text = `${lot.refused} of its last ${lot.of} shares were rejected: most likely it computes wrong hashes. Undo any overclock and test its memory; if other rigs have the same at this pool, update its proxy`;
  return [{ level: 'error', where: 'this computer', text }];
}

/** What the owner should know of a pool that takes nothing. */
function rejectMessages(state: State): Message[] {
  const count = rejectedNow(state);
  const index = workingIndex(state);
  if (count === null || index === null) return [];
  const cure = hasOldProxy(state, index)
    ? OLD_PROXY
    : 'if other rigs mine there without a problem, this computer is computing wrong hashes: undo any overclock and test its memory';
  const text = `rejects every share (${count} so far): you are earning nothing there; ${cure}`;
  return [{ level: 'warning', where: poolName(state, index), text }];
}
