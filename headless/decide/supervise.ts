/** What the rig does when XMRig ends, hangs or gets no connection. Pure. */
import type { MiningTarget } from '../pool.ts';
import type { Step } from '../state/event.ts';
import type { MinerState, State } from '../state/model.ts';
import { locateAll } from './relocate.ts';
import { restart } from './start.ts';

/** XMRig is looked after again when it has been gone this long: its unit restarts it after some seconds by itself. */
const GONE_MS = 15_000;
/** Its API answers in milliseconds; on a slow machine whose every core builds the dataset it may be late for long. */
const SILENT_MS = { hashing: 2 * 60_000, preparing: 8 * 60_000 };
/** One answer that is missing or late is no reason to alarm anybody. */
const UNHEARD_MS = 15_000;
/** Connected with a hashrate of zero; a dataset takes under five minutes on the slowest machine that can mine. */
const IDLE_MS = 8 * 60_000;
/** After hashing this long an XMRig is sound, and the next trouble a new one. */
const STEADY_MS = 10 * 60_000;

/** There is no process. */
export function minerGone(state: State, target: MiningTarget, miner: MinerState): Step {
  const since = miner.downSince ?? state.now;
  const next: State = { ...state, stage: repairingStage(state), miner: { ...miner, downSince: since } };
  if (state.now - since < GONE_MS || state.now - miner.startedAt < GONE_MS)
    return { state: next, effects: [] };
  return restart(next, target, { reason: 'gone' });
}

/** The process is there, but does not answer. */
export function minerSilent(state: State, target: MiningTarget, miner: MinerState): Step {
  const silentMs = state.now - (miner.silentSince ?? state.now);
  const patienceMs = miner.hashingSince === null ? SILENT_MS.preparing : SILENT_MS.hashing;
  if (silentMs > patienceMs) {
    return restart(state, target, { reason: 'silent', minutes: patienceMs / 60_000 });
  }
  const stage = isUnheard(miner, state.now) ? repairingStage(state) : state.stage;
  return { state: { ...state, stage }, effects: [] };
}

/** True when XMRig's API has been silent for so long that a person should know. */
export function isUnheard({ silentSince }: MinerState, now: number): boolean {
  return silentSince !== null && now - silentSince > UNHEARD_MS;
}

/** It has a connection and does nothing with it; null while that is not so. */
export function minerIdle(state: State, target: MiningTarget, miner: MinerState): Step | null {
  if (miner.idleSince === null || state.now - miner.idleSince <= IDLE_MS) return null;
  const step = restart(state, target, { reason: 'idle', minutes: IDLE_MS / 60_000 });
  return step.effects.length > 0 ? step : null;
}

/** It works, and gets through to none of its pools. */
export function minerDown(state: State, target: MiningTarget, miner: MinerState, since: number): Step {
  // A rig that has no network itself has not found its stack dead.
  const reachable = state.links.some(({ addresses }) => addresses.length > 0);
  const seen = reachable ? miner : { ...miner, deadSince: state.now };
  return locateAll({ ...state, stage: repairingStage(state), miner: seen }, target, since);
}

/** Forgets old failures once XMRig has hashed long enough; with the first pool leading, also why that was passed over. */
export function steadied(miner: MinerState, now: number, target: MiningTarget): MinerState {
  const steady = miner.hashingSince !== null && now - miner.hashingSince >= STEADY_MS;
  if (!steady || (miner.failures === 0 && miner.passedOver === 0)) return miner;
  const isSound = !target.lead && (miner.rejects?.count ?? 0) === 0;
  return { ...miner, failures: 0, passedOver: isSound ? 0 : miner.passedOver };
}

/** `starting` until the first hash of this XMRig, `repairing` once it has hashed and stopped. */
function repairingStage(state: State): State['stage'] {
  return state.stage === 'mining' ? 'repairing' : state.stage;
}
