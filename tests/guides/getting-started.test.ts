/** docs/getting-started.md, walked by a newcomer: each command as it stands there. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCatalog } from '../../src/catalog/load.ts';

const GUIDE = 'docs/getting-started.md';
const guide = readFileSync(GUIDE, 'utf8');
const home = mkdtempSync(join(tmpdir(), 'bedside-newcomer-'));
const tree = join(home, 'help-content');
const node = (words: readonly string[], input = '') => spawnSync(process.execPath, [...words], { encoding: 'utf8', input, env: { ...process.env, BEDSIDE_CONTENT: tree, VITEST: undefined, NO_COLOR: '1', TZ: 'UTC' } });
let made: ReturnType<typeof node>;

beforeAll(() => {
  const answers = /<!-- answers -->\n+```text\n([^]*?)```/.exec(guide)?.[1] ?? '';
  made = node(['scripts/init.ts', tree], answers);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('the answers of the guide make a tree that has no finding', () => {
  expect(made.status, made.stderr).toBe(0);
  expect(readCatalog(tree, { today: new Date().toISOString().slice(0, 10), unpublished: true }).diagnostics).toEqual([]);
});

test('each answer is asked for once, and as many are asked as the guide says', () => {
  const asked = made.stderr.split('\n').filter((line) => /\?( \(.*\))?$/.test(line));
  expect(new Set(asked).size).toBe(asked.length);
  expect(guide).toContain('## 2. Answer up to twelve questions');
  // One of the twelve is for a forum, which this team has not.
  expect(asked).toHaveLength(11);
});

test('the first article that the guide tells to write stands in the tree, hidden until it is written', () => {
  const { status, stderr } = node(['scripts/new.ts', '--title', 'How do I book a visit?', '--summary', 'Open Appointments, choose a day and a time, then select Book.', '--category', 'first-steps', '--kind', 'how-to']);
  expect(status, stderr).toBe(0);
  expect(readdirSync(join(tree, 'articles/first-steps'))).toContain('book-a-visit.mdx');
  expect(readCatalog(tree, { today: new Date().toISOString().slice(0, 10), unpublished: false }).diagnostics).toEqual([]);
});

test('each command of the guide is one of the project’s, and each file it links to or shows is there', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const commands = [...guide.matchAll(/npm (?:run ([\w:]+)|(start))/g)].map(([, run, start]) => run ?? start ?? '');
  expect(commands.length).toBeGreaterThan(8);
  for (const name of commands) expect(scripts[name], name).toBeDefined();
  for (const [, target = ''] of guide.matchAll(/\]\((?!https?:)([^)#]+)/g)) expect(existsSync(join(dirname(GUIDE), target)), target).toBe(true);
});

test('the drawing of the questions shows what they are today (else run npm run pictures:start)', () => {
  const { status, stdout } = node(['scripts/start-pictures.ts', '--check']);
  expect([status, stdout.trim()]).toEqual([0, 'The drawings are fresh.']);
});
