import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { WAIT_MILLISECONDS } from './wait.ts';

/**
 * Unit, screen and integration tests; what takes minutes (`*.long.test.ts`) has `vitest.long.config.ts`, and the boots live in
 * `test/boot/` and have their own command.
 */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/**/*.long.test.ts'],
    // Nothing but a hang reaches these: the tests pass on one core beside a busy loop as well.
    testTimeout: 300_000,
    hookTimeout: 900_000,
    setupFiles: [join(import.meta.dirname, 'patience.ts')],
    expect: { poll: { timeout: WAIT_MILLISECONDS } },
    // A process of its own for each of 146 files took a quarter of the time; no file changes what another one uses.
    isolate: false,
    // Many of them wait for a socket or a process most of the time.
    maxWorkers: 4,
  },
});
