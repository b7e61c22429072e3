/** What a person on call types at a terminal: a real process on a real pseudo-terminal. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { incident, statusTreeOf } from './trees.ts';

const CTRL_C = '\x03';
const END_OF_INPUT = '\x04';

interface Told {
  readonly code: number | null;
  readonly screen: string;
}

/** Runs a command on a terminal and answers its questions, each when it is asked. Keys are sent as they are. */
function atTerminal(root: string, command: string, answers: readonly string[]): Promise<Told> {
  const child = spawn('script', ['-qefc', `"${process.execPath}" scripts/${command}`, '/dev/null'], { env: { ...process.env, BEDSIDE_CONTENT: root, TERM: 'dumb', NO_COLOR: '1' }, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const left = [...answers];
  let screen = '';
  let asked = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
    // Cursor movements of the line editor stand between prompt and answer.
    const prompts = plain(screen).split(/^> /m).length - 1;
    for (; asked < prompts && left.length > 0; asked += 1) {
      const answer = left.shift()!;
      child.stdin.write(answer === CTRL_C || answer === END_OF_INPUT ? answer : `${answer}\r`);
    }
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, screen: plain(screen) })));
}

// eslint-disable-next-line no-control-regex
const plain = (screen: string) => screen.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');

const files = (root: string, folder: string) => (existsSync(join(root, 'status', folder)) ? readdirSync(join(root, 'status', folder)) : []);
const only = (root: string, folder: string) => readFileSync(join(root, 'status', folder, files(root, folder)[0]!), 'utf8');

const hasScript = spawnSync('script', ['--version']).error === undefined && process.platform === 'linux';

describe.skipIf(!hasScript)('at a terminal', { timeout: 300_000 }, () => {
  test('an incident is opened with five answers, the last by pressing Enter', async () => {
    const root = statusTreeOf({});
    const { code, screen } = await atTerminal(root, 'incident.ts open', ['Problems with logging in', 'major', 'log-in=major outage, search=degraded performance', '1h', '']);
    expect(code, screen).toBe(0);
    expect(screen).toContain('[minor]');
    const text = only(root, 'incidents');
    expect(text).toContain('title: Problems with logging in');
    expect(text).toContain('impact: major');
    expect(text).toMatch(/log-in: major outage\n\s+search: degraded performance/);
    expect(text).toMatch(/The next\s+update comes within 60 minutes/);
  });

  test('a slip is asked again, and what was answered before it stays', async () => {
    const root = statusTreeOf({});
    const { code, screen } = await atTerminal(root, 'incident.ts open', ['Problems with search', 'huge', 'Minor', '', 'serch=partial outage', 'search=broken', 'search=partial_outage', 'later', '30m', 'People find nothing.']);
    expect(code, screen).toBe(0);
    for (const said of ['"huge" is not known. Choose none, minor', 'Did you mean "search"?', '"broken" is not known', '"later" is not a time']) expect(screen).toContain(said);
    expect(only(root, 'incidents')).toMatch(/impact: minor[^]*search: partial outage[^]*nextUpdateBy/);
  });

  test('an update asks how it stands; Enter keeps that, the parts and the drafted words', async () => {
    const root = statusTreeOf({ 'open.md': incident('openopen', 'minor', [{ at: '2026-11-20 11:40', state: 'investigating', more: 'components: { email: degraded performance }' }]) });
    const { code, screen } = await atTerminal(root, 'incident.ts update', ['identified', '', '', '']);
    expect(code, screen).toBe(0);
    expect(screen).toContain('[investigating]');
    expect(only(root, 'incidents')).toMatch(/state: identified\n\s+text: .*We have found the cause/);
  });

  test('maintenance is planned with five answers', async () => {
    const root = statusTreeOf({});
    const { code, screen } = await atTerminal(root, 'maintenance.ts plan', ['New index for search', '2031-11-28 23:00', '', 'search', '']);
    expect(code, screen).toBe(0);
    expect(only(root, 'maintenance')).toMatch(/from: 2031-11-28T23:00-05:00\nuntil: 2031-11-29T01:00-05:00\ncomponents:\n\s+- search\ntext: During this time, Search may not work\./);
  });

  test.each([
    ['Ctrl-C', CTRL_C],
    ['the end of the input', END_OF_INPUT],
  ])('%s half-way ends at once with 2, says so, and leaves nothing behind', async (_, key) => {
    const known = incident('openopen', 'minor', [{ at: '2026-11-20 11:40', state: 'investigating', more: 'components: { email: degraded performance }' }]);
    const root = statusTreeOf({ 'open.md': known });
    for (const [command, answers] of [['incident.ts open --publish', ['Problems with search', 'minor', key]], ['incident.ts update --publish', ['identified', '', key]], ['maintenance.ts plan --publish', ['New index', key]]] as const) {
      const { code, screen } = await atTerminal(root, command, answers);
      expect([code, screen.trimEnd().split('\n').at(-1)], command).toEqual([2, 'Stopped. Nothing was written.']);
    }
    expect([files(root, 'incidents'), files(root, 'maintenance'), only(root, 'incidents')]).toEqual([['open.md'], [], known]);
  });
});

test.skipIf(hasScript)('NOT RUN: questions at a terminal', ({ skip }) => {
  const why = 'The command script of util-linux is not here.';
  console.error(`NOT RUN: questions at a terminal. ${why}`);
  if (process.env.CI) throw new Error(why);
  skip(why);
});

test('where there is no terminal nothing is asked, and what is piped in is not taken for answers', () => {
  const root = statusTreeOf({});
  const { status, stderr } = spawnSync(process.execPath, ['scripts/incident.ts', 'open'], { encoding: 'utf8', input: 'Problems with search\nminor\n', env: { ...process.env, BEDSIDE_CONTENT: root } });
  expect([status, stderr]).toEqual([2, '--title is needed.\nSee npm run incident -- --help.\n']);
  expect(files(root, 'incidents')).toEqual([]);
});
