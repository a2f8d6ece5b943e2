import type { Algorithm } from './algorithms.ts';
import { difficultyOf, meets } from './target.ts';

/** One job as a miner got it: the blob with an empty nonce, and what a share of it has to meet. */
export interface Job {
  readonly id: string;
  readonly algorithm: Algorithm;
  readonly blob: string;
  readonly seedHash: string;
  readonly height: number;
  readonly difficulty: number;
  /** Nonces handed in so far, so that no share counts twice. */
  readonly nonces: Set<string>;
}

/** What a miner hands in. */
export interface Share {
  readonly nonce: string;
  /** The hash; for RandomX v2 the commitment to it. */
  readonly result: string;
  /** For RandomX v2: the hash. */
  readonly commitment?: string | undefined;
}

/** A hash and, for RandomX v2, the commitment to it. */
export interface Truth {
  readonly hash: string;
  readonly commitment: string | null;
}

/** Why a share does not count. */
export type ShareFault = 'duplicate' | 'lowDifficulty' | 'badHash';

/** The outcome for one share; `found` is the difficulty that its true result would have met. */
export interface Verdict {
  readonly fault: ShareFault | null;
  readonly found: number;
}

/**
 * Judges a share: its hash is computed again, has to be the one handed in (for RandomX v2, with the commitment to it), and has to meet
 * the job's target.
 * @param compute the truth about the job's blob with this nonce
 */
export async function judgeShare(
  job: Job,
  share: Share,
  compute: (job: Job, nonce: string) => Promise<Truth>,
): Promise<Verdict> {
  if (job.nonces.has(share.nonce)) {
    return { fault: 'duplicate', found: 0 };
  }
  job.nonces.add(share.nonce);
  const { hash, commitment } = await compute(job, share.nonce);
  const result = commitment ?? hash;
  const found = difficultyOf(result);
  if (result !== share.result || (commitment !== null && hash !== share.commitment)) {
    return { fault: 'badHash', found };
  }
  return { fault: meets(result, job.difficulty) ? null : 'lowDifficulty', found };
}
