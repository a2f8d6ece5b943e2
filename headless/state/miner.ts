/** XMRig as it is followed; times in milliseconds since the kernel started. */
import type { Algorithm } from '../algorithm.ts';
import type { Ended } from '../ended.ts';
import type { MinerPhase, WrongHashes } from '../miner/log.ts';
import type { MinerSummary } from '../miner/summary.ts';

export interface MinerState {
  process: MinerProcess;
  link: MinerLink;
  work: MinerWork;
  restarts: Restarts;
  failover: Failover;
  /** What its API said last; null before that, and without a process. */
  summary: MinerSummary | null;
}

export interface MinerProcess {
  pid: number | null;
  /** The process that was followed last, to tell a restarted XMRig from the same one. */
  lastPid: number | null;
  /** It ran before this engine was started. */
  adopted: boolean;
  /** True between an order to start and its completion: what the old process says then is not news. */
  ordered: boolean;
  startedAt: number;
  /** Since when it is there and its API does not answer. */
  silentSince: number | null;
}

export interface MinerLink {
  /** Since when there has been no working connection, or null while there is one. */
  downSince: number | null;
  /** The same over restarts of XMRig for the same place: what makes a guess a dead one. */
  deadSince: number | null;
  /** Whether a connection to the place has ever stood. */
  hasStood: boolean;
  /** The place that answers the rig's own probe while XMRig has no connection, and since when; null while none does. */
  answers: { stackId: string; since: number } | null;
  /** When its places were last looked up. */
  locatedAt: number;
}

export interface MinerWork {
  /** The last thing XMRig's log said about itself, for the waiting screen. */
  phase: MinerPhase;
  phaseSince: number;
  height: number | null;
  /** Since when the newest job has had this height; null before the first one. */
  heightSince: number | null;
  /** What the job of that height is to be hashed with; null where XMRig's log did not say. */
  heightFor: Algorithm | null;
  threads: number;
  /** The tuning was held against what came of it. */
  confirmed: boolean;
  /** Since when the connection stood with a hashrate of zero. */
  idleSince: number | null;
  /** Since when there has been a hashrate without a break. */
  hashingSince: number | null;
  /** Since when the hashrate of a minute has been less than half of this rig's best with the same algorithm. */
  slowSince: number | null;
  lastShareAt: number | null;
  /** When XMRig's log last told of a share that was rejected. */
  rejectedAt: number | null;
  /** What XMRig's self-test found since its start. */
  wrongHashes: WrongHashes[];
}

export interface Restarts {
  count: number;
  reason: RestartReason | null;
  /** How it ended just now, from the system's log; the reason takes it over. */
  ended: Ended | null;
  /** Restarts by the engine since XMRig last hashed for a good while, and when it may order the next: the pauses grow. */
  failures: number;
  nextAt: number;
}

/** Why XMRig last had to be started again. */
export type RestartReason =
  /** Its unit did it by itself, or the engine after it had been gone for long. */
  | { reason: 'endedItself' | 'gone'; ended: Ended | null }
  | { reason: 'silent' | 'idle'; minutes: number }
  /** Its pool answers, and it does not get through. */
  | { reason: 'stuck'; place: string };

/**
 * A pool by XMRig's spelling, its accepted shares then, since when there was none, the last look, how long XMRig has hashed since, and
 * how many shares were to be expected of that.
 */
export interface Dry {
  pool: string;
  accepted: number;
  since: number;
  seenAt: number;
  hashedMs: number;
  expected: number;
}

export interface Failover {
  /** Connections lost, as XMRig counts them now and as it did when the present span of time began; null before its first answer. */
  drops: { since: number; before: number; now: number } | null;
  /**
   * Shares rejected in a row by one pool, and since when: `accepted` and `before` are XMRig's counts of accepted and rejected ones
   * when the row began. Null before XMRig's first answer.
   */
  rejects: { pool: string; accepted: number; before: number; count: number; since: number } | null;
  /** The lot of shares that is counted now: XMRig's counts when it began, and what came of the lot before it. */
  lot: {
    pool: string;
    accepted: number;
    rejected: number;
    last: { refused: number; of: number } | null;
  } | null;
  /** What the pool that is mined at should have paid since the last share that it accepted; null before XMRig's first answer. */
  dry: Dry | null;
  /** How often XMRig ended by itself, or was started again for doing nothing, at the place it was given first; forgotten once it is sound. */
  deaths: number;
  /** How often a pool of this list was passed over because it kept dropping the connection, or took no share. */
  passedOver: number;
}
