/** The guide's pictures: there, small, told in words, and showing what the commands say today. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FOLDER = 'docs/images/first-article';
const shown = [...readFileSync('docs/authors/first-article.md', 'utf8').matchAll(/!\[([^\]]*)\]\(\.\.\/images\/first-article\/([\w.-]+)\)/g)].map(([, alt = '', name = '']) => ({ alt, name }));

test('every picture is shown once, and every one that is shown is there', () => {
  expect(shown.map(({ name }) => name).sort()).toEqual(readdirSync(FOLDER).sort());
});

test.each(shown)('$name is small, and its words tell what it shows', ({ alt, name }) => {
  expect(statSync(join(FOLDER, name)).size).toBeLessThan(90_000);
  expect(alt.length).toBeGreaterThan(60);
  expect(alt).not.toMatch(/^(image|picture|screenshot)/i);
});

test('the drawings are as they would be drawn now: the check in them says what it says', { timeout: 300_000 }, () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/guide-pictures.ts', '--check'], { encoding: 'utf8', env: { ...process.env, VITEST: undefined } });
  expect(stdout + stderr).toBe('The drawings are fresh.\n');
  expect(status).toBe(0);
});
