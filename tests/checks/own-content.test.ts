/** The project's own help center passes every check, strictly: what we ask of others we do. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const OUT = resolve('node_modules/.cache/bedside-tests/checked');

function node(...words: string[]) {
  return spawnSync(process.execPath, words, { encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production', VITEST: undefined, NO_COLOR: '1' } });
}

test('no errors and no warnings, on the site as it is built', { timeout: 600_000 }, () => {
  const build = node('scripts/build.ts', '--out', OUT);
  expect(build.status, build.stderr + build.stdout).toBe(0);
  const { stdout, status } = node('scripts/check.ts', '--strict', '--json', '--site', OUT);
  const { findings, notes } = JSON.parse(stdout) as { findings: { code: string; when?: string }[]; notes: unknown[] };
  // Days pass without anybody's doing: the calendar's rules are the scheduled run's.
  expect(findings.filter(({ code }) => !['freshness/overdue', 'freshness/release', 'freshness/expired', 'calendar/holidays-end'].includes(code))).toEqual([]);
  expect(notes).toEqual([]);
  expect(status).toBe(0);
});
