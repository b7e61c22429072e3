import type { Reporter, TestModule } from 'vitest/node';

/**
 * Names the tests that were green only at their second attempt (see `retry` in vitest.config.ts), where nobody
 * overlooks them: at the end of the run. Each of them is a mistake of the test or of what it tests.
 */
export default class SecondAttempts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const names = modules.flatMap((module) => [...module.children.allTests()].filter((test) => test.diagnostic()?.flaky === true).map((test) => `  ${module.relativeModuleId} > ${test.fullName}`));
    if (names.length > 0) console.error(`\nGreen only at a second attempt, and to be mended:\n${names.join('\n')}\n`);
  }
}
