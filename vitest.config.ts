/** How the tests run: every `test/**` file in a worker thread; a summary with the reasons of skips when scripts/test.ts asks. */
import { defineConfig } from 'vitest/config';
import { createTestSummary } from './scripts/test-summary.ts';

const summaryFile = process.env.BALLAST_TEST_SUMMARY;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    allowOnly: false,
    reporters: summaryFile ? ['default', createTestSummary(summaryFile)] : ['default'],
  },
});
