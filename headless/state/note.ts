/** What the engine has to tell a person: codes and values. The sentences are made of them in `headless/status/notes.ts`. */
import type { Algorithm } from '../algorithm.ts';
import type { MinerProblem } from '../miner/log.ts';
import type { Failing } from '../pool.ts';
import type { Message } from '../snapshot.ts';
import type { Effect } from './effect.ts';

/** A row of the stacks table, with the name and port that it is shown under. */
interface Place {
  stackId: string;
  place: string;
}

/** One thing to tell. By its kind, and never by its words, a note is found again and forgotten. */
export type Note =
  /** Answers to what was asked at a console. */
  | { note: 'stackGone' }
  | { note: 'wrongAddress'; why: string }
  | { note: 'walletMissing'; why: string }
  | { note: 'nothingToPause' }
  | { note: 'ownComputer' }
  | { note: 'saved'; place: string }
  /** What XMRig's log said; the place where the problem is one pool's. */
  | { note: 'minerProblem'; problem: MinerProblem; at: Place | null }
  | ({ note: 'usesTls'; fingerprint: string | null } & Place)
  | ({ note: 'isBack'; tls: boolean } & Place)
  | ({ note: 'passedOver'; next: string } & Place & Failing)
  | ({ note: 'moved'; address: string } & Place)
  | ({ note: 'left'; place: string; next: string } & Failing)
  | { note: 'workChanged'; height: number | null; algorithm: Algorithm; expected: string | null }
  | { note: 'failed'; effect: Effect['effect']; error: string }
  /** Of a part of the engine that says it in its own words. */
  | { note: 'said'; message: Message };
