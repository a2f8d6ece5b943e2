/** What the rig knows: the state that events change (`event.ts`) and that effects come from (`effect.ts`). */
import type { Algorithm } from '../algorithm.ts';
import type { OwnerConfig } from '../config/model.ts';
import type { MinerPhase, WrongHashes } from '../miner/log.ts';
import type { MinerSummary } from '../miner/summary.ts';
import type { MiningTarget } from '../pool.ts';
import type { ClockUnderLoad } from '../rig/clock-under-load.ts';
import type { RigFacts } from '../rig/facts.ts';
import type { Check, Disks, Link, Milestones, Sensors, Stack, Stage, TuningRecord } from '../snapshot.ts';
import type { XmrigTuning } from '../tuning/plan.ts';
import type { Effect } from './effect.ts';
import type { Highest, History } from './history.ts';
import type { Note } from './note.ts';
import type { Session } from './session.ts';

/** What is known of the change. Times in milliseconds since the kernel started. */
export interface Fork {
  /** What the rig mines, or mined last; null before its first job. */
  algorithm: Algorithm | null;
  /** When that last changed; null while it has been the same in this boot. */
  since: number | null;
  /** A change to v2 that no message tells yet: XMRig's log will say the height. */
  isUntold: boolean;
  /** Work for v2 that was seen: at which height at the lowest, when first, and when last. */
  v2: { height: number; at: number; seenAt: number } | null;
  /** When the other places were last asked how far they are. */
  lookedAt: number;
}

export function noFork(now: number): Fork {
  return { algorithm: null, since: null, isUntold: false, v2: null, lookedAt: now };
}

/** What is known of the report. */
export interface ReportState {
  notMiningSince: number | null;
  /** What the report on the stick is about; null while there is none. */
  written: { about: string; inWords: string; at: number } | null;
}

export const noReport: ReportState = { notMiningSince: null, written: null };

/** Why XMRig last had to be started again. */
export type RestartReason =
  /** Its unit did it by itself, or the engine after it had been gone for long. */
  | { reason: 'endedItself' | 'gone' }
  | { reason: 'silent' | 'idle'; minutes: number }
  /** Its pool answers, and it does not get through. */
  | { reason: 'stuck'; place: string };

/** The miner as followed; times in milliseconds since the kernel started. */
export interface MinerState {
  pid: number | null;
  /** The process that was followed last, to tell a restarted XMRig from the same one. */
  lastPid: number | null;
  adopted: boolean;
  summary: MinerSummary | null;
  threads: number;
  height: number | null;
  /** What the job of that height is to be hashed with; null where XMRig's log did not say. */
  heightFor: Algorithm | null;
  /** The last thing XMRig's log said about itself, for the waiting screen. */
  phase: MinerPhase;
  phaseSince: number;
  startedAt: number;
  lastShareAt: number | null;
  /** Since when there has been no working connection, or null while there is one. */
  downSince: number | null;
  /** The same over restarts of XMRig for the same place: what makes a guess a dead one. */
  deadSince: number | null;
  /** Since when the process is there and its API does not answer. */
  silentSince: number | null;
  /** Since when the connection stood with a hashrate of zero. */
  idleSince: number | null;
  /** Since when there has been a hashrate without a break. */
  hashingSince: number | null;
  lastLocateAt: number;
  restarts: number;
  restartReason: RestartReason | null;
  /** Restarts by the engine since XMRig last hashed for a good while, and when it may order the next: the pauses grow. */
  failures: number;
  restartableAt: number;
  /** Connections lost, as XMRig counts them now and as it did when the present span of time began; null before its first answer. */
  drops: { since: number; before: number; now: number } | null;
  /**
   * Shares rejected in a row by one pool, and since when: `accepted` and `before` are XMRig's counts of accepted and rejected ones
   * when the row began. Null before XMRig's first answer.
   */
  rejects: { pool: string; accepted: number; before: number; count: number; since: number } | null;
  /** How often a pool of this list was passed over because it hung up again and again, or took no share. */
  passedOver: number;
  /** True between an order to start and its completion: what the old process says then is not news. */
  startOrdered: boolean;
  confirmed: boolean;
  /** What XMRig's self-test found since its start. */
  wrongHashes: WrongHashes[];
}

export interface State {
  now: number;
  mode: 'image' | 'laptop';
  stage: Stage;
  facts: RigFacts | null;
  label: string;
  checks: Check[];
  tuning: TuningRecord[];
  xmrig: XmrigTuning | null;
  /** The last reading of the clock while mining. */
  clock: ClockUnderLoad | null;
  config: OwnerConfig | null;
  links: Link[];
  /** Since when the links have had these cables and addresses. */
  linksSince: number;
  keyboard: boolean;
  stick: { present: boolean; removable: boolean };
  /** The file on the stick that says why the rig does not mine. */
  report: ReportState;
  stacks: Record<string, Stack>;
  discoveryStartedAt: number | null;
  /** When the places that somebody has named were last asked for a person who wanted to know; null: never. */
  lookedAt: number | null;
  countdown: { endsAt: number; totalMs: number } | null;
  hold: { startedAt: number; lastKeyAt: number } | null;
  /** Milliseconds of hold used up by earlier holds of this boot. */
  heldMs: number;
  choice: MiningTarget | null;
  target: MiningTarget | null;
  miner: MinerState | null;
  pausedUntil: number | null;
  /** What a person asked for last and the system is about to do. */
  power: 'reboot' | 'powerOff' | null;
  adoption: { session: Session | null; pid: number | null } | null;
  /** The engine's own notes to a person; the messages of the config live with the config. */
  notes: Note[];
  /** Effects to be tried again: they failed, and the rig cannot do without them. */
  retries: { effect: Effect; at: number }[];
  milestones: Milestones;
  sensors: Sensors;
  disks: Disks;
  history: History;
  highest: Highest;
  fork: Fork;
}
