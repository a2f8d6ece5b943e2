/** A window of a rig: follows its snapshots over the console socket, over every restart of the engine, and sends intents. */
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Intent } from '../../headless/intent.ts';
import { type Snapshot, snapshotSchema } from '../../headless/snapshot.ts';

export interface Sight {
  /** In milliseconds of this process's clock. */
  at: number;
  snapshot: Snapshot;
}

export class Console {
  readonly #path: string;
  readonly #watching = new Set<(sight: Sight) => void>();
  #socket: Socket | null = null;
  #isOpen = true;
  #newest: Sight | null = null;
  /** Everything that was seen, oldest first: at most two a second. */
  readonly seen: Sight[] = [];

  constructor(path: string) {
    this.#path = path;
    void this.#follow();
  }

  /** The newest snapshot. */
  get snapshot(): Snapshot {
    if (!this.#newest) throw new Error('the engine has said nothing yet');
    return this.#newest.snapshot;
  }

  /** Waits for a snapshot that fits, the newest one counted; `what` names it where it does not come in time. */
  until(what: string, fits: (snapshot: Snapshot) => boolean, seconds: number): Promise<Sight> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watching.delete(watch);
        const at = this.#newest?.snapshot;
        reject(new Error(`not within ${seconds} s: ${what}; the screen says: ${at?.stage}, ${at?.doing}`));
      }, seconds * 1000);
      const watch = (sight: Sight) => {
        if (!fits(sight.snapshot)) return;
        clearTimeout(timer);
        this.#watching.delete(watch);
        resolve(sight);
      };
      this.#watching.add(watch);
      if (this.#newest) watch({ ...this.#newest, at: performance.now() });
    });
  }

  intent(intent: Intent): void {
    this.#socket?.write(`${JSON.stringify(intent)}\n`);
  }

  close(): void {
    this.#isOpen = false;
    this.#socket?.destroy();
  }

  async #follow(): Promise<void> {
    while (this.#isOpen) {
      await this.#connection();
      await sleep(200);
    }
  }

  #connection(): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(this.#path);
      this.#socket = socket;
      socket
        .on('error', () => {})
        .on('close', () => {
          // What it said is old when there is nobody to say anything.
          this.#newest = null;
          resolve();
        });
      createInterface({ input: socket })
        .on('error', () => {})
        .on('line', (line) => {
          const parsed = snapshotSchema.safeParse(JSON.parse(line));
          // The other kind of line is the log.
          if (!parsed.success) return;
          const sight = { at: performance.now(), snapshot: parsed.data };
          this.#newest = sight;
          this.seen.push(sight);
          for (const watch of [...this.#watching]) watch(sight);
        });
    });
  }
}
