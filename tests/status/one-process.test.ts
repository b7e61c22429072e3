/** Publishing, up to what a reader gets: the running server of the setup of one process, and a host of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { MANIFEST, writeBuiltSite } from '../service/built-site.ts';
import { SECRET } from '../store/secret.ts';
import { SITE_WITH_STATUS, statusTreeOf } from './trees.ts';

const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(SITE_WITH_STATUS)?.[1] ?? '';

function workplace(): string {
  const made = mkdtempSync(join(tmpdir(), 'bedside-place-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Runs a command as from the project, but with another folder for what is built. */
function run(place: string, root: string, script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('scripts', script), ...args], { cwd: place, encoding: 'utf8', env: { ...process.env, BEDSIDE_CONTENT: root, BEDSIDE_STATUS_PUBLISH: '', ...env } });
  return { code: status, out: stdout, said: stderr };
}

const OPEN = ['open', '--title', 'Problems with logging in', '--impact', 'major', '--component', 'log-in=major outage', '--publish'];

async function started(place: string, root: string): Promise<string> {
  const child = spawn(process.execPath, [resolve('scripts/start.ts'), '--no-build', '--port', '0'], { cwd: place, env: { ...process.env, BEDSIDE_CONTENT: root, BEDSIDE_DATA: join(place, 'data'), BEDSIDE_SECRET: SECRET, DATABASE_URL: '' }, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    const url = /http:\S+/.exec(said)?.[0];
    if (url !== undefined) return url.replace(/\/$/, '');
  }
  throw new Error(said);
}

test('an incident is on the running server’s pages, JSON and feeds within five seconds of the command’s end, and gone from them when it is resolved', { timeout: 300_000 }, async () => {
  const place = workplace();
  const root = statusTreeOf({});
  writeBuiltSite(join(place, 'dist'), {}, { ...MANIFEST, name: field('name'), url: field('url') });
  const url = await started(place, root);
  expect((await fetch(`${url}/status/`)).status).toBe(404);

  const begun = performance.now();
  const opened = run(place, root, 'incident.ts', OPEN);
  const given = performance.now();
  expect(opened, opened.said).toMatchObject({ code: 0, said: expect.stringMatching(/Given to the help center in dist\//) });
  await vi.waitFor(async () => expect(await (await fetch(`${url}/api/v2/status.json`)).json()).toMatchObject({ status: { indicator: 'major' } }), { timeout: 30_000, interval: 50 });
  const [ms, since] = [performance.now() - begun, performance.now() - given];
  for (const path of ['/status/', '/status/history.atom', '/status/history.rss', '/api/v2/incidents/unresolved.json']) expect(await (await fetch(url + path)).text(), path).toContain('Problems with logging in');
  expect(await (await fetch(`${url}/status/badge.svg`)).text()).toContain('log-in is down');
  expect(await (await fetch(`${url}/billing/refunds/`)).text()).toContain('How do I get a refund?');
  console.log(`from the command to the reader of the running server: ${Math.round(ms)} ms`);
  // How long the command itself takes is the machine's business.
  expect(since).toBeLessThan(5_000);

  expect(run(place, root, 'incident.ts', ['resolve', '--publish']).code).toBe(0);
  await vi.waitFor(async () => expect(await (await fetch(`${url}/api/v2/status.json`)).json()).toMatchObject({ status: { indicator: 'none' } }), { timeout: 30_000, interval: 50 });
});

test('where no help center is built, nothing is made in its place', () => {
  const place = workplace();
  const { code, said } = run(place, statusTreeOf({}), 'incident.ts', OPEN);
  expect([code, existsSync(join(place, 'dist'))]).toEqual([0, false]);
  expect(said).toContain('nobody outside sees it yet');
});

/** The recipe of docs/operators/incident.md, with a folder for the host and cp for rsync. */
const RECIPE = `build=$(date +%s%N) && mkdir -p "$HOST/$build" && cp -a "$BEDSIDE_STATUS_OUT/." "$HOST/$build/" && cd "$HOST" && ln -s "$build" next && mv -T next current`;

test.skipIf(process.platform !== 'linux')('a host of its own gets each build whole, and a page and JSON of one build', () => {
  const place = workplace();
  const root = statusTreeOf({});
  const env = { HOST: join(place, 'host'), BEDSIDE_STATUS_PUBLISH: RECIPE };
  mkdirSync(env.HOST);
  expect(run(place, root, 'build-status.ts', ['--publish'], env)).toMatchObject({ code: 0, said: expect.stringContaining('Published in') });
  const first = readlinkSync(join(env.HOST, 'current'));
  expect(run(place, root, 'incident.ts', OPEN, env).code).toBe(0);
  expect(readlinkSync(join(env.HOST, 'current'))).not.toBe(first);
  const shown = (file: string) => readFileSync(join(env.HOST, 'current', file), 'utf8');
  for (const file of ['index.html', 'api/v2/summary.json', 'history.atom', 'history.rss']) expect(shown(file), file).toContain('Problems with logging in');
  expect(readdirSync(join(env.HOST, 'current'), { recursive: true }).toSorted()).toEqual(readdirSync(join(place, 'dist-status'), { recursive: true }).toSorted());
});

test.each([
  ['exit 7', 'ended with 7'],
  ['no-such-command', 'ended with 127'],
  ['kill -TERM $$', 'ended with SIGTERM'],
])('when the host cannot be reached (%s) that is said loudly, with 2; the record and the built site stay, and the next try needs no other words', (command, said) => {
  const place = workplace();
  const root = statusTreeOf({});
  const failed = run(place, root, 'incident.ts', OPEN, { BEDSIDE_STATUS_PUBLISH: command });
  expect(failed.code).toBe(2);
  expect(failed.said).toContain('NOT PUBLISHED');
  expect(failed.said).toContain(said);
  expect(readdirSync(join(root, 'status/incidents'))).toHaveLength(1);
  expect(readFileSync(join(place, 'dist-status/api/v2/status.json'), 'utf8')).toContain('"major"');
  expect(run(place, root, 'build-status.ts', ['--publish'], { BEDSIDE_STATUS_PUBLISH: 'test -s "$BEDSIDE_STATUS_OUT/index.html"' }).code).toBe(0);
});

test('a help center that cannot be exchanged is said, after the status host has the news', () => {
  const place = workplace();
  const root = statusTreeOf({});
  writeBuiltSite(join(place, 'dist'), {}, { ...MANIFEST, name: field('name'), url: field('url') });
  writeFileSync(join(place, 'dist/.bedside/site.json'), 'not a manifest');
  const { code, said } = run(place, root, 'incident.ts', OPEN, { BEDSIDE_STATUS_PUBLISH: 'echo handed over' });
  expect(code).toBe(2);
  expect(said.indexOf('handed over')).toBeLessThan(said.indexOf('NOT SHOWN in the help center'));
  expect(said.indexOf('handed over')).toBeGreaterThan(-1);
});
