/** What the rig knows: the state that events change (`event.ts`) and that effects come from (`effect.ts`). */
import type { Algorithm } from '../algorithm.ts';
import type { OwnerConfig } from '../config/model.ts';
import type { Held } from '../held.ts';
import type { MinerLogFact } from '../miner/log.ts';
import type { MiningTarget } from '../pool.ts';
import type { ClockUnderLoad } from '../rig/clock-under-load.ts';
import type { RigFacts } from '../rig/facts.ts';
import type { Check, Disks, Link, Milestones, Sensors, Stack, TuningRecord } from '../snapshot.ts';
import type { XmrigTuning } from '../tuning/plan.ts';
import type { Effect } from './effect.ts';
import type { Highest, History } from './history.ts';
import type { HostRules } from './host-rules.ts';
import type { Note } from './note.ts';
import type { Phase } from './phase.ts';
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

/** Hashes that XMRig broke off because this computer failed in the middle of them. */
export interface Faults {
  /** In this boot, with XMRigs before the one that runs. */
  earlier: number;
  /** With the one that runs. */
  process: number;
  lastAt: number | null;
}

export const noFaults: Faults = { earlier: 0, process: 0, lastAt: null };

/** What is known of the report. */
export interface ReportState {
  notMiningSince: number | null;
  /** What the report on the stick is about; null while there is none. */
  written: { about: string; inWords: string; at: number } | null;
}

export const noReport: ReportState = { notMiningSince: null, written: null };

export interface State {
  now: number;
  host: HostRules;
  phase: Phase;
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
  /** Who the places that the rig mines at, or that somebody has named, were at first contact, by their rows; the newest last. */
  held: Record<string, Held>;
  /** Another computer that answers to the name of such a place, by its row, and when that was seen last; `since` when the
   * first one has not answered beside it, null while it does. */
  strangers: Record<string, { address: string; at: number; since: number | null }>;
  /** Rows of the stacks that have accepted a share in this boot, the newest last. */
  paid: string[];
  discoveryStartedAt: number | null;
  /** When the places that somebody has named were last asked for a person who wanted to know; null: never. */
  lookedAt: number | null;
  /** Milliseconds of hold used up by earlier holds of this boot. */
  heldMs: number;
  /** What a person chose last; it is gone to as soon as the rig can mine. */
  choice: MiningTarget | null;
  /** What a person asked for last and the system is about to do. */
  power: 'reboot' | 'powerOff' | null;
  adoption: { session: Session | null; pid: number | null } | null;
  /** What XMRig's log said before the engine knew whether there is one that goes on; only its work is of use then. */
  overheard: readonly MinerLogFact[];
  /** The engine's own notes to a person; the messages of the config live with the config. */
  notes: Note[];
  /** Effects to be tried again: they failed, and the rig cannot do without them. */
  retries: { effect: Effect; at: number }[];
  /** How often an effect has failed since it last worked. */
  failures: Partial<Record<Effect['effect'], number>>;
  milestones: Milestones;
  sensors: Sensors;
  disks: Disks;
  history: History;
  highest: Highest;
  fork: Fork;
  faults: Faults;
}
