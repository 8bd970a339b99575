import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{functions,shared,dev,tests}/**/*.test.ts'],
    // Servers and browsers are started by some tests; nothing waits for a clock.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: 'tests/support/build.ts',
  },
});
