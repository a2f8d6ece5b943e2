import { randomBytes } from 'node:crypto';
import { algorithmOf } from './algorithms.ts';
import type { JobAnswer } from './answers.ts';
import { hashingBlob, type Template, withNonce } from './jobs.ts';
import { isP2Pool, type Settings } from './settings.ts';
import type { Job } from './shares.ts';
import { targetOf } from './target.ts';

/** A share of an older job still counts for this many jobs, as it does with real stacks. */
const KEPT_JOBS = 4;

/** The jobs of one miner. */
export class Work {
  /** xmrig-proxy gives each miner one value of the nonce's last byte. */
  readonly #nonceByte: string;
  #jobs: Job[] = [];

  constructor(nonceByte: number) {
    this.#nonceByte = nonceByte.toString(16).padStart(2, '0');
  }

  /** A new job, as it is sent; its difficulty is the settings' times `factor`. */
  next(settings: Settings, template: Template, factor: number): JobAnswer {
    const id = randomBytes(4).toString('hex');
    // Behind a proxy all miners share one block and split the nonces; P2Pool gives each a block of its own.
    const blob = isP2Pool(settings.kind)
      ? hashingBlob(template, id)
      : withNonce(hashingBlob(template, 'proxy'), `000000${this.#nonceByte}`);
    const difficulty = settings.difficulty * factor;
    const { height, seedHash } = template;
    const algorithm = algorithmOf(template.version);
    const job = { id, algorithm, blob, seedHash, height, difficulty, nonces: new Set<string>() };
    this.#jobs = [...this.#jobs, job].slice(-KEPT_JOBS);
    const named = settings.nameAlgo ? { algo: settings.algo ?? algorithm } : {};
    return { blob, job_id: id, target: targetOf(difficulty), ...named, height, seed_hash: seedHash };
  }

  /** The job of that id, unless it is too old. */
  find(id: string): Job | undefined {
    return this.#jobs.find((job) => job.id === id);
  }
}
