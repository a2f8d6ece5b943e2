import type { Snapshot } from '../headless/snapshot.ts';

/** Draws at once when the last time is long enough ago, else when it is; several requests in between are one. */
export type Pacer = {
  /** Something changed that may wait. */
  request(): void;
  /** Something changed that may not (a key, the connection, the window's size). */
  now(): void;
  stop(): void;
};

/** `intervalMs` is asked at every request, since the screen's pace depends on what it shows. */
export function createPacer(draw: () => void, intervalMs: () => number): Pacer {
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  const now = () => {
    clearTimeout(timer ?? undefined);
    timer = null;
    last = performance.now();
    draw();
  };
  return {
    request() {
      const wait = last + intervalMs() - performance.now();
      if (wait <= 0) {
        now();
      } else {
        timer ??= setTimeout(now, wait);
      }
    },
    now,
    stop() {
      clearTimeout(timer ?? undefined);
    },
  };
}

/** Milliseconds between two redraws that nobody asked for by a key. */
const PACE_MS = 500;
const MINING_PACE_MS = 2000;
/** While mining, when nobody pressed a key for `QUIET_MS`: the redraws are most of what this program costs. */
const QUIET_PACE_MS = 5000;
const QUIET_MS = 60_000;
/** For this long after a key the faster pace holds, so that the answer to it is seen. */
export const ANSWER_MS = 3000;
/** A screen that nobody looked after for this long is dimmed while mining. */
const DIM_MS = 600_000;

/** How often to redraw, by what the rig does and the milliseconds since the last key. */
export function paceMs(snapshot: Snapshot | null, sinceKey: number): number {
  if (snapshot?.stage !== 'mining' || sinceKey < ANSWER_MS) {
    return PACE_MS;
  }
  return sinceKey < QUIET_MS ? MINING_PACE_MS : QUIET_PACE_MS;
}

/** True when the screen may be dimmed: all is well, and nobody pressed a key for ten minutes. */
export function mayDim(snapshot: Snapshot | null, sinceKey: number): boolean {
  return (
    snapshot?.stage === 'mining' &&
    sinceKey >= DIM_MS &&
    snapshot.messages.every((message) => message.level !== 'error')
  );
}
