import { defineConfig } from 'vitest/config';

/** Unit, screen and integration tests; the boots live in `test/boot/` and have their own command. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
