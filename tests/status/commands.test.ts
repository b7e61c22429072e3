/** npm run incident and npm run maintenance, as a person on call runs them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { wordingFindings } from '../../src/status/wording.ts';
import { statusTreeOf } from './trees.ts';

function run(root: string, script: 'incident' | 'maintenance', args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}.ts`, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, BEDSIDE_CONTENT: root, ...env } });
  return { code: status, out: stdout, said: stderr };
}

const records = (root: string) => readdirSync(join(root, 'status/incidents')).map((name) => readFileSync(join(root, 'status/incidents', name), 'utf8'));

test('an incident from the first word to the post-mortem, published at each step', { timeout: 300_000 }, () => {
  const root = statusTreeOf({});
  const folder = mkdtempSync(join(tmpdir(), 'bedside-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const out = join(folder, 'site');
  const published = join(folder, 'published.json');
  const env = { BEDSIDE_STATUS_PUBLISH: `cat "$BEDSIDE_STATUS_OUT/api/v2/status.json" > "${published}"` };
  const step = (...args: string[]) => run(root, 'incident', [...args, '--publish', '--out', out], env);
  const indicator = () => (JSON.parse(readFileSync(published, 'utf8')) as { status: { indicator: string } }).status.indicator;

  expect(step('open', '--title', 'Problems with logging in', '--impact', 'major', '--component', 'log-in=major outage', '--next', '45m')).toMatchObject({ code: 0, out: expect.stringMatching(/^[a-z0-9]{8} {2}investigating {2}Problems with logging in\n/) });
  expect(indicator()).toBe('major');
  expect(records(root)[0]).toContain('We are aware that some people have problems with logging in.');
  expect(run(root, 'incident', ['list']).out).toMatch(/investigating\s+major .*next update by/);
  expect(step('update', '--state', 'monitoring', '--component', 'log-in=operational').code).toBe(0);
  expect(indicator()).toBe('minor');
  expect(step('resolve', '--json').out).toContain('"state":"resolved"');
  expect(indicator()).toBe('none');
  expect(run(root, 'incident', ['postmortem'], { BEDSIDE_DATA: folder, DATABASE_URL: '' })).toMatchObject({ code: 0, said: expect.stringMatching(/There is no database here[^]*Fill in the draft/) });
  const file = join(root, 'status/incidents', readdirSync(join(root, 'status/incidents'))[0]!);
  const draft = readFileSync(file, 'utf8');
  const left = run(root, 'incident', ['postmortem']);
  expect(left).toMatchObject({ code: 1, said: expect.stringContaining('not filled in yet') });
  const open = left.said.match(/^ {2}\S.*$/gm)!.map((line) => line.trim());
  expect(open.length).toBeGreaterThan(5);
  writeFileSync(file, open.slice(1).reduce((text, line) => text.replace(line, 'Written by a person.'), draft));
  expect(run(root, 'incident', ['postmortem'])).toMatchObject({ code: 1, said: expect.stringContaining(open[0]!) });
  writeFileSync(file, open.reduce((text, line) => text.replace(line, 'Written by a person.'), draft));
  expect(step('postmortem').code).toBe(0);
  expect(run(root, 'incident', ['list', '--all', '--json']).out).toContain('"state":"postmortem"');
});

test('a file that would be wrong is not left behind, and one that was there is as it was', () => {
  const root = statusTreeOf({});
  const refused = run(root, 'incident', ['open', '--title', 'Problems with search', '--impact', 'minor', '--component', 'serch=partial outage']);
  expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('Did you mean "search"?') });
  expect(existsSync(join(root, 'status/incidents')) ? records(root) : []).toEqual([]);
});

test('what is missing, unknown or unclear ends with 2 and says what to do', { timeout: 300_000 }, () => {
  const root = statusTreeOf({});
  expect(run(root, 'incident', ['open'])).toMatchObject({ code: 2, said: expect.stringContaining('--title is needed') });
  expect(run(root, 'incident', ['open', '--title', 'Problems', '--impact', 'huge'])).toMatchObject({ code: 2, said: expect.stringContaining('Choose none, minor, major, critical') });
  expect(run(root, 'incident', ['frobnicate']).code).toBe(2);
  expect(run(root, 'incident', ['resolve'])).toMatchObject({ code: 2, said: expect.stringContaining('There is no incident for that') });
  expect(run(root, 'incident', ['--nonsense']).code).toBe(2);
  expect(run(root, 'maintenance', ['plan', '--title', 'New index', '--from', '2026-11-01 01:30'])).toMatchObject({ code: 2, said: expect.stringContaining('comes twice that night') });
  for (const script of ['incident', 'maintenance'] as const) expect(run(root, script, ['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') });
});

test('a publish command that fails is told, with the built site kept', () => {
  const root = statusTreeOf({});
  const out = join(root, 'out');
  const failed = run(root, 'maintenance', ['plan', '--title', 'New index for search', '--from', '2h', '--until', '3h', '--component', 'search', '--publish', '--out', out], { BEDSIDE_STATUS_PUBLISH: 'exit 7' });
  expect(failed).toMatchObject({ code: 2, said: expect.stringContaining('ended with 7') });
  expect(existsSync(join(out, 'index.html'))).toBe(true);
  expect(run(root, 'maintenance', ['list']).out).toMatch(/scheduled .*New index for search/);
});

test.each([
  ['jargon', 'The database cluster is in failover.'],
  ['blame', 'An engineer made a mistake; this is the fault of AWS.'],
  ['promise', 'It will be fixed soon.'],
  ['tone', 'Only a few users are hit!'],
] as const)('%s is pointed at', (kind, text) => {
  expect(wordingFindings(text).map((finding) => finding.kind)).toContain(kind);
});

test('the plan’s own words pass', () => {
  expect(wordingFindings('We are aware that some people have problems with creating posts. We are looking for the cause. The next update comes within 30 minutes.')).toEqual([]);
});
