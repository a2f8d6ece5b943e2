/** Stands in for `headless/system/clock.ts` where `fast-clock.ts` is preloaded. */
import { performance } from 'node:perf_hooks';

export function clockFrom(uptimeMs: number): () => number {
  const speed = Number(process.env['RIGFORGE_SPEED'] ?? 1);
  const start = performance.now();
  // What was before this process was before it by a fast clock too: an engine that is started again goes on where the last one was.
  return () => Math.round((uptimeMs + performance.now() - start) * speed);
}
