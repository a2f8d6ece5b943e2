/** What the state machine is made of: its state, the events that reach it and the effects it asks for. */
import type { Algorithm } from '../algorithm.ts';
import type { OwnerConfig } from '../config/owner-config.ts';
import type { RememberedPool } from '../config/remembered.ts';
import type { ProbeResult } from '../discovery/probe.ts';
import type { Highest, History } from '../history.ts';
import type { MinerLogFact, MinerPhase, WrongHashes } from '../miner/log.ts';
import type { MinerSummary } from '../miner/summary.ts';
import type { ClockUnderLoad } from '../rig/clock-under-load.ts';
import type { RigFacts } from '../rig/facts.ts';
import type {
  Check,
  Disks,
  Intent,
  Link,
  Message,
  Milestones,
  Sensors,
  Source,
  Stack,
  Stage,
  TuningRecord,
} from '../snapshot.ts';
import type { XmrigTuning } from '../tuning/plan.ts';
import type { Fork } from './fork.ts';
import type { ReportState } from './report.ts';

/** One pool as XMRig will be given it. `password` is a secret: it goes into XMRig's config and nowhere else. */
export interface MiningPool {
  host: string;
  /** Address to connect to instead of the name, where a name is only known by mDNS. */
  address: string | null;
  port: number;
  tls: boolean;
  fingerprint: string | null;
  user: string;
  password: string;
  /** Proxy to go through: this pool is never connected to without it. */
  socks5?: { host: string; port: number } | undefined;
  /** The worker's name beside the user; null: none is sent, left out: the rig's label. */
  rigId?: string | null | undefined;
  /** Signs of life: whether, or seconds between them; left out: once a minute. */
  keepalive?: boolean | number | undefined;
}

/** Where to mine: the first pool is the target, the rest is failover in the owner's order. */
export interface MiningTarget {
  stackId: string;
  source: Source;
  /** Why this one, in a person's words; null for a guess, which is told from the stacks that are known by now. */
  why: string | null;
  pools: [MiningPool, ...MiningPool[]];
  /** Index of the pool that XMRig is given first, the others follow in their circle; the owner's first one where it is left out. */
  lead?: number | undefined;
  /**
   * Set where a person has asked for this place to be kept on the stick: what the config files said then (their hash). What is
   * found out about the place later is written there as well.
   */
  keptUnder?: string | undefined;
}

/** What the engine keeps over its own restarts, in RAM (`session.json`, readable by root alone). */
export interface Session {
  target: MiningTarget;
  milestones: Milestones;
  xmrig: XmrigTuning;
  history: History;
  highest: Highest;
  fork: Fork;
  /** When a pause ends, in milliseconds since the kernel started; null while the rig is not paused. */
  pausedUntil: number | null;
}

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
  /** Why it last had to be started again, in a person's words. */
  restartReason: string | null;
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
  /** Messages of the engine's own; those of the config live with the config. */
  messages: Message[];
  /** Effects to be tried again: they failed, and the rig cannot do without them. */
  retries: { effect: Effect; what: string; at: number }[];
  milestones: Milestones;
  sensors: Sensors;
  disks: Disks;
  history: History;
  highest: Highest;
  fork: Fork;
}

export type Event = { at: number } & (
  | { event: 'started' }
  | { event: 'adoptionChecked'; session: Session | null; pid: number | null }
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
  | { event: 'probed'; stackId: string; address: string | null; result: ProbeResult }
  /** `pools` as they were given to XMRig, with the addresses that were looked up. */
  | { event: 'minerStarted'; pid: number | null; pools: MiningTarget['pools'] }
  | { event: 'minerStatus'; pid: number | null; summary: MinerSummary | null }
  | { event: 'minerLog'; fact: MinerLogFact }
  | { event: 'tuningConfirmed'; records: TuningRecord[]; threads: number }
  | { event: 'sensed'; sensors: Sensors; disks: Disks }
  /** CPUs came online or went away. */
  | { event: 'cpusChanged' }
  | { event: 'cpusTuned'; records: TuningRecord[] }
  | { event: 'clockRead'; clock: ClockUnderLoad | null }
  | { event: 'intent'; intent: Intent }
  | { event: 'noted'; message: Message }
  /** `effect` is what may be tried again. */
  | { event: 'failed'; what: string; error: string; effect?: Effect }
  | { event: 'tick' }
);

export type Effect =
  | { effect: 'checkAdoption' }
  | { effect: 'readRig' }
  | { effect: 'readConfig' }
  | {
      effect: 'tune';
      facts: RigFacts;
      threads: number | null;
      reserveBytes: number | null;
      hugePageBytes: number | null;
      minerPid: number | null;
    }
  /** Registers and clocks of CPUs that came online. */
  | { effect: 'tuneCpus'; facts: RigFacts }
  | { effect: 'nameRig'; label: string }
  /** `names` are looked for beside the well-known ones; null: nothing is looked for. */
  | { effect: 'discover'; label: string; names: string[] | null }
  | { effect: 'sweep'; wanted: boolean }
  /** Asks what discovery has found, except these: they are asked with what their owner has said of them. */
  | { effect: 'lookAgain'; except: string[] }
  | { effect: 'linksChanged' }
  /** `open`: nobody has said whether the place speaks TLS, or with which certificate; the probe finds out. */
  | { effect: 'probe'; stackId: string; pool: MiningPool; open: boolean }
  | { effect: 'startMiner'; target: MiningTarget; xmrig: XmrigTuning; donatePercent: number; label: string }
  | { effect: 'stopMiner' }
  | { effect: 'confirmTuning'; records: TuningRecord[]; hugePages: { allocated: number; wanted: number } }
  | { effect: 'remember'; session: Session }
  /** Writes the file on the stick; null takes it away. */
  | { effect: 'writeReport'; text: string | null }
  | { effect: 'rememberOnStick'; pool: RememberedPool; poolsHash: string }
  | { effect: 'power'; action: 'reboot' | 'powerOff' }
  | { effect: 'say'; level: Message['level']; text: string };

/** The next state and what is to be done. */
export interface Step {
  state: State;
  effects: Effect[];
}
