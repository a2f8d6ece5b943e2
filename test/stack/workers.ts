import type { ShareCounts, WorkerStatus } from './events.ts';

const NONE: ShareCounts = { verifiedShares: 0, rejectedShares: 0 };

/** Who has worked for the stack, and with what success. */
export class WorkerBook {
  readonly #workers = new Map<string, ShareCounts & { readonly agent: string }>();
  readonly #algorithms = new Map<string, ShareCounts>();

  /** Notes a worker that got its job; one that comes back keeps its counts. */
  join(name: string, agent: string): void {
    this.#workers.set(name, { ...(this.#workers.get(name) ?? NONE), agent });
  }

  /** Counts a share and returns the stack's totals. */
  count(name: string, algorithm: string, accepted: boolean): ShareCounts {
    const worker = this.#workers.get(name) ?? { ...NONE, agent: '' };
    this.#workers.set(name, { ...worker, ...oneMore(worker, accepted) });
    this.#algorithms.set(algorithm, oneMore(this.#algorithms.get(algorithm) ?? NONE, accepted));
    return this.totals();
  }

  totals(): ShareCounts {
    const all = [...this.#workers.values()];
    return {
      verifiedShares: all.reduce((sum, worker) => sum + worker.verifiedShares, 0),
      rejectedShares: all.reduce((sum, worker) => sum + worker.rejectedShares, 0),
    };
  }

  /** All counts; `connected` are the names of the workers on the line now. */
  status(connected: readonly (string | null)[]): ShareCounts & {
    readonly algorithms: Readonly<Record<string, ShareCounts>>;
    readonly workers: readonly WorkerStatus[];
  } {
    const workers = [...this.#workers].map(([name, worker]) => ({
      name,
      connected: connected.includes(name),
      ...worker,
    }));
    return { ...this.totals(), algorithms: Object.fromEntries(this.#algorithms), workers };
  }
}

function oneMore(counts: ShareCounts, accepted: boolean): ShareCounts {
  return {
    verifiedShares: counts.verifiedShares + (accepted ? 1 : 0),
    rejectedShares: counts.rejectedShares + (accepted ? 0 : 1),
  };
}
