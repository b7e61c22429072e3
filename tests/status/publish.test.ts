/** Building and publishing: whole or not at all. */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import { exchange, newFolder, placed, writeFiles } from '../../src/site/exchange.ts';
import { buildStatus } from '../../src/site/status-build.ts';
import { newerStatus, refreshStatus } from '../../src/site/status-output.ts';
import { MANIFEST, writeBuiltSite } from '../service/built-site.ts';
import { NOON, SCENES } from './scenes.ts';
import { at, builtAt, incident, SITE_WITH_STATUS, statusTreeOf, writeStatusTree } from './trees.ts';

/** What a test makes of a file system; the real one but where it says so. */
const system = vi.hoisted(() => ({ links: true }));
vi.mock(import('node:fs'), async (original) => {
  const real = await original();
  const symlinkSync = (...args: Parameters<typeof real.symlinkSync>) => {
    if (!system.links) throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' });
    real.symlinkSync(...args);
  };
  return { ...real, symlinkSync, default: { ...real, symlinkSync } };
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'bedside-publish-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function publish(files: Readonly<Record<string, string>>, out: string): boolean {
  const before = placed(out);
  const fresh = newFolder(out);
  writeFiles(new Map(Object.entries(files)), fresh);
  return exchange(fresh, out, before);
}

test('a page and its JSON are always of one build, and always there, while builds are exchanged', { timeout: 300_000 }, async () => {
  const out = join(folder(), 'site');
  const files = (build: number) => ({ '/index.html': `page ${build}`, '/api/v2/summary.json': `json ${build}` });
  publish(files(0), out);
  const read = new Int32Array(new SharedArrayBuffer(4));
  // Reads both through one opened folder, as a server that follows the link once does.
  const reader = new Worker(
    `const { realpathSync, readFileSync } = require('node:fs'); const { workerData: { out, read: counted }, parentPort } = require('node:worker_threads');
     let wrong = []; let on = true; parentPort.on('message', () => { on = false; });
     (function read() { try { const real = realpathSync(out); const page = readFileSync(real + '/index.html', 'utf8').slice(5), json = readFileSync(real + '/api/v2/summary.json', 'utf8').slice(5); counted[0] += 1; if (page !== json) wrong.push(page + ' ' + json); } catch (error) { wrong.push(String(error)); } if (on) setImmediate(read); else parentPort.postMessage({ wrong }); })();`,
    { eval: true, workerData: { out, read } },
  );
  await new Promise((resolve) => reader.once('online', resolve));
  let last = 0;
  // On a busy machine the reader may not have its turn for a while.
  for (const end = performance.now() + 30_000; last < 200 || (read[0]! <= 50 && performance.now() < end); ) publish(files((last += 1)), out);
  const result = new Promise<{ wrong: string[] }>((resolve) => reader.once('message', resolve));
  reader.postMessage('stop');
  const { wrong } = await result;
  await reader.terminate();
  expect(read[0]).toBeGreaterThan(50);
  expect(wrong).toEqual([]);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(`page ${last}`);
});

test('a build stays for a minute after the next took its place, and what a dead build left for an hour', () => {
  const place = folder();
  const out = join(place, 'site');
  const made = (minutes: number, id: string, kind = '') => `.site-${(Date.now() - minutes * 60_000).toString(36)}-${id.repeat(8)}${kind}`;
  // In place for an hour, and until five minutes ago; in place since then; building; dead.
  const names = { over: made(65, 'a'), last: made(5, 'b'), building: made(50, 'c', '.new'), dead: made(70, 'd', '.new'), half: made(70, 'e', '.link'), other: '.site-map-of-mine' };
  for (const name of Object.values(names)) mkdirSync(join(place, name));
  publish({ '/index.html': 'new' }, out);
  expect(readdirSync(place).filter((name) => Object.values(names).includes(name)).sort()).toEqual([names.last, names.building, names.other].sort());
});

test('a plain folder that stood there makes room', () => {
  const out = join(folder(), 'site');
  mkdirSync(out);
  writeFileSync(join(out, 'old.html'), 'old');
  publish({ '/index.html': 'new' }, out);
  expect(lstatSync(out).isSymbolicLink()).toBe(true);
  expect(existsSync(join(out, 'old.html'))).toBe(false);
});

test('where there are no links, folders change places', () => {
  system.links = false;
  onTestFinished(() => void (system.links = true));
  const out = join(folder(), 'site');
  for (const text of ['one', 'two']) {
    expect(publish({ '/index.html': text }, out)).toBe(true);
    expect([lstatSync(out).isDirectory(), readFileSync(join(out, 'index.html'), 'utf8')]).toEqual([true, text]);
  }
});

test('a build that read its content before another took the place does not take it', () => {
  const out = join(folder(), 'site');
  publish({ '/index.html': 'old' }, out);
  const before = placed(out);
  const slow = newFolder(out);
  publish({ '/index.html': 'newer' }, out);
  expect(exchange(slow, out, before)).toBe(false);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('newer');
});

test('content with errors leaves the published site as it was, and nothing beside it', () => {
  const place = folder();
  const out = join(place, 'site');
  const root = statusTreeOf(SCENES.well);
  expect(buildStatus({ root, out, now: NOON })).toBe(0);
  const before = [readFileSync(join(out, 'index.html'), 'utf8'), readdirSync(place)];
  writeFileSync(join(root, 'status/incidents/wrong.md'), '---\ntitle: Wrong\n---\n');
  expect(buildStatus({ root, out, now: NOON })).toBe(1);
  expect([readFileSync(join(out, 'index.html'), 'utf8'), readdirSync(place)]).toEqual(before);
});

test('the same content at the same instant makes the same bytes', () => {
  expect([...builtAt(SCENES.major, NOON)]).toEqual([...builtAt(SCENES.major, NOON)]);
});

test('needs no article, no category, no service and no database', () => {
  const out = join(folder(), 'site');
  const root = statusTreeOf(SCENES.major);
  const { status, stdout } = spawnSync(process.execPath, ['scripts/build-status.ts', '--out', out], { encoding: 'utf8', env: { ...process.env, BEDSIDE_CONTENT: root, SOURCE_DATE_EPOCH: String(NOON / 1_000), DATABASE_URL: 'postgres://nobody@localhost:1/none' } });
  expect([status, existsSync(join(root, 'articles'))]).toEqual([0, false]);
  expect(stdout).toMatch(/built in \d+ ms/);
  expect(JSON.parse(readFileSync(join(out, 'api/v2/status.json'), 'utf8'))).toMatchObject({ status: { indicator: 'minor' } });
});

const SITE_NAME = /^name: (.*)$/m.exec(SITE_WITH_STATUS)?.[1] ?? '';
const SITE_URL = /^url: (.*)$/m.exec(SITE_WITH_STATUS)?.[1] ?? '';

test('a built help center gets newer status pages, whole, and nothing of it is written again', () => {
  const out = join(folder(), 'dist');
  publish({}, out);
  writeBuiltSite(out, { 'status/index.html': 'of the build' }, { ...MANIFEST, name: SITE_NAME, url: SITE_URL });
  const built = placed(out);
  const root = statusTreeOf(SCENES.well);
  expect(refreshStatus({ root, out, now: NOON })).toBe(true);
  const first = newerStatus(out);
  writeStatusTree(root, { 'new.md': incident('newnew01', 'major', [{ at: '2026-11-23 11:59', state: 'investigating', more: 'components: { search: major outage }' }]) });
  rmSync(join(root, 'status/incidents/past.md'));
  expect(refreshStatus({ root, out, now: at('2026-11-23 12:01') })).toBe(true);
  expect([placed(out) === built, newerStatus(out) === first]).toEqual([true, false]);
  const newer = join(out, '.bedside/status');
  for (const file of ['status/index.html', 'api/v2/summary.json', 'status/history.atom']) expect(readFileSync(join(newer, file), 'utf8')).toContain('Trouble newnew01');
  expect(existsSync(join(newer, 'status/incidents/pastone1'))).toBe(false);
  expect(readFileSync(join(out, 'status/index.html'), 'utf8')).toBe('of the build');
});

test('the help center of another brand, or none at all, is left alone', () => {
  const place = folder();
  const root = statusTreeOf(SCENES.well);
  expect(refreshStatus({ root, out: join(place, 'dist'), now: NOON })).toBe(false);
  const out = writeBuiltSite(join(place, 'dist'), {}, { ...MANIFEST, name: 'Another Help' });
  expect(refreshStatus({ root, out, now: NOON })).toBe(false);
  expect(existsSync(join(out, '.bedside/status'))).toBe(false);
  expect(readdirSync(place)).toEqual(['dist']);
});
