import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Servers and browsers are started by some tests; nothing waits for a clock.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // By default one processor stays idle: of two that is half of them.
    maxWorkers: '100%',
    globalSetup: 'tests/support/build.ts',
    // .ci/run reads the counts from the second one.
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'dist/test-report.json' }]] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'app',
          include: ['shared/**/*.test.ts', 'functions/**/*.test.ts'],
          globalSetup: [],
          // They start no process and leave nothing behind: one process for many files spares reading the libraries anew for each.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'whole', include: ['{dev,tests}/**/*.test.ts'], globalSetup: [] } },
    ],
  },
});
