/** What the rig is doing or waiting for, in one line that a person can act on. Pure. */
import type { MinerState, State } from './machine/model.ts';

export function doing(state: State): string {
  switch (state.stage) {
    case 'checking':
      return 'Looking at this machine';
    case 'tuning':
      return 'Reserving huge pages and setting the CPU up for mining';
    case 'halted':
      return `This machine cannot mine: ${halting(state)}`;
    case 'finding':
      return finding(state);
    case 'offering':
      return state.hold ? 'Waiting for your choice' : `Going to mine at ${where(state)}`;
    case 'starting':
      return state.miner ? starting(state, state.miner) : 'Starting XMRig';
    case 'mining':
      return state.pausedUntil === null ? `Mining at ${where(state)}` : paused(state, state.pausedUntil);
    case 'repairing':
      return state.pausedUntil === null ? repairing(state) : paused(state, state.pausedUntil);
  }
}

/** What is missing between this rig and its network, or null when a link has an address. */
export function networkTrouble(state: State): string | null {
  if (state.links.some((link) => link.addresses.length > 0)) return null;
  const [first] = state.links;
  if (!first) return 'No network port was found in this machine';
  const plugged = state.links.find((link) => link.carrier);
  if (plugged) return `The cable in ${plugged.name} is in, waiting for an address from your router`;
  const names = state.links.map((link) => link.name);
  return `No cable in ${names.slice(0, 3).join(', ')}: plug a network cable in`;
}

function finding(state: State): string {
  const trouble = networkTrouble(state);
  if (trouble) return trouble;
  const problem = Object.values(state.stacks).find((stack) => stack.problem !== null);
  if (problem) return `${problem.name}: ${problem.problem}`;
  return 'Looking for a mining stack on your network';
}

function starting(state: State, miner: MinerState): string {
  if (miner.downSince === null || miner.phase !== 'connecting') {
    const mode = state.xmrig?.mode === 'light' ? 'light mode' : '2 GB';
    if (miner.phase === 'hashing') return 'Hashing; the first hashrate takes ten seconds';
    return miner.phase === 'allocating'
      ? 'XMRig is taking its memory'
      : `XMRig is building its dataset (${mode}); slow PCs take a few minutes`;
  }
  return networkTrouble(state) ?? `Connecting to ${where(state)}`;
}

function repairing(state: State): string {
  const miner = state.miner;
  const trouble = networkTrouble(state);
  if (trouble) return trouble;
  if (!miner || miner.pid === null) return 'XMRig stopped; starting it again';
  if (miner.downSince !== null) {
    const seconds = Math.round((state.now - miner.downSince) / 1000);
    const problem = state.target ? state.stacks[state.target.stackId]?.problem : null;
    return `No connection to ${where(state)} for ${seconds} s${problem ? `: ${problem}` : ''}; trying again`;
  }
  return starting(state, miner);
}

function paused(state: State, until: number): string {
  return `Paused; goes on by itself in ${Math.max(1, Math.ceil((until - state.now) / 60_000))} min`;
}

function halting(state: State): string {
  const failed = state.checks.find((check) => check.status === 'failed');
  return failed ? `${failed.label}: ${failed.why ?? failed.value}` : 'see the checks';
}

function where(state: State): string {
  const pool = state.target?.pools[0];
  return pool ? `${pool.host}:${pool.port}` : 'the pool';
}
