/** What `npm run check` prints and how it ends. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { touch } from '../../src/authoring/touch.ts';
import { article, CANCEL, PASSWORD, TODAY, treeOf, type Files } from '../catalog/trees.ts';
import { BuildFailed } from '../../src/checks/cannot-run.ts';
import type { Material } from '../../src/checks/material.ts';
import { RULES } from '../../src/checks/registry.ts';
import { exitCode, runChecks } from '../../src/checks/run.ts';
import { folderOf, materialIn } from './check.ts';

function run(files: Files, ...words: string[]) {
  return runIn(treeOf(files), ...words);
}

function runIn(root: string, ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check.ts', '--today', TODAY, ...words], { encoding: 'utf8', env: { ...process.env, BEDSIDE_CONTENT: root, BEDSIDE_DATA: root, VITEST: undefined } });
  return { status, stdout, stderr };
}

const WARNING: Files = { [CANCEL]: article({}, 'Text.\n') };
const PARTS = ['--rule', 'article/parts'];
const OLD: Files = { [CANCEL]: article({ lastUpdated: '2026-01-01' }) };

describe('exit codes', () => {
  test.each([
    ['nothing found', {}, ['--rule', 'article/orphan'], 0],
    ['a warning', WARNING, PARTS, 0],
    ['a warning with --strict', WARNING, [...PARTS, '--strict'], 1],
    ['an error', { [CANCEL]: article({ sumary: 'x' }) }, PARTS, 1],
    ['the calendar alone', OLD, ['--rule', 'freshness/overdue'], 0],
    ['the calendar alone, strictly', OLD, ['--rule', 'freshness/overdue', '--strict'], 0],
    ['the calendar in the scheduled run', OLD, ['--rule', 'freshness/overdue', '--scheduled'], 1],
    ['a rule that does not exist', {}, ['--rule', 'article/orfan'], 2],
    ['an option that does not exist', {}, ['--quick'], 2],
    ['a format that does not exist', {}, ['--format', 'xml'], 2],
    ['a day that is none', {}, ['--today', 'tomorrow'], 2],
  ] as const)('%s', (_name, files, words, status) => expect(run(files as Files, ...words).status).toBe(status));

  test('a wrong word is answered with the right one, on standard error only', () => {
    const { stdout, stderr } = run({}, '--rule', 'article/orfan');
    expect(stdout).toBe('');
    expect(stderr).toContain('Did you mean "article/orphan"?');
  });
});

test('a build that fails on right content is “could not run”, not “fine”; what was found before counts more', async () => {
  const material = Object.create(materialIn(treeOf(WARNING), {}), {
    site: {
      get: () => {
        throw new BuildFailed();
      },
    },
  }) as Material;
  const ended = async (...codes: string[]) => {
    const rules = RULES.filter(({ code }) => codes.includes(code));
    const result = await runChecks(material, { rules, loaded: [], accepted: [], scheduled: false });
    return [exitCode(result, { strict: false, rules }), exitCode(result, { strict: true, rules }), result.notes.length];
  };
  expect(await ended('link/page')).toEqual([2, 2, 1]);
  expect(await ended('link/page', 'article/parts')).toEqual([2, 1, 1]);
  expect(await ended('article/heading-order')).toEqual([0, 0, 0]);
});

describe('formats', () => {
  const files = { [CANCEL]: article({ title: 'How do I pay 100%, or less?' }, 'Text.\n') };

  test('JSON is one document of a version, with paths that an editor can open', () => {
    const { version, warnings, findings, notes, rules } = JSON.parse(run(files, ...PARTS, '--format', 'json').stdout);
    expect({ version, warnings, notes, rules }).toEqual({ version: 1, warnings: 2, notes: [], rules: ['article/parts'] });
    expect(findings[1]).toMatchObject({ code: 'article/parts', severity: 'warning', line: 3, field: 'kind', value: 'how-to', file: expect.stringMatching(/articles\/billing\/cancel\.mdx$/) });
  });

  test('GitHub reads each finding as one annotation, whatever stands in it', () => {
    const lines = run({ [CANCEL]: article({ 'sum:m,ary': '"50%"' }) }, ...PARTS, '--format', 'github').stdout.trim().split('\n');
    expect(lines[0]).toMatch(/^::(warning|error) file=[^:,]+,line=\d+(,col=\d+)?,title=[^:,]+::/);
    expect(lines.every((line) => line.startsWith('::'))).toBe(true);
  });
});

test('a rule that cannot look says why, and the others run', () => {
  const { stdout, status } = run({}, '--rule', 'address/', '--rule', 'link/', '--site', '/nowhere');
  expect(status).toBe(0);
  expect(stdout).toContain('note: not checked (address/lost, address/lost-anchor, address/unrecorded): addresses.lock.yaml is not there yet.');
  expect(stdout).toContain('There is no built site in /nowhere.');
});

test.each([
  ['marks of a merge', '/billing/: page\n<<<<<<< ours\n/account/: page\n=======\n/account/: page a\n>>>>>>> theirs\n', ':2', 'Keep the lines of both'],
  ['a line that is none', '/billing/: page\n/account: \n', ':2', 'npm run touch'],
])('a ledger with %s is one error at its line, and no rule passes because of it', (_name, ledger, line, remedy) => {
  const { stdout, status } = run({ 'addresses.lock.yaml': ledger }, '--rule', 'address/');
  expect(status).toBe(1);
  expect(stdout).toMatch(new RegExp(`addresses\\.lock\\.yaml${line}(:\\d+)?  error  check/lock`));
  expect(stdout).toContain('1 error, 0 warnings');
  expect(stdout).toContain(remedy);
  expect(stdout).toMatch(/note: not checked \(address\/lost, address\/lost-anchor, address\/unrecorded\): addresses\.lock\.yaml:2 cannot be read\./);
});

test('--changed without Git says so and shows everything', () => {
  expect(run(WARNING, ...PARTS, '--changed', 'origin/main').stdout).toMatch(/article\/parts[^]*Everything is shown instead/);
});

test('--fix writes the new address where the old one stood, and the dates stay right', () => {
  const root = treeOf({
    'redirects.yaml': '/old/: /billing/cancel/\n',
    [CANCEL]: article({}, '## Begin\n'),
    [PASSWORD]: article({ id: 'passwd01' }, 'See `/old/`, [this](/old/ "Old") and [that][x].\n\n[x]: /old/#begin\n'),
  });
  touch(root, { today: TODAY, articles: [], same: false });
  const site = folderOf({ 'account/password/index.html': '<a href="/old/">this</a><a href="/old/#begin">that</a>', 'billing/cancel/index.html': '<h2 id="begin">' });
  const rules = ['--rule', 'link/redirected', '--rule', 'freshness/'];
  expect(runIn(root, ...rules, '--site', site).stdout).toContain('Write /billing/cancel/');
  const { stdout } = runIn(root, ...rules, '--site', site, '--fix');
  expect(stdout).toContain('2 links were given their new address');
  expect(readFileSync(join(root, PASSWORD), 'utf8')).toContain('See `/old/`, [this](/billing/cancel/ "Old") and [that][x].\n\n[x]: /billing/cancel/#begin\n');
  expect(runIn(root, '--rule', 'freshness/').stdout).toBe('8 rules, nothing found.\n');
});

test('what a team accepts is left out and counted; an entry that nothing needs is told', () => {
  const root = treeOf(WARNING);
  writeFileSync(join(root, 'checks.yaml'), `accept:\n  - rule: article/parts\n    file: ${CANCEL}\n    why: One sentence is enough here.\n  - rule: article/parts\n    file: gone.mdx\n    why: It was here once, long ago.\n  - rule: article/parts\n    file: ${PASSWORD}\n    why: One sentence is enough here.\n`);
  const { stdout } = runIn(root, ...PARTS);
  expect(stdout).toContain('checks.yaml:5  warning  check/accept');
  expect(stdout).toContain('2 kept by checks.yaml.');
  expect(stdout).not.toContain(' article/parts\n  kind');
});
