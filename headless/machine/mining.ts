/** Starting XMRig, following it and repairing what goes wrong. Pure. */
import type { MinerSummary } from '../miner/summary.ts';
import type { XmrigTuning } from '../tuning/plan.ts';
import type { Effect, MinerState, MiningTarget, State, Step } from './model.ts';
import { fallbackTarget } from './target.ts';

/** XMRig is looked after again when it has been gone this long: its unit restarts it after 2 s by itself. */
const GONE_MS = 15_000;
/** How long a connection may be down before its place is looked up again, and how often after that. */
const LOCATE_AFTER_MS = 10_000;
const LOCATE_EVERY_MS = 30_000;
/** The probe reaches the pool but XMRig does not: it is stuck (see the notes on mute pools). */
const STUCK_MS = 90_000;
/** Connected with a hashrate of zero; a dataset takes under five minutes on the slowest machine that can mine. */
const IDLE_MS = 8 * 60_000;
/** A guess that stays dead this long may be left for the next. */
const GUESS_DEAD_MS = 10 * 60_000;
/** DESIGN and RigForge: donation level where the owner says nothing, in percent. */
export const DEFAULT_DONATE_PERCENT = 1;

/** What any machine can do; XMRig is never started before the plan is there, so nothing ever runs with it. */
const LIGHT: XmrigTuning = { mode: 'light', oneGbPages: false, numa: false, threads: null };

/** Orders XMRig to mine at `target`, replacing whatever it does now. */
export function startOn(state: State, target: MiningTarget): Step {
  if (!state.xmrig) return { state: { ...state, choice: target }, effects: [] };
  const restarts = state.miner?.restarts ?? 0;
  const next: State = {
    ...state,
    stage: 'starting',
    countdown: null,
    hold: null,
    pausedUntil: null,
    target,
    miner: { ...freshMiner(state.now), restarts },
  };
  return { state: next, effects: [startEffect(next, target), remember(next, target)] };
}

/** Goes on with an XMRig that was already running when this engine started. */
export function adopt(state: State, target: MiningTarget, pid: number): State {
  return {
    ...state,
    stage: 'mining',
    target,
    miner: { ...freshMiner(state.now), pid, lastPid: pid, adopted: true, startOrdered: false },
  };
}

/** What XMRig's process and API said just now. */
export function onMinerStatus(before: State, pid: number | null, summary: MinerSummary | null): Step {
  if (!before.miner || before.miner.startOrdered || !before.target || before.pausedUntil !== null)
    return { state: before, effects: [] };
  const miner = follow(before.miner, pid, summary, before.now);
  const state = { ...before, miner, milestones: milestones(before, summary) };
  const target = before.target;
  if (pid === null) return minerGone(state, target, miner);
  if (!summary) return { state: { ...state, stage: workingStage(state, false) }, effects: [] };
  if (miner.downSince !== null) return minerDown(state, target, miner, miner.downSince);
  if (miner.idleSince !== null && state.now - miner.idleSince > IDLE_MS) {
    return restart(state, target, 'XMRig was connected but made no hashes for 8 minutes');
  }
  return minerUp(state, target, miner, summary);
}

/** The place was looked up and probed again while the connection was down. */
export function onLocated(state: State, address: string | null, reachable: boolean): Step {
  const { target, miner } = state;
  if (!target || !miner || miner.downSince === null) return { state, effects: [] };
  const [pool, ...rest] = target.pools;
  if (pool.address !== null && address !== null && address !== pool.address && reachable) {
    const moved: MiningTarget = { ...target, pools: [{ ...pool, address }, ...rest] };
    const step = startOn(state, moved);
    return {
      ...step,
      effects: [...step.effects, say('info', `${pool.host} moved to ${address}: following it`)],
    };
  }
  if (reachable && state.now - Math.max(miner.downSince, miner.startedAt) > STUCK_MS) {
    return restart(state, target, 'the pool answers, but XMRig did not get through to it for 90 seconds');
  }
  return { state, effects: [] };
}

function minerUp(state: State, target: MiningTarget, miner: MinerState, summary: MinerSummary): Step {
  const hashing = (summary.hashrate.total[0] ?? 0) > 0;
  const effects: Effect[] = [];
  let next: State = { ...connectedTo(state, target), stage: hashing ? 'mining' : workingStage(state, true) };
  if (hashing && !miner.confirmed) {
    const [allocated = 0, wanted = 0] = summary.hugepages;
    effects.push({ effect: 'confirmTuning', records: state.tuning, hugePages: { allocated, wanted } });
    next = { ...next, miner: { ...miner, confirmed: true } };
  }
  if (JSON.stringify(state.milestones) !== JSON.stringify(next.milestones) || effects.length > 0) {
    effects.push(remember(next, target));
  }
  return { state: next, effects };
}

/** A working connection says more about the place than the last probe did. */
function connectedTo(state: State, target: MiningTarget): State {
  const stack = state.stacks[target.stackId];
  if (!stack || stack.status === 'ready') return state;
  return { ...state, stacks: { ...state.stacks, [stack.id]: { ...stack, status: 'ready', problem: null } } };
}

function minerGone(state: State, target: MiningTarget, miner: MinerState): Step {
  const since = miner.downSince ?? state.now;
  const next: State = { ...state, stage: workingStage(state, false), miner: { ...miner, downSince: since } };
  if (state.now - since < GONE_MS || state.now - miner.startedAt < GONE_MS)
    return { state: next, effects: [] };
  return restart(next, target, 'XMRig was not running');
}

function minerDown(state: State, target: MiningTarget, miner: MinerState, since: number): Step {
  const next: State = { ...state, stage: workingStage(state, false) };
  if (target.source === 'discovery' && state.now - since > GUESS_DEAD_MS) {
    const other = fallbackTarget(state);
    if (other && other.stackId !== target.stackId) {
      const step = startOn(state, other);
      const text = `${target.pools[0].host} was dead for 10 minutes: going on with ${other.pools[0].host}`;
      return { ...step, effects: [...step.effects, say('warning', text)] };
    }
  }
  const due = state.now - since >= LOCATE_AFTER_MS && state.now - miner.lastLocateAt >= LOCATE_EVERY_MS;
  if (!due) return { state: next, effects: [] };
  return {
    state: { ...next, miner: { ...miner, lastLocateAt: state.now } },
    effects: [{ effect: 'probe', stackId: target.stackId, pool: target.pools[0] }],
  };
}

function restart(state: State, target: MiningTarget, why: string): Step {
  const step = startOn(state, target);
  const restarts = (state.miner?.restarts ?? 0) + 1;
  const miner = step.state.miner ? { ...step.state.miner, restarts } : null;
  return {
    state: { ...step.state, stage: 'repairing', miner },
    effects: [...step.effects, say('warning', `${why}: started it again`)],
  };
}

/** `starting` until the first hash of this XMRig, `repairing` once it has hashed and stopped. */
function workingStage(state: State, connected: boolean): State['stage'] {
  if (state.stage === 'mining' || state.stage === 'repairing') return 'repairing';
  return connected || state.stage === 'starting' ? 'starting' : state.stage;
}

function follow(
  before: MinerState,
  pid: number | null,
  summary: MinerSummary | null,
  now: number,
): MinerState {
  const replaced = pid !== null && before.lastPid !== null && pid !== before.lastPid;
  const accepted = summary?.connection.accepted ?? 0;
  const hadAccepted = before.summary?.connection.accepted ?? 0;
  const connected = (summary?.connection.uptime_ms ?? 0) > 0;
  const hashing = (summary?.hashrate.total[0] ?? 0) > 0;
  return {
    ...before,
    pid,
    lastPid: pid ?? before.lastPid,
    adopted: before.adopted && !replaced,
    restarts: before.restarts + (replaced ? 1 : 0),
    confirmed: before.confirmed && !replaced,
    summary: summary ?? (pid === null || replaced ? null : before.summary),
    lastShareAt: accepted > hadAccepted ? now : replaced ? null : before.lastShareAt,
    downSince: connected ? null : (before.downSince ?? now),
    idleSince: connected && !hashing ? (before.idleSince ?? now) : null,
  };
}

function milestones(state: State, summary: MinerSummary | null): State['milestones'] {
  const first = state.milestones;
  return {
    ...first,
    firstHashrate: first.firstHashrate ?? ((summary?.hashrate.total[0] ?? 0) > 0 ? state.now : null),
    firstShare: first.firstShare ?? ((summary?.connection.accepted ?? 0) > 0 ? state.now : null),
  };
}

function freshMiner(now: number): MinerState {
  return {
    pid: null,
    lastPid: null,
    adopted: false,
    summary: null,
    threads: 0,
    height: null,
    phase: 'connecting',
    phaseSince: now,
    startedAt: now,
    lastShareAt: null,
    downSince: now,
    idleSince: null,
    lastLocateAt: now,
    restarts: 0,
    restartReason: null,
    startOrdered: true,
    confirmed: false,
  };
}

function startEffect(state: State, target: MiningTarget): Effect {
  const xmrig = state.xmrig ?? LIGHT;
  const donatePercent = state.config?.donatePercent ?? DEFAULT_DONATE_PERCENT;
  return { effect: 'startMiner', target, xmrig, donatePercent, label: state.label };
}

/** What a restarted engine needs to go on where this one stopped. */
export function remember(state: State, target: MiningTarget): Effect {
  const { milestones, history } = state;
  return {
    effect: 'remember',
    session: { target, milestones, xmrig: state.xmrig ?? LIGHT, history },
  };
}

function say(level: 'info' | 'warning', text: string): Effect {
  return { effect: 'say', level, text };
}
