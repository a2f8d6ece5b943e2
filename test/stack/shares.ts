import { difficultyOf, meets } from './target.ts';

/** One job as a miner got it: the blob with an empty nonce, and what a share of it has to meet. */
export interface Job {
  readonly id: string;
  readonly blob: string;
  readonly seedHash: string;
  readonly height: number;
  readonly difficulty: number;
  /** Nonces handed in so far, so that no share counts twice. */
  readonly nonces: Set<string>;
}

/** Why a share does not count. */
export type ShareFault = 'duplicate' | 'lowDifficulty' | 'badHash';

/** The outcome for one share; `found` is the difficulty that its true hash would have met. */
export interface Verdict {
  readonly fault: ShareFault | null;
  readonly found: number;
}

/**
 * Judges a share: the hash is computed again, has to be the one handed in, and has to meet the job's target.
 * @param hash the true RandomX hash of the job's blob with this nonce
 */
export async function judgeShare(
  job: Job,
  nonce: string,
  claimed: string,
  hash: (seed: string, nonce: string) => Promise<string>,
): Promise<Verdict> {
  if (job.nonces.has(nonce)) {
    return { fault: 'duplicate', found: 0 };
  }
  job.nonces.add(nonce);
  const truth = await hash(job.seedHash, nonce);
  const found = difficultyOf(truth);
  if (truth !== claimed) {
    return { fault: 'badHash', found };
  }
  return { fault: meets(truth, job.difficulty) ? null : 'lowDifficulty', found };
}
