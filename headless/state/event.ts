/** What reaches the state machine, and what comes of it. */
import type { OwnerConfig } from '../config/model.ts';
import type { ProbeResult } from '../discovery/probe.ts';
import type { Ended } from '../ended.ts';
import type { Met } from '../held.ts';
import type { Intent } from '../intent.ts';
import type { MinerLogFact } from '../miner/log.ts';
import type { MinerSummary } from '../miner/summary.ts';
import type { MiningTarget } from '../pool.ts';
import type { ClockUnderLoad } from '../rig/clock-under-load.ts';
import type { RigFacts } from '../rig/facts.ts';
import type { Check, Disks, Link, Sensors, Stack, TuningRecord } from '../snapshot.ts';
import type { XmrigTuning } from '../tuning/plan.ts';
import type { Effect } from './effect.ts';
import type { State } from './model.ts';
import type { Note } from './note.ts';
import type { Order, Session } from './session.ts';

export type Event = { at: number } & (
  | { event: 'started' }
  /** `ran`: what XMRig was last started with. */
  | { event: 'adoptionChecked'; session: Session | null; pid: number | null; ran?: Order | null }
  | { event: 'rigRead'; facts: RigFacts; checks: Check[]; canMine: boolean }
  | { event: 'tuned'; records: TuningRecord[]; xmrig: XmrigTuning }
  | {
      event: 'configRead';
      config: OwnerConfig;
      stickPresent: boolean;
      stickRead: boolean;
      reportPresent?: boolean;
    }
  | { event: 'surroundings'; links: Link[]; keyboard: boolean }
  | { event: 'stackSeen'; stack: Stack }
  | { event: 'stackGone'; id: string }
  /** Several computers say that they have the name of this row. */
  | { event: 'nameClaimed'; id: string; hosts: { address: string; card: string | null }[] }
  | ({
      event: 'probed';
      stackId: string;
      result: ProbeResult;
      address: string | null;
    } & Partial<Met>)
  /** `pools` as they were given to XMRig, with the addresses that were looked up. */
  | { event: 'minerStarted'; pid: number | null; pools: MiningTarget['pools'] }
  | { event: 'minerStatus'; pid: number | null; summary: MinerSummary | null }
  | { event: 'minerLog'; fact: MinerLogFact }
  /** By itself: nobody had ordered it. */
  | { event: 'minerEnded'; ended: Ended }
  | { event: 'tuningConfirmed'; records: TuningRecord[]; threads: number }
  | { event: 'sensed'; sensors: Sensors; disks: Disks }
  /** CPUs came online or went away. */
  | { event: 'cpusChanged' }
  | { event: 'cpusTuned'; records: TuningRecord[] }
  | { event: 'clockRead'; clock: ClockUnderLoad | null }
  | { event: 'intent'; intent: Intent }
  | { event: 'noted'; note: Note }
  /** `effect` is what may be tried again. */
  | { event: 'failed'; effect: Effect; error: string }
  /** An effect that had failed before. */
  | { event: 'worked'; effect: Effect['effect'] }
  | { event: 'tick' }
);

/** The next state and what is to be done. */
export interface Step {
  state: State;
  effects: Effect[];
}
