import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests start our commands some hundred times, and each compiled every module anew: more than half of its time.
process.env['NODE_COMPILE_CACHE'] ??= resolve('node_modules/.cache/compiled');

/** A condition that comes about costs no more with patience, and one second is not enough on a busy machine. */
const PATIENT = { timeout: 30_000 };

/**
 * On a desk a test that fails once is red. CI gives it a second attempt (.ci/run), so that one slow moment of a shared
 * machine does not hold up a day's work, and tests/second-attempts.ts names it.
 */
const attempts = Number(process.env['BEDSIDE_TEST_ATTEMPTS'] ?? 1);

/** Rules and shells without a browser, then what a reader does in a real one. */
export default defineConfig({
  test: {
    // By itself it leaves one processor to itself, and on two that is half: our tests mostly wait for disks and children.
    maxWorkers: 2,
    retry: attempts - 1,
    reporters: ['default', './tests/second-attempts.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/browser/**', 'tests/long/**'],
          globalSetup: ['tests/store/postgres.setup.ts', 'tests/service/logs.setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: PATIENT },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/browser/site.setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: { poll: PATIENT },
        },
      },
      {
        test: {
          name: 'long',
          include: ['tests/long/**/*.test.ts'],
          globalSetup: ['tests/store/postgres.setup.ts', 'tests/service/logs.setup.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
          expect: { poll: PATIENT },
        },
      },
    ],
  },
});
