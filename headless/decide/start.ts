/** Ordering XMRig to start, with what has to be kept for that. Pure. */
import type { MiningTarget } from '../pool.ts';
import type { Effect } from '../state/effect.ts';
import type { Step } from '../state/event.ts';
import type { MinerState, RestartReason } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import { type Activity, pausedUntil, type Running, runningOf } from '../state/phase.ts';
import { stackIdOf } from '../state/pools.ts';
import type { XmrigTuning } from '../tuning/plan.ts';
import { heldByChoice } from './identity.ts';
import { withoutMiner } from './notes.ts';

/** Each restart costs the building of the dataset: the pauses between them double, up to the longest. */
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** As RigForge has it: donation level where the owner says nothing, in percent. */
export const DEFAULT_DONATE_PERCENT = 1;

/** What any machine can do; XMRig is never started before the plan is there, so nothing ever runs with it. */
const LIGHT: XmrigTuning = { mode: 'light', oneGbPages: false, numa: false, threads: null };

/** Orders XMRig to mine at `target`, replacing whatever it does now; before the tuning is planned, the order is kept as a choice. */
export function startOn(before: State, target: MiningTarget): Step {
  const state = heldByChoice(before, target);
  if (!state.xmrig) return { state: { ...state, choice: target }, effects: [] };
  const last = runningOf(state);
  const same = last?.target.stackId === target.stackId ? last.miner : null;
  const fresh = freshMiner(state.now, same);
  const passesOver = (target.lead ?? 0) > 0 && target.lead !== last?.target.lead;
  const isOtherFirst = (target.lead ?? 0) !== (last?.target.lead ?? 0);
  const passedOver = fresh.failover.passedOver + (passesOver ? 1 : 0);
  const miner: MinerState = {
    ...fresh,
    restarts: { ...fresh.restarts, count: last?.miner.restarts.count ?? 0 },
    failover: { ...fresh.failover, passedOver, ...(isOtherFirst ? { dry: null, deaths: 0 } : {}) },
  };
  const next: State = {
    ...state,
    notes: same ? state.notes : withoutMiner(state.notes),
    phase: { phase: 'running', target, miner, activity: { is: 'starting' } },
  };
  return { state: next, effects: [startEffect(next, target), remember(next, target)] };
}

/** Goes on with an XMRig that was already running when this engine started. */
export function adopted(now: number, target: MiningTarget, pid: number): Running {
  const fresh = freshMiner(now);
  const process = { ...fresh.process, pid, lastPid: pid, adopted: true, ordered: false };
  const link = { ...fresh.link, hasStood: true };
  return { phase: 'running', target, miner: { ...fresh, process, link }, activity: { is: 'mining' } };
}

/** Goes on with a pause that began before this engine was started. */
export function stillPaused(now: number, target: MiningTarget, until: number): Running {
  const fresh = freshMiner(now);
  const miner = { ...fresh, process: { ...fresh.process, ordered: false } };
  return { phase: 'running', target, miner, activity: { is: 'paused', until } };
}

/** Starts XMRig again, unless the last time was too short ago. */
export function restart(state: State, running: Running, why: RestartReason): Step {
  const { restarts } = running.miner;
  if (state.now < restarts.nextAt) return { state, effects: [] };
  const step = startOn(state, running.target);
  const started = runningOf(step.state);
  if (!started) return step;
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** restarts.failures, LONGEST_PAUSE_MS);
  const again = {
    count: restarts.count + 1,
    reason: why,
    ended: null,
    failures: restarts.failures + 1,
    nextAt: state.now + pause,
  };
  const activity: Activity = { is: 'repairing' };
  const { failover } = started.miner;
  const deaths = failover.deaths + (why.reason === 'idle' ? 1 : 0);
  const miner = { ...started.miner, restarts: again, failover: { ...failover, deaths } };
  const phase: Running = { ...started, miner, activity };
  return { state: { ...step.state, phase }, effects: step.effects };
}

/** An XMRig that was just ordered to start. What goes on over restarts is taken from `before`, the same place's last one. */
export function freshMiner(now: number, before: MinerState | null = null): MinerState {
  return {
    process: { pid: null, lastPid: null, adopted: false, ordered: true, startedAt: now, silentSince: null },
    link: {
      downSince: now,
      deadSince: before ? before.link.deadSince : now,
      hasStood: before?.link.hasStood ?? false,
      answers: null,
      locatedAt: now,
    },
    work: {
      phase: 'connecting',
      phaseSince: now,
      height: null,
      heightSince: null,
      heightFor: null,
      threads: 0,
      confirmed: false,
      idleSince: null,
      hashingSince: null,
      slowSince: null,
      lastShareAt: null,
      rejectedAt: before?.work.rejectedAt ?? null,
      wrongHashes: [],
    },
    restarts: { count: 0, reason: null, failures: 0, nextAt: now, ...before?.restarts, ended: null },
    // What a place should have paid goes on over restarts of XMRig there.
    failover: {
      drops: null,
      rejects: null,
      lot: null,
      dry: before?.failover.dry ?? null,
      deaths: before?.failover.deaths ?? 0,
      passedOver: before?.failover.passedOver ?? 0,
    },
    summary: null,
  };
}

function startEffect(state: State, target: MiningTarget): Effect {
  const xmrig = state.xmrig ?? LIGHT;
  const donatePercent = state.config?.donatePercent ?? DEFAULT_DONATE_PERCENT;
  const held = target.pools.map((_, index) => state.held[stackIdOf(target, index)] ?? null);
  return { effect: 'startMiner', target, held, xmrig, donatePercent, label: state.label };
}

/** What a restarted engine needs to go on where this one stopped. */
export function remember(state: State, target: MiningTarget): Effect {
  const { milestones, history, highest, fork, held, faults, paid } = state;
  const xmrig = state.xmrig ?? LIGHT;
  return {
    effect: 'saveSession',
    session: {
      target,
      milestones,
      xmrig,
      history,
      highest,
      fork,
      held,
      faults,
      paid,
      pausedUntil: pausedUntil(state),
    },
  };
}
