/** The snapshot of a state: what windows may know. Secrets (pool passwords) have no place in it. Pure. */
import { adviseOwner } from '../checks/advice.ts';
import { checksInMode } from '../checks/checks.ts';
import { rowsOf } from '../decide/stack-list.ts';
import type { Advice, Miner, Snapshot, Target } from '../snapshot.ts';
import { bestOf, meansOf } from '../state/history.ts';
import type { MinerState } from '../state/miner.ts';
import type { State } from '../state/model.ts';
import {
  countdownOf,
  holdOf,
  minerOf,
  pausedUntil as pausedUntilOf,
  stageOf,
  targetOf,
} from '../state/phase.ts';
import { hostName, poolName, stackIdOf, workingIndex } from '../state/pools.ts';
import { messagesOf } from './messages.ts';
import { cutOff } from './network-trouble.ts';
import { sayRestart } from './restarts.ts';
import { problemOf } from './stacks.ts';
import { doing } from './status-line.ts';
import { whyOf } from './why.ts';

export interface Build {
  version: string;
  commit: string;
}

/** `sequence` is left to the publisher, which alone knows whether anything changed. */
export function snapshotOf(state: State, build: Build): Omit<Snapshot, 'sequence'> {
  const [stage, miner, pausedUntil] = [stageOf(state), minerOf(state), pausedUntilOf(state)];
  return {
    build,
    mode: state.host.mode,
    rig: {
      // A machine that cannot mine is told from others by it, too.
      label: state.label || (state.config?.label ?? state.facts?.label ?? ''),
      cpu: state.facts?.cpu.brand ?? '',
      memoryBytes: state.facts?.memory.totalBytes ?? 0,
      links: state.links,
      nodes: state.facts?.numaNodes.length ?? 0,
      keyboard: state.keyboard,
      uptimeSeconds: Math.floor(state.now / 1000),
    },
    // XMRig may be ready long since: it is the network that has to be mended.
    stage: stage === 'starting' && cutOff(state) ? 'repairing' : stage,
    doing: doing(state),
    checks: state.xmrig ? checksInMode(state.checks, state.xmrig.mode) : state.checks,
    tuning: state.tuning,
    advice: adviceOf(state),
    stacks: rowsOf(state).map((stack) => ({ ...stack, problem: problemOf(stack) })),
    countdown: shownCountdown(state),
    held: holdOf(state) !== null,
    target: shownTarget(state),
    miner: miner && shownMiner(miner, state),
    paused: pausedUntil !== null,
    pausedSecondsLeft: secondsUntil(state, pausedUntil),
    sensors: state.sensors,
    disks: state.disks,
    history: meansOf(state.history),
    stick: state.stick,
    messages: messagesOf(state),
    settings: state.config?.settings ?? [],
    milestones: state.milestones,
  };
}

function adviceOf({ facts, xmrig, clock }: State): Advice[] {
  return facts ? adviseOwner(facts, { lightMode: xmrig?.mode === 'light', clock }) : [];
}

function shownCountdown(state: State): Snapshot['countdown'] {
  const countdown = countdownOf(state);
  if (!countdown) return null;
  const secondsLeft = secondsUntil(state, countdown.endsAt) ?? 0;
  return { secondsLeft, totalSeconds: Math.round(countdown.totalMs / 1000) };
}

function secondsUntil(state: State, until: number | null): number | null {
  return until === null ? null : Math.max(0, Math.ceil((until - state.now) / 1000));
}

function shownTarget(state: State): Target | null {
  const target = targetOf(state);
  if (!target) return null;
  const index = workingIndex(state) ?? 0;
  const pool = target.pools[index] ?? target.pools[0];
  const address = pool.address ?? state.stacks[stackIdOf(target, index)]?.address ?? null;
  const { stackId, source } = target;
  const why =
    index === 0
      ? whyOf(state, target)
      : `pool ${index + 1} of the list, because ${poolName(state, 0)} does not work`;
  return { stackId, host: hostName({ ...pool, address }), address, port: pool.port, source, why };
}

function shownMiner(
  { process, link, work, restarts, summary }: MinerState,
  { now, highest: best, fork }: State,
): Miner {
  const rates = summary?.hashrate.total ?? [];
  // Zero before its first hash is not a rate that was measured.
  const hashed = Boolean(summary?.hashrate.highest) || rates.some(Boolean);
  const [seconds10 = null, seconds60 = null, minutes15 = null] = hashed ? rates : [];
  const highest = bestOf(best, fork.algorithm);
  const [allocated = 0, wanted = 0] = summary?.hugepages ?? [];
  return {
    running: process.pid !== null,
    pid: process.pid,
    adopted: process.adopted,
    connected: link.downSince === null,
    pool: summary?.connection.pool ?? '',
    hashesPerSecond: { seconds10, seconds60, minutes15, highest },
    threads: work.threads,
    accepted: summary?.connection.accepted ?? 0,
    rejected: summary?.connection.rejected ?? 0,
    lastShareSeconds: work.lastShareAt === null ? null : Math.floor((now - work.lastShareAt) / 1000),
    difficulty: summary?.connection.diff ?? 0,
    pingMs: summary?.connection.ping ?? 0,
    height: work.height,
    algorithm: fork.algorithm,
    connectionSeconds: Math.floor((summary?.connection.uptime_ms ?? 0) / 1000),
    uptimeSeconds: summary?.uptime ?? 0,
    donateLevelPercent: summary?.donate_level ?? 0,
    hugePages: { allocated, wanted },
    restarts: restarts.count,
    restartReason: restarts.reason && sayRestart(restarts.reason),
    version: summary?.version ?? '',
  };
}
