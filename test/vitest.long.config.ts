import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { WAIT_MILLISECONDS } from './wait.ts';

/** Tests that take minutes: a rig over hours of a fast clock with the real XMRig, whole LANs, and the fuzzers at length. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    include: ['test/**/*.long.test.ts', 'test/**/fuzz.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    setupFiles: [join(import.meta.dirname, 'patience.ts')],
    expect: { poll: { timeout: WAIT_MILLISECONDS } },
    maxWorkers: 3,
    env: { RIGFORGE_FUZZ: '100000' },
  },
});
