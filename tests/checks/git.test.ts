/** Dates that are right wherever the content lies: a whole clone, one of a single commit, a tarball, no Git. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { touch } from '../../src/authoring/touch.ts';
import { changedFiles } from '../../src/checks/changed.ts';
import { RULES } from '../../src/checks/registry.ts';
import { CannotRun } from '../../src/checks/cannot-run.ts';
import { runChecks } from '../../src/checks/run.ts';
import { article, CANCEL, CATEGORIES, lineOf, PASSWORD, SITE } from '../catalog/trees.ts';
import { materialIn, places } from './check.ts';

const work = mkdtempSync(join(tmpdir(), 'bedside-git-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const origin = join(work, 'origin');
const content = (clone: string) => join(clone, 'content');

function git(folder: string, ...words: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_AUTHOR_DATE: '2024-02-01T12:00:00Z', GIT_COMMITTER_DATE: '2024-02-01T12:00:00Z' };
  return execFileSync('git', [...identity, ...words], { cwd: folder, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What the date rules say about a tree. */
async function dates(root: string): Promise<string[]> {
  const rules = RULES.filter(({ code }) => code.startsWith('freshness/') || code.startsWith('address/'));
  const result = await runChecks(materialIn(root, {}), { rules, loaded: [], accepted: [], scheduled: false });
  expect(result.notes).toEqual([]);
  return places(result);
}

function write(root: string, file: string, text: string): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
}

beforeAll(() => {
  const root = content(origin);
  write(root, 'site.yaml', SITE);
  write(root, 'categories.yaml', CATEGORIES);
  write(root, CANCEL, article({ lastUpdated: '2026-09-01' }, 'Select Cancel.\n'));
  write(root, PASSWORD, article({ id: 'passwd01', title: 'How do I change my password?', lastUpdated: '2026-10-01' }, '## Begin\n\nLog in.\n'));
  touch(root, { today: '2026-11-23', articles: [], same: false });
  git(origin, 'init', '-q');
  git(origin, 'add', '.');
  git(origin, 'commit', '-qm', 'Begin');
  // A second commit touches everything without a change of meaning: Git's dates would all be this commit's.
  write(root, CANCEL, article({ lastUpdated: '2026-09-01' }, 'Select\nCancel.\n'));
  write(root, PASSWORD, article({ lastUpdated: '2026-10-01', id: 'passwd01', title: 'How do I change my password?' }, 'Begin\n-----\n\nLog in.\n'));
  git(origin, 'commit', '-qam', 'Reformat');
});

const PLACES: Readonly<Record<string, (to: string) => void>> = {
  'a whole clone': (to) => void git(work, 'clone', '-q', origin, to),
  'a clone of one commit': (to) => void git(work, 'clone', '-q', '--depth=1', `file://${origin}`, to),
  'a clone without file contents': (to) => void git(work, 'clone', '-q', '--filter=blob:none', `file://${origin}`, to),
  'a tarball': (to) => {
    mkdirSync(to);
    execFileSync('tar', ['-x', '-C', to], { input: execFileSync('git', ['archive', 'HEAD'], { cwd: origin }) });
  },
  'a plain copy': (to) => cpSync(content(origin), content(to), { recursive: true }),
};

describe.each(Object.keys(PLACES))('in %s', (name) => {
  const clone = join(work, name.replaceAll(' ', '-'));
  const root = content(clone);
  beforeAll(() => PLACES[name]!(clone));

  test('a reformat changes no date, and nothing is wrong', async () => expect(await dates(root)).toEqual([]));

  test('another meaning under an old date is one error, at the date', async () => {
    const before = readFileSync(join(root, CANCEL), 'utf8');
    appendFileSync(join(root, CANCEL), '\nThen select Yes.\n');
    expect(await dates(root)).toEqual([`freshness/old-date ${CANCEL}:${lineOf(before, 'lastUpdated')}`]);
    writeFileSync(join(root, CANCEL), before);
  });

  test('touch mends it, and only it', async () => {
    const before = readFileSync(join(root, CANCEL), 'utf8');
    appendFileSync(join(root, CANCEL), '\nThen select Yes.\n');
    expect(touch(root, { today: '2026-11-24', articles: [], same: false }).dated).toEqual([CANCEL]);
    expect(readFileSync(join(root, CANCEL), 'utf8')).toBe(before.replace('lastUpdated: 2026-09-01', 'lastUpdated: 2026-11-24') + '\nThen select Yes.\n');
    expect(await dates(root)).toEqual([]);
  });
});

describe('what a branch changes', () => {
  const clone = join(work, 'branch');
  beforeAll(() => {
    git(work, 'clone', '-q', origin, clone);
    git(clone, 'switch', '-qc', 'work');
    write(content(clone), 'articles/account/größe.mdx', article({ id: 'groesse1' }));
    git(clone, 'add', '.');
    git(clone, 'commit', '-qm', 'Add');
    appendFileSync(join(content(clone), CANCEL), '\nMore.\n');
    write(content(clone), 'articles/account/new one.mdx', article({ id: 'newone01' }));
  });

  test('is what is committed, what is not, and what is new', () => {
    expect([...changedFiles(content(clone), 'origin/main')].sort()).toEqual(['articles/account/größe.mdx', 'articles/account/new one.mdx', CANCEL]);
  });

  test('is known in a clone of one commit when the base is there', () => {
    const shallow = join(work, 'shallow');
    git(work, 'clone', '-q', '--depth=1', '--branch', 'work', `file://${clone}`, shallow);
    expect(() => changedFiles(content(shallow), 'origin/main')).toThrow(CannotRun);
    git(shallow, 'fetch', '-q', '--depth=1', 'origin', 'main:refs/remotes/origin/main');
    expect([...changedFiles(content(shallow), 'origin/main')]).toEqual(['articles/account/größe.mdx']);
  });

  test.each([['a base that does not exist', 'origin/gone'], ['an option in place of a base', '--output=/tmp/x']])('is not guessed with %s', (_name, base) => {
    expect(() => changedFiles(content(clone), base)).toThrow(CannotRun);
  });

  test.each(['', ' ', '--output=x'])('is not guessed from the base %j, which an empty variable or a slip leaves', (base) => {
    expect(() => changedFiles(content(origin), base)).toThrow(CannotRun);
  });

  test('is not guessed without Git', () => {
    const alone = mkdtempSync(join(tmpdir(), 'bedside-alone-'));
    expect(() => changedFiles(alone, 'main')).toThrow('not in a Git repository');
    rmSync(alone, { recursive: true });
  });
});
