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
