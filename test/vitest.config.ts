import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * Unit, screen and integration tests; what takes minutes (`*.long.test.ts`) has `vitest.long.config.ts`, and the boots live in
 * `test/boot/` and have their own command.
 */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/**/*.long.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Many of them wait for a socket or a process most of the time.
    maxWorkers: 4,
  },
});
