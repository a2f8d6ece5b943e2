/** What the rig is doing or waiting for, in one line that a person can act on. Pure. */
import { hangsUp } from '../decide/failover.ts';
import { worksBehind } from '../decide/fork.ts';
import { rejectedNow } from '../decide/rejects.ts';
import { uselessNow } from '../decide/results.ts';
import { isUnheard } from '../decide/supervise.ts';
import { inNaturalOrder } from '../order.ts';
import type { Stack } from '../snapshot.ts';
import type { MinerState } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import { type Running, stageOf, targetOf } from '../state/phase.ts';
import { poolName, workingIndex } from '../state/pools.ts';
import { walletMessages } from './messages.ts';
import { cutOff, networkTrouble } from './network-trouble.ts';
import { PASSWORD_CURE, sayUseless } from './notes.ts';
import { sayEnded, sayRestart } from './restarts.ts';
import { problemOf } from './stacks.ts';
import { sayWrongHashes } from './wrong-hashes.ts';

/** Names and services answer within seconds; after this long it is worth asking whether there is a stack at all. */
const SEARCH_PATIENCE_MS = 15_000;

const HANGS_UP = 'it accepts the login and hangs up, again and again';

/** At most 150 characters or so: two lines of the smallest screen. */
export function doing(state: State): string {
  if (state.power)
    return state.power === 'reboot' ? 'Restarting this computer' : 'Switching this computer off';
  const { phase } = state;
  switch (phase.phase) {
    case 'checking':
      return checking(state);
    case 'tuning':
      return 'Reserving huge pages and setting the CPU up for mining';
    case 'halted':
      return `This computer cannot mine: ${halting(state)}`;
    case 'finding':
      return finding(state);
    case 'offering':
      if ('hold' in phase.wait) return 'Waiting for your choice';
      return networkTrouble(state) ?? `Going to mine at ${where(state)}`;
    case 'running':
      return running(state, phase);
  }
}

function running(state: State, { activity, miner }: Running): string {
  switch (activity.is) {
    case 'paused':
      return paused(activity.until - state.now);
    case 'starting':
      return starting(state, miner);
    case 'mining':
      return mining(state);
    case 'repairing':
      return repairing(state, miner);
  }
}

function checking({ facts, config }: State): string {
  if (!facts) return 'Checking this computer: processor, memory, firmware, network cards';
  return config ? 'Checking whether XMRig is already running' : 'Reading the config from the stick';
}

function finding(state: State): string {
  const trouble = networkTrouble(state);
  if (trouble) return trouble;
  const [wallet] = walletMessages(state);
  if (wallet?.level === 'error') return `${wallet.where}: ${wallet.text}`;
  const stacks = Object.values(state.stacks);
  const [closest] = stacks
    .filter((stack) => stack.status !== 'ready' && problemOf(stack) !== null)
    .sort((a, b) => rank(a.status) - rank(b.status) || inNaturalOrder(a.name, b.name));
  if (closest) return unready(closest, stacks.length);
  const [found] = stacks;
  if (found) return `Asking ${found.name} for work`;
  return searching(state);
}

/** The fewer steps are missing, the earlier. */
const CLOSEST: Stack['status'][] = [
  'needsPassword',
  'notReady',
  'refused',
  'unreachable',
  'notStratum',
  'probing',
];

function rank(status: Stack['status']): number {
  return CLOSEST.indexOf(status);
}

function unready(stack: Stack, count: number): string {
  const others = count > 1 ? ` (${count} stacks found, none is ready)` : '';
  return `${stack.name}: ${withCure(stack)}${others}`;
}

/** What is wrong with a stack, and what to do about it where a password is. */
function withCure(stack: Stack): string {
  const problem = problemOf(stack);
  return stack.status === 'needsPassword' ? `${problem}; ${PASSWORD_CURE}` : `${problem}`;
}

function searching(state: State): string {
  if (state.config?.discovery === false) {
    return 'The config names no pool, and discovery=no keeps the rig from looking for one: write pool=, or type an address here';
  }
  const sinceMs = state.now - Math.max(state.linksSince, state.discoveryStartedAt ?? state.now);
  if (sinceMs < SEARCH_PATIENCE_MS) return 'Looking for a mining stack on your network';
  return 'No mining stack found on your network so far: is it on, and on the same network? The rig keeps looking';
}

function starting(state: State, miner: MinerState): string {
  const trouble = cutOff(state);
  if (trouble) return trouble;
  const { process, link, work } = miner;
  if (process.ordered) return `Starting XMRig${again(miner)}`;
  if (process.pid === null) {
    const { ended } = miner.restarts;
    return `${ended ? sayEnded(ended) : 'XMRig is not running'}; starting it again${again(miner)}`;
  }
  if (isUnheard(process, state.now)) {
    const since = elapsed(process.silentSince ?? state.now, state.now);
    return `XMRig is running but has not answered for ${since}; the rig restarts it if this continues${again(miner)}`;
  }
  const connected = link.downSince === null || work.phase !== 'connecting';
  return connected ? working(state, miner) : connecting(state, miner, link.downSince ?? state.now);
}

/** What XMRig's log said last, on the way from the first job to the first hash. */
function working(state: State, miner: MinerState): string {
  const { work } = miner;
  const seconds = elapsed(work.phaseSince, state.now);
  if (work.phase === 'hashing')
    return sayWrongHashes(state) ?? 'Mining; the first hashrate appears after ten seconds';
  if (work.phase === 'connecting') return `Waiting for the first job from ${where(state)} (${seconds})`;
  // Its memory stays reserved; only the content is made anew.
  if (work.confirmed)
    return `XMRig is rebuilding its dataset (${seconds}); Monero requires this about every three days`;
  if (work.phase === 'allocating') return `XMRig is reserving memory (${seconds})${again(miner)}`;
  const mode = state.xmrig?.mode === 'light' ? 'light mode' : '2 GB';
  return `XMRig is building its dataset (${mode}), ${seconds} so far; slow PCs take a few minutes${again(miner)}`;
}

function mining(state: State): string {
  const trouble = networkTrouble(state);
  if (trouble) return `${trouble}. Meanwhile XMRig keeps working on its last job`;
  const count = rejectedNow(state);
  if (count !== null)
    return `${where(state)} rejects every share (${count} so far): you are earning nothing there`;
  if (worksBehind(state))
    return `${where(state)} hands out RandomX v1, which Monero has left: you are earning nothing there`;
  const failing = uselessNow(state);
  if (failing !== null) return `${where(state)} ${sayUseless(failing)}: you are earning nothing there`;
  const better =
    (workingIndex(state) ?? 0) > 0 ? `; ${poolName(state, 0)} is not working; the rig keeps retrying it` : '';
  return `Mining at ${where(state)}${better}`;
}

function repairing(state: State, miner: MinerState): string {
  const trouble = networkTrouble(state);
  if (trouble) return trouble;
  if (miner.process.pid === null && !miner.process.ordered)
    return `${miner.restarts.ended ? sayEnded(miner.restarts.ended) : 'XMRig stopped'}; starting it again${again(miner)}`;
  return starting(state, miner);
}

function connecting(state: State, miner: MinerState, since: number): string {
  const target = targetOf(state);
  const stack = target ? state.stacks[target.stackId] : undefined;
  if (stack?.status === 'needsPassword') return `${where(state)}: ${withCure(stack)}`;
  const problem = (stack && problemOf(stack)) ?? (hangsUp(miner, state.now) ? HANGS_UP : null);
  const said = problem ? `: ${problem}` : '';
  if (stageOf(state) === 'starting')
    return `Connecting to ${where(state)} (${elapsed(since, state.now)})${said}`;
  return `No connection to ${where(state)} for ${elapsed(since, state.now)}${said}; trying again${again(miner)}`;
}

function again({ restarts: { count, reason, ended } }: MinerState): string {
  if (count === 0) return '';
  const times = count === 1 ? 'once' : `${count} times`;
  // Of two ends in one line the newer one is enough.
  return `. Restarted ${times}${reason && !ended ? `: ${sayRestart(reason)}` : ''}`;
}

function paused(leftMs: number): string {
  const left =
    leftMs > 90_000 ? `${Math.round(leftMs / 60_000)} min` : `${Math.max(1, Math.ceil(leftMs / 1000))} s`;
  return `Paused; mining resumes automatically in ${left}`;
}

function halting(state: State): string {
  const failed = state.checks.find((check) => check.status === 'failed');
  return failed ? `${failed.label}: ${failed.why ?? failed.value}` : 'see the checks';
}

function where(state: State): string {
  return poolName(state, workingIndex(state) ?? 0);
}

function elapsed(since: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}
