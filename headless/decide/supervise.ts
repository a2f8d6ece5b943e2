/** What the rig does when XMRig ends, hangs or gets no connection. Pure. */
import type { Ended } from '../ended.ts';
import type { MiningTarget } from '../pool.ts';
import type { Step } from '../state/event.ts';
import type { MinerProcess, MinerState } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import { type Activity, type Running, workingOf } from '../state/phase.ts';
import { chooseLead } from './failover.ts';
import { locateAll, locateOther } from './relocate.ts';
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
export function minerGone(before: State, running: Running): Step {
  const { miner } = running;
  const since = miner.link.downSince ?? before.now;
  const phase = troubled({ ...running, miner: { ...miner, link: { ...miner.link, downSince: since } } });
  const elsewhere = chooseLead({ ...before, phase }, phase);
  if (elsewhere) return elsewhere;
  const looked = locateOther({ ...before, phase }, phase);
  const { now } = before;
  if (now - since < GONE_MS || now - miner.process.startedAt < GONE_MS) return looked;
  const step = restart(looked.state, phase, { reason: 'gone', ended: miner.restarts.ended });
  return { state: step.state, effects: [...looked.effects, ...step.effects] };
}

/** The process is there, but does not answer. */
export function minerSilent(state: State, running: Running): Step {
  const { process, work } = running.miner;
  const silentMs = state.now - (process.silentSince ?? state.now);
  const patienceMs = work.hashingSince === null ? SILENT_MS.preparing : SILENT_MS.hashing;
  if (silentMs > patienceMs) {
    return restart(state, running, { reason: 'silent', minutes: patienceMs / 60_000 });
  }
  const phase = isUnheard(process, state.now) ? troubled(running) : running;
  return { state: { ...state, phase }, effects: [] };
}

/** True when XMRig's API has been silent for so long that a person should know. */
export function isUnheard({ silentSince }: MinerProcess, now: number): boolean {
  return silentSince !== null && now - silentSince > UNHEARD_MS;
}

/** It has a connection and does nothing with it; null while that is not so. */
export function minerIdle(state: State, running: Running): Step | null {
  const { idleSince } = running.miner.work;
  if (idleSince === null || state.now - idleSince <= IDLE_MS) return null;
  const step = restart(state, running, { reason: 'idle', minutes: IDLE_MS / 60_000 });
  return step.effects.length > 0 ? step : null;
}

/** It works, and gets through to none of its pools. */
export function minerDown(state: State, running: Running, since: number): Step {
  const { miner } = running;
  // A rig that has no network itself has not found its stack dead.
  const reachable = state.links.some(({ addresses }) => addresses.length > 0);
  const link = reachable ? miner.link : { ...miner.link, deadSince: state.now };
  return locateAll(state, troubled({ ...running, miner: { ...miner, link } }), since);
}

/** Forgets old failures once XMRig has hashed long enough; with the first pool leading, also why that was passed over. */
export function steadied(miner: MinerState, now: number, target: MiningTarget): MinerState {
  const { work, restarts, failover } = miner;
  const steady = work.hashingSince !== null && now - work.hashingSince >= STEADY_MS;
  if (!steady || (restarts.failures === 0 && failover.passedOver === 0 && failover.deaths === 0))
    return miner;
  const isSound = !target.lead && (failover.rejects?.count ?? 0) === 0;
  return {
    ...miner,
    restarts: { ...restarts, failures: 0 },
    failover: { ...failover, deaths: 0, passedOver: isSound ? 0 : failover.passedOver },
  };
}

/** What has hashed and stopped is being repaired; what has not is still starting. */
function troubled(running: Running): Running {
  const activity: Activity = running.activity.is === 'mining' ? { is: 'repairing' } : running.activity;
  return { ...running, activity };
}

/** XMRig ended by itself: kept until its place is looked at. What ends while an order is carried out is not news. */
export function onMinerEnded(state: State, ended: Ended): State {
  const running = workingOf(state);
  if (!running || running.miner.process.ordered) return state;
  const { miner } = running;
  return { ...state, phase: { ...running, miner: { ...miner, restarts: { ...miner.restarts, ended } } } };
}
