/** Time since the kernel started, in milliseconds: it never jumps, whatever the network says the date is. */
import { performance } from 'node:perf_hooks';

export function clockFrom(uptimeMs: number): () => number {
  const offset = uptimeMs - performance.now();
  return () => Math.round(performance.now() + offset);
}
