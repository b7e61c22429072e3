/** Everything that the test run's services log goes into one folder; at the end it is read for what must never be in a log. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    logFolder: string;
  }
}

/** Words that tests put where readers write: in comments, queries, headers. */
export const SECRET_WORDS = ['zebra-comment', 'zebra-query', 'zebra-header', 'zebra-field', 'zebra-subject', 'zebra-file', 'zebra-name', 'zebra-user', '203.0.113.', '198.51.100.', '127.0.0.1', '::1', '2001:db8'];

let folder = '';

export function setup(project: TestProject): void {
  folder = mkdtempSync(join(tmpdir(), 'bedside-logs-'));
  project.provide('logFolder', folder);
}

export function teardown(): void {
  const leaks = findLeaks(folder);
  rmSync(folder, { recursive: true, force: true });
  if (leaks.length > 0) throw new Error(`The logs of this run hold what must never be in a log:\n${leaks.join('\n')}`);
}

/** Log lines of a folder that hold one of the words. */
export function findLeaks(logs: string): string[] {
  if (!existsSync(logs)) return [];
  return readdirSync(logs).flatMap((file) =>
    readFileSync(join(logs, file), 'utf8')
      .split('\n')
      .filter((line) => SECRET_WORDS.some((word) => line.includes(word))),
  );
}
