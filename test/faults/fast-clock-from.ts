/** Stands in for `headless/system/clock.ts` where `fast-clock.ts` is preloaded. */
import { performance } from 'node:perf_hooks';

/** SIGUSR2 makes it go fast, and the next one as it should. */
export function clockFrom(uptimeMs: number): () => number {
  const fast = Number(process.env['RIGFORGE_SPEED'] ?? 1);
  let speed = 1;
  let then = { real: performance.now(), shown: uptimeMs };
  const shown = () => then.shown + (performance.now() - then.real) * speed;
  process.on('SIGUSR2', () => {
    then = { real: performance.now(), shown: shown() };
    speed = speed === 1 ? fast : 1;
  });
  return () => Math.round(shown());
}
