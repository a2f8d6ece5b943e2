import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Two, six and three boots for one proof each: only when asked for by name. */
const LONG = ['owner', 'power-cut', 'sources', 'two-rigs', 'walk', 'written'].filter(
  (name) => !process.argv.includes(name),
);

/** One machine at a time: two emulated PCs on two cores take as long as one after the other. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['test/boot/**/*.boot.ts'],
    exclude: LONG.map((name) => `**/${name}.boot.ts`),
    fileParallelism: false,
    sequence: { concurrent: false, shuffle: false },
    // What a boot showed stays true only as long as what it builds on.
    bail: 0,
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    teardownTimeout: 60_000,
  },
});
