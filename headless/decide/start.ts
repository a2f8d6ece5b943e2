/** Ordering XMRig to start, with what has to be kept for that. Pure. */
import type { MiningTarget } from '../pool.ts';
import type { Effect } from '../state/effect.ts';
import type { Step } from '../state/event.ts';
import type { MinerState, RestartReason, State } from '../state/model.ts';
import type { XmrigTuning } from '../tuning/plan.ts';
import { withoutMiner } from './notes.ts';

/** Each restart costs the building of the dataset: the pauses between them double, up to the longest. */
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** As RigForge has it: donation level where the owner says nothing, in percent. */
export const DEFAULT_DONATE_PERCENT = 1;

/** What any machine can do; XMRig is never started before the plan is there, so nothing ever runs with it. */
const LIGHT: XmrigTuning = { mode: 'light', oneGbPages: false, numa: false, threads: null };

/** Orders XMRig to mine at `target`, replacing whatever it does now. */
export function startOn(state: State, target: MiningTarget): Step {
  if (!state.xmrig) return { state: { ...state, choice: target }, effects: [] };
  const samePlace = state.target?.stackId === target.stackId;
  const before = samePlace ? state.miner : null;
  const passesOver = (target.lead ?? 0) > 0 && target.lead !== state.target?.lead;
  const next: State = {
    ...(samePlace ? state : withoutMiner(state)),
    stage: 'starting',
    countdown: null,
    hold: null,
    pausedUntil: null,
    target,
    miner: {
      ...freshMiner(state.now, before),
      restarts: state.miner?.restarts ?? 0,
      passedOver: (before?.passedOver ?? 0) + (passesOver ? 1 : 0),
    },
  };
  return { state: next, effects: [startEffect(next, target), remember(next, target)] };
}

/** Goes on with an XMRig that was already running when this engine started. */
export function adopt(state: State, target: MiningTarget, pid: number): State {
  return {
    ...state,
    stage: 'mining',
    // Who pressed a key while the engine was starting is not asked anything any more.
    hold: null,
    target,
    miner: { ...freshMiner(state.now), pid, lastPid: pid, adopted: true, startOrdered: false },
  };
}

/** Goes on with a pause that began before this engine was started. */
export function stayPaused(state: State, target: MiningTarget, pausedUntil: number): State {
  const miner = { ...freshMiner(state.now, null), startOrdered: false };
  return { ...state, stage: 'mining', hold: null, target, miner, pausedUntil };
}

/** Starts XMRig again, unless the last time was too short ago. */
export function restart(state: State, target: MiningTarget, why: RestartReason): Step {
  const { miner } = state;
  if (!miner || state.now < miner.restartableAt) return { state, effects: [] };
  const step = startOn(state, target);
  if (!step.state.miner) return step;
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** miner.failures, LONGEST_PAUSE_MS);
  return {
    state: {
      ...step.state,
      stage: 'repairing',
      miner: {
        ...step.state.miner,
        restarts: miner.restarts + 1,
        restartReason: why,
        failures: miner.failures + 1,
        restartableAt: state.now + pause,
      },
    },
    effects: step.effects,
  };
}

/** An XMRig that was just ordered to start. What goes on over restarts is taken from `before`, the same place's last one. */
export function freshMiner(now: number, before: MinerState | null = null): MinerState {
  return {
    pid: null,
    lastPid: null,
    adopted: false,
    summary: null,
    threads: 0,
    height: null,
    heightFor: null,
    phase: 'connecting',
    phaseSince: now,
    startedAt: now,
    lastShareAt: null,
    downSince: now,
    deadSince: before ? before.deadSince : now,
    silentSince: null,
    idleSince: null,
    hashingSince: null,
    lastLocateAt: now,
    restarts: before?.restarts ?? 0,
    restartReason: before?.restartReason ?? null,
    failures: before?.failures ?? 0,
    restartableAt: before?.restartableAt ?? now,
    drops: null,
    rejects: null,
    passedOver: before?.passedOver ?? 0,
    startOrdered: true,
    confirmed: false,
    wrongHashes: [],
  };
}

function startEffect(state: State, target: MiningTarget): Effect {
  const xmrig = state.xmrig ?? LIGHT;
  const donatePercent = state.config?.donatePercent ?? DEFAULT_DONATE_PERCENT;
  return { effect: 'startMiner', target, xmrig, donatePercent, label: state.label };
}

/** What a restarted engine needs to go on where this one stopped. */
export function remember(state: State, target: MiningTarget): Effect {
  const { milestones, history, highest, fork, pausedUntil } = state;
  return {
    effect: 'saveSession',
    session: { target, milestones, xmrig: state.xmrig ?? LIGHT, history, highest, fork, pausedUntil },
  };
}
