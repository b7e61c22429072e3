/** The recipes for CI, run line by line: a real clone of a real remote, and an interface that remembers what it was told. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { touch } from '../../src/authoring/touch.ts';
import { article, CANCEL, CATEGORIES, PASSWORD, SITE } from '../catalog/trees.ts';
import { startForge, TOKEN, type Forge } from './forge.ts';

const work = mkdtempSync(join(tmpdir(), 'bedside-ci-'));
const remote = join(work, 'remote.git');
const author = join(work, 'author');
const content = (clone: string, file = '') => join(clone, 'content', file);
const QUIET = { NO_COLOR: '1', CI: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', ASTRO_TELEMETRY_DISABLED: '1' };

function git(folder: string, ...words: string[]): string {
  return execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false', ...words], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...QUIET }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The project with a small help center: as a team keeps it, without what is installed or built. */
const TREE: Readonly<Record<string, string | Uint8Array>> = {
  'site.yaml': SITE.replace('reviewEvery: 3 months', 'reviewEvery: 1 month'),
  'categories.yaml': CATEGORIES,
  [CANCEL]: article({ lastUpdated: '2026-01-15' }),
  [PASSWORD]: article({ id: 'passwd01', title: 'How do I change my password?', lastUpdated: '2026-01-15' }, 'Log in.\n'),
};
/** With this, nothing is ever overdue. */
const PATIENT = SITE.replace('reviewEvery: 3 months', 'reviewEvery: 900 years');

function put(clone: string, file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(content(clone, file)), { recursive: true });
  writeFileSync(content(clone, file), text);
}

/** What a runner's cache and `npm ci` give: every package, in a folder of this clone. */
function install(clone: string): void {
  mkdirSync(join(clone, 'node_modules'), { recursive: true });
  for (const name of readdirSync('node_modules').filter((one) => one !== '.astro' && one !== '.vite')) symlinkSync(resolve('node_modules', name), join(clone, 'node_modules', name));
}

function cloneOf(branch: string, to: string): string {
  const clone = join(work, to);
  git(work, 'clone', '-q', '--depth=1', '--branch', branch, `file://${remote}`, clone);
  install(clone);
  return clone;
}

beforeAll(() => {
  for (const part of ['package.json', '.gitignore', 'astro.config.mjs', 'tsconfig.json', 'src', 'scripts']) cpSync(part, join(author, part), { recursive: true });
  for (const [file, text] of Object.entries(TREE)) put(author, file, text);
  touch(content(author), { today: '2026-11-23', articles: [], same: false });
  git(work, 'init', '-q', '--bare', '--initial-branch=main', remote);
  git(author, 'init', '-q', '--initial-branch=main');
  git(author, 'add', '.');
  git(author, 'commit', '-qm', 'Begin');
  git(author, 'remote', 'add', 'origin', `file://${remote}`);
  git(author, 'push', '-q', 'origin', 'main');
  git(author, 'switch', '-qc', 'change');
  put(author, CANCEL, article({ lastUpdated: '2026-01-15', sumary: 'x' }));
  git(author, 'commit', '-qam', 'Change');
  git(author, 'push', '-q', 'origin', 'change');
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

let forge: Forge;
beforeEach(async () => {
  forge = await startForge();
});
afterEach(() => forge.close());

interface Ran {
  readonly code: number;
  readonly log: string;
}

function bash(clone: string, script: string, env: Readonly<Record<string, string>>): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd: clone, env: { ...process.env, VITEST: undefined, NODE_ENV: undefined, ...QUIET, ...env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` }, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (log += text));
    child.on('close', (code) => done({ code: code ?? -1, log }));
  });
}

/** The one installation that a test leaves out, because it would ask the network. */
const isInstall = (line: string) => /^npm ci\b/.test(line);
const ours = (entries: readonly { body: string }[]) => entries.filter(({ body }) => body.startsWith('<!-- bedside-'));

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'continue-on-error'?: boolean;
}
interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly env?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }>>;
}

/** Runs the steps of a workflow's one job as GitHub does: each in its own shell, conditions and outcomes kept. */
async function github(file: string, clone: string, { fork = false }: { fork?: boolean } = {}): Promise<Ran> {
  const [job] = Object.values((parse(readFileSync(`docs/ci/github/${file}`, 'utf8')) as Workflow).jobs);
  const outcomes: Record<string, string> = {};
  let failed = false;
  let log = '';
  const known = (): Readonly<Record<string, string>> => ({
    'github.token': TOKEN,
    'github.base_ref': 'main',
    'github.repository': 'team/help',
    'github.event.pull_request.number': '7',
    'github.event.pull_request.head.repo.full_name': fork ? 'somebody/help' : 'team/help',
    'steps.check.outcome': outcomes['check'] ?? '',
    "hashFiles('check.txt')": existsSync(join(clone, 'check.txt')) ? 'a digest' : '',
    'always()': 'true',
    'failure()': failed ? 'true' : '',
  });
  const value = (term: string): string => {
    const found = /^'[^']*'$/.test(term) ? term.slice(1, -1) : known()[term];
    if (found === undefined) throw new Error(`This test does not know ${term}.`);
    return found;
  };
  const filled = (env: Readonly<Record<string, string>> = {}) => Object.fromEntries(Object.entries(env).map(([key, text]) => [key, text.replaceAll(/\$\{\{ (.+?) \}\}/g, (_, term: string) => value(term))]));
  const holds = (condition: string) =>
    condition.split(' && ').every((part) => {
      const [left = '', right] = part.split(/ [!=]= /);
      return right === undefined ? value(left) !== '' : (value(left) === value(right)) === part.includes(' == ');
    });
  for (const step of job!.steps) {
    if (step.run === undefined || isInstall(step.run)) continue;
    if (step.if === undefined ? failed : !holds(step.if)) continue;
    const env = { GITHUB_API_URL: forge.url, GITHUB_REPOSITORY: 'team/help', GITHUB_BASE_REF: 'main', GITHUB_REF_NAME: 'main', ...filled(job!.env), ...filled(step.env) };
    const ran = await bash(clone, step.run, env);
    log += ran.log;
    if (step.id !== undefined) outcomes[step.id] = ran.code === 0 ? 'success' : 'failure';
    failed ||= ran.code !== 0 && step['continue-on-error'] !== true;
  }
  return { code: failed ? 1 : 0, log };
}

/** Runs a job's lines as GitLab does: one shell for all of them. */
function gitlab(job: string, clone: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const recipe = parse(readFileSync('docs/ci/gitlab/content.yml', 'utf8')) as Record<string, { before_script?: string[]; script: string[] }>;
  const lines = [...(recipe['.content']?.before_script ?? []), ...recipe[job]!.script].filter((line) => !isInstall(line));
  return bash(clone, lines.join('\n'), { CI_API_V4_URL: forge.url, CI_PROJECT_ID: '42', CI_MERGE_REQUEST_IID: '7', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', CI_COMMIT_BRANCH: 'main', CI_REPOSITORY_URL: `file://${remote}`, BEDSIDE_GITLAB_TOKEN: TOKEN, ...more });
}

/** One clone for both: the second does not build again what the first has built. */
let clone = '';
const wrong = () => put(clone, CANCEL, article({ lastUpdated: '2026-01-15', sumary: 'x' }));
const right = () => put(clone, CANCEL, article({ lastUpdated: '2026-01-15' }));

describe.each([
  ['GitHub', (where: string) => github('content.yml', where), /PATCH .*\/comments\/2$/],
  ['GitLab', (where: string) => gitlab('content-check', where), /PUT .*\/notes\/2$/],
] as const)('a change that is proposed on %s', (_name, run, update) => {
  beforeAll(() => {
    if (clone === '') clone = cloneOf('change', 'clone');
  });

  test('gets one comment that says what is wrong, and then that it is right', { timeout: 300_000 }, async () => {
    wrong();
    const first = await run(clone);
    expect(first.code, first.log).toBe(1);
    expect(ours(forge.comments)).toHaveLength(1);
    expect(forge.comments[1]!.body).toContain('content/articles/billing/cancel.mdx:7  error  frontmatter/unknown-key');
    expect(forge.comments[1]!.body).toContain('Did you mean "summary"?');
    right();
    const second = await run(clone);
    expect(second.code, second.log).toBe(0);
    expect(forge.comments).toHaveLength(2);
    expect(forge.comments[1]!.body).toMatch(/\d+ rules, nothing found\./);
    expect(forge.comments[1]!.body).not.toContain('not checked');
    expect(forge.asked.at(-1)).toMatch(update);
    expect(forge.comments[0]!.body).toBe('Looks good to me.');
  });
});

test('GitHub shows the finding beside the line', { timeout: 300_000 }, async () => {
  wrong();
  expect((await github('content.yml', clone)).log).toContain('::error file=content/articles/billing/cancel.mdx,line=7');
});

test('a change from a fork has no right to comment and does not try', { timeout: 300_000 }, async () => {
  wrong();
  expect((await github('content.yml', clone, { fork: true })).code).toBe(1);
  expect(forge.asked).toEqual([]);
});

test('GitLab without a token says everything in the log', { timeout: 300_000 }, async () => {
  wrong();
  const { code, log } = await gitlab('content-check', clone, { BEDSIDE_GITLAB_TOKEN: '' });
  expect(code).toBe(1);
  expect(log).toContain('frontmatter/unknown-key');
  expect(forge.asked).toEqual([]);
});

describe.each([
  ['GitHub', (where: string) => github('schedule.yml', where), 0],
  ['GitLab', (where: string) => gitlab('content-care', where), 1],
] as const)('the scheduled run on %s', (_name, run, code) => {
  test('opens one issue, keeps it up to date, and closes it when everything is fresh', { timeout: 300_000 }, async () => {
    right();
    put(clone, 'site.yaml', TREE['site.yaml']!);
    const first = await run(clone);
    expect(first.code, first.log).toBe(code);
    expect(forge.issues).toMatchObject([{ title: 'Content to look after', state: 'open', body: expect.stringContaining('freshness/overdue') }]);
    expect(forge.issues[0]!.body).toContain('Support team');
    const before = forge.issues[0]!.body;
    put(clone, PASSWORD, article({ id: 'passwd01', title: 'How do I change my password?', lastUpdated: '2026-01-15', reviewEvery: '900 years' }, 'Log in.\n'));
    await run(clone);
    expect(forge.issues).toHaveLength(1);
    expect(forge.issues[0]!.body.length).toBeLessThan(before.length);
    put(clone, 'site.yaml', PATIENT);
    const last = await run(clone);
    expect(last.code, last.log).toBe(0);
    expect(forge.issues).toMatchObject([{ state: 'closed' }]);
    put(clone, PASSWORD, TREE[PASSWORD]!);
  });
});

describe.each([
  ['GitHub', (where: string) => github('merged.yml', where)],
  ['GitLab', (where: string) => gitlab('content-record', where, { BEDSIDE_GITLAB_PUSH_TOKEN: TOKEN })],
] as const)('what is merged on %s', (name, run) => {
  test('is recorded once, and pushed', { timeout: 300_000 }, async () => {
    const id = `new${name.toLowerCase()}`;
    git(author, 'switch', '-q', 'main');
    git(author, 'pull', '-q', '--ff-only', 'origin', 'main');
    put(author, `articles/account/${id}.mdx`, article({ id, title: `How do I use ${name}?`, lastUpdated: '2026-01-15' }));
    git(author, 'add', '.');
    git(author, 'commit', '-qm', 'Add an article');
    git(author, 'push', '-q', 'origin', 'main');
    const runner = cloneOf('main', `runner-${id}`);
    const { code, log } = await run(runner);
    expect(code, log).toBe(0);
    expect(git(remote, 'show', 'main:content/addresses.lock.yaml')).toContain(`/account/${id}/: ${id}`);
    expect(git(remote, 'log', '-1', '--format=%s', 'main')).toBe('Record what was published\n');
    expect(git(remote, 'diff', '--name-only', 'main~1', 'main').trim().split('\n').sort()).toEqual(['content/addresses.lock.yaml', 'content/freshness.lock.yaml']);
    const head = git(remote, 'rev-parse', 'main');
    expect((await run(runner)).code).toBe(0);
    expect(git(remote, 'rev-parse', 'main')).toBe(head);
  });
});
