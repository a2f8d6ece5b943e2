/** Follows a soaking rig: the stack's events as they come, what XMRig's API counts, and each start of XMRig. */
import { readFileSync } from 'node:fs';
import type { Scene } from '../faults/scene.ts';
import type { Counts, Heard } from './accounts.ts';

export interface Restart {
  minute: number;
  /** What had gone wrong last, and whether it still did. */
  failure: string;
  /** What the engine had asked of systemd since. */
  orders: string[];
  /** As the screen says it; null where the engine has none. */
  reason: string | null;
}

const EVERY_MS = 250;

export class Watch {
  readonly heard: Heard[] = [];
  readonly restarts: Restart[] = [];
  /** What went wrong last. */
  failure = 'nothing yet';
  readonly #scene: Scene;
  #started = uptime();
  readonly #counts = new Map<number, Counts>();
  readonly #timer: NodeJS.Timeout;
  #pid: number | null = null;
  #orders: number;
  #untold: Restart | null = null;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#orders = scene.rig.orders.length;
    this.#timer = setInterval(() => this.look(), EVERY_MS);
  }

  /** Minutes count from now on. */
  begin(): void {
    this.#started = uptime();
  }

  get minute(): number {
    return this.minuteOf(uptime());
  }

  /** `at` in seconds since the kernel started. */
  minuteOf(at: number): number {
    return (at - this.#started) / 60;
  }

  /** What XMRig's API has counted, over all its processes. */
  get apiCounts(): Counts {
    const all = [...this.#counts.values()];
    return {
      accepted: all.reduce((sum, { accepted }) => sum + accepted, 0),
      rejected: all.reduce((sum, { rejected }) => sum + rejected, 0),
    };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.look();
  }

  look(): void {
    const { rig, stack } = this.#scene;
    const at = uptime();
    for (const event of stack('home').events.slice(this.heard.length)) this.heard.push({ at, event });
    for (const { snapshot } of rig.console.seen.splice(0)) {
      const { miner } = snapshot;
      if (!miner?.pid) continue;
      this.#counts.set(miner.pid, { accepted: miner.accepted, rejected: miner.rejected });
      if (this.#untold && miner.pid === this.#pid) {
        this.#untold.reason = miner.restartReason;
        this.#untold = null;
      }
    }
    const { pid } = rig.xmrig;
    if (pid === null || pid === this.#pid) return;
    if (this.#pid !== null) {
      const orders = rig.orders.slice(this.#orders);
      this.#untold = { minute: this.minute, failure: this.failure, orders, reason: null };
      this.restarts.push(this.#untold);
    }
    this.#orders = rig.orders.length;
    this.#pid = pid;
  }
}

/** The clock of the journal. Seconds since the kernel started. */
export function uptime(): number {
  return Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
}
