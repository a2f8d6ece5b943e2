/** Where in its life the rig is: each phase has what belongs to it and nothing else. Times in milliseconds since the kernel started. */
import type { MiningTarget } from '../pool.ts';
import type { Stage } from '../snapshot.ts';
import type { MinerState } from './miner.ts';

/** Somebody has pressed a key: the rig waits for a choice. */
export interface Hold {
  startedAt: number;
  lastKeyAt: number;
}

export interface Countdown {
  endsAt: number;
  totalMs: number;
}

/** XMRig is to work at `target`. */
export interface Running {
  phase: 'running';
  target: MiningTarget;
  miner: MinerState;
  activity: Activity;
}

/** `starting` until the first hash of this XMRig, `repairing` where it has hashed and stopped; paused by a person. */
export type Activity = { is: 'starting' | 'mining' | 'repairing' } | { is: 'paused'; until: number };

export type Phase =
  /** Waits for three answers: what the machine is, what its owner asked for, and whether XMRig already runs. */
  | { phase: 'checking'; hold: Hold | null }
  | { phase: 'tuning'; hold: Hold | null }
  /** This computer cannot mine. */
  | { phase: 'halted' }
  /** Nothing is named, and no stack is ready. */
  | { phase: 'finding'; hold: Hold | null }
  /** Goes to `target` when the countdown is over. */
  | { phase: 'offering'; target: MiningTarget; wait: { countdown: Countdown } | { hold: Hold } }
  | Running;

interface Phased {
  phase: Phase;
}

/** The stage that windows are shown. */
export function stageOf({ phase }: Phased): Stage {
  if (phase.phase !== 'running') return phase.phase;
  return phase.activity.is === 'paused' ? 'mining' : phase.activity.is;
}

export function runningOf({ phase }: Phased): Running | null {
  return phase.phase === 'running' ? phase : null;
}

/** Running, and not paused by a person. */
export function workingOf({ phase }: Phased): Running | null {
  return phase.phase === 'running' && phase.activity.is !== 'paused' ? phase : null;
}

export function minerOf(state: Phased): MinerState | null {
  return runningOf(state)?.miner ?? null;
}

/** Where the rig mines, or is about to. */
export function targetOf({ phase }: Phased): MiningTarget | null {
  return phase.phase === 'running' || phase.phase === 'offering' ? phase.target : null;
}

export function holdOf({ phase }: Phased): Hold | null {
  if (phase.phase === 'offering') return 'hold' in phase.wait ? phase.wait.hold : null;
  return 'hold' in phase ? phase.hold : null;
}

export function countdownOf({ phase }: Phased): Countdown | null {
  return phase.phase === 'offering' && 'countdown' in phase.wait ? phase.wait.countdown : null;
}

/** When the pause ends; null while there is none. */
export function pausedUntil({ phase }: Phased): number | null {
  return phase.phase === 'running' && phase.activity.is === 'paused' ? phase.activity.until : null;
}
