import type { WorkerStatus } from './events.ts';

interface Counts {
  readonly verifiedShares: number;
  readonly rejectedShares: number;
}

/** Who has worked for the stack, and with what success. */
export class WorkerBook {
  readonly #workers = new Map<string, Counts & { readonly agent: string }>();

  /** Notes a worker that got its job; one that comes back keeps its counts. */
  join(name: string, agent: string): void {
    const { verifiedShares, rejectedShares } = this.#workers.get(name) ?? {
      verifiedShares: 0,
      rejectedShares: 0,
    };
    this.#workers.set(name, { verifiedShares, rejectedShares, agent });
  }

  /** Counts a share and returns the stack's totals. */
  count(name: string, accepted: boolean): Counts {
    const { verifiedShares, rejectedShares, agent } = this.#workers.get(name) ?? {
      verifiedShares: 0,
      rejectedShares: 0,
      agent: '',
    };
    this.#workers.set(name, {
      verifiedShares: verifiedShares + (accepted ? 1 : 0),
      rejectedShares: rejectedShares + (accepted ? 0 : 1),
      agent,
    });
    return this.#totals();
  }

  /** All counts; `connected` are the names of the workers on the line now. */
  status(connected: readonly (string | null)[]): Counts & { readonly workers: readonly WorkerStatus[] } {
    const workers = [...this.#workers].map(([name, worker]) => ({
      name,
      connected: connected.includes(name),
      ...worker,
    }));
    return { ...this.#totals(), workers };
  }

  #totals(): Counts {
    const all = [...this.#workers.values()];
    return {
      verifiedShares: all.reduce((sum, worker) => sum + worker.verifiedShares, 0),
      rejectedShares: all.reduce((sum, worker) => sum + worker.rejectedShares, 0),
    };
  }
}
