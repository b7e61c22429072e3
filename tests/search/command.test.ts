import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { searchFiles, writeSearch } from '../../src/site/outputs.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-search-command-'));
  writeSearch(await searchFiles(loadCatalog('content', { today: '2026-11-23', unpublished: false })), folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ask(lines: string): { status: number | null; answers: { query: string; weak: boolean; results: { url: string }[] }[] } {
  const file = join(folder, 'queries.txt');
  writeFileSync(file, lines);
  const { status, stdout } = spawnSync(process.execPath, ['scripts/search.ts', '--site', folder, '--json', '--file', file], { encoding: 'utf8' });
  return { status, answers: stdout.trimEnd().split('\n').map((line) => JSON.parse(line)) };
}

test('each line gets its line, whatever stands in it', () => {
  const long = `reset password ${'and so on '.repeat(20_000)}`;
  const lines = ['reset password', '', '   ', '🩺🩺', 'passwrod 🙈', long, 'a'.repeat(100_000), 'كلمة المرور', '"quoted" \\ {json}', 'karma'];
  const { status, answers } = ask(`\uFEFF${lines.join('\r\n')}\r\n`);
  expect(status).toBe(0);
  expect(answers.map(({ query }) => query)).toEqual(lines);
  expect(answers.map(({ results }) => results[0]?.url).filter((_, at) => [0, 4, 5, 9].includes(at))).toEqual(['/account/reset-password/', '/account/reset-password/', '/account/reset-password/', '/features/reputation/']);
  for (const at of [1, 2, 3, 6, 7]) expect(answers[at], lines[at]!.slice(0, 20)).toMatchObject({ weak: true, results: [] });
});

test('a thousand queries take one process and a few seconds', () => {
  const started = performance.now();
  const { status, answers } = ask(Array.from({ length: 1_000 }, (_, at) => `how do I cancle my subscription number ${at}`).join('\n'));
  expect(status).toBe(0);
  expect(answers).toHaveLength(1_000);
  // A process for each would take minutes.
  expect(performance.now() - started, 'about one second on an idle machine').toBeLessThan(45_000);
});

test('search:test tells figures of each set, of us and of others', () => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/search-test.ts', '--json'], { encoding: 'utf8' });
  expect(status).toBe(0);
  const figures = JSON.parse(stdout) as Record<string, Record<string, Record<string, { first: number }>>>;
  expect(Object.keys(figures)).toEqual(['queries.tsv', 'later.tsv', 'fresh.tsv']);
  for (const set of Object.values(figures)) expect(set['Bedside']!['held: all']!.first).toBeGreaterThan(set['Pagefind alone']!['held: all']!.first);
});
