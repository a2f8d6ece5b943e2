import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The fault suite (`npm run test:faults`): whole LANs with a rig as it ships, and everything that may go wrong. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    include: ['test/faults/*.faults.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // Each line of the table is shown when it is there.
    disableConsoleIntercept: true,
    // Two cores hash for so many rigs, verify their shares, and are idle for the rest of the time.
    maxConcurrency: Number(process.env['RIGFORGE_FAULTS_AT_ONCE'] ?? 4),
  },
});
