import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,functions,dev,tests}/**/*.test.ts'],
    // Servers and browsers are started by some tests; nothing waits for a clock.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // No file leaves anything behind: one process for many of them spares reading the libraries anew for each.
    isolate: false,
    // By default one processor stays idle: of two that is half of them.
    maxWorkers: '100%',
    globalSetup: 'tests/support/build.ts',
    // .ci/run reads the counts from the second one.
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'dist/test-report.json' }]] : ['default'],
  },
});
