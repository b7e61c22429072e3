/** Building and publishing: whole or not at all. */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { buildStatus } from '../../src/site/status-build.ts';
import { publishFolder } from '../../src/status/publish.ts';
import { NOON, SCENES } from './scenes.ts';
import { builtAt, statusTreeOf } from './trees.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'bedside-publish-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('a page and its JSON are always of one build, and always there, while builds are exchanged', { timeout: 60_000 }, async () => {
  const out = join(folder(), 'site');
  const files = (build: number) => new Map([['/index.html', `page ${build}`], ['/api/v2/summary.json', `json ${build}`]]);
  publishFolder(files(0), out);
  // Reads both through one opened folder, as a server that follows the link once does.
  const reader = new Worker(
    `const { realpathSync, readFileSync } = require('node:fs'); const { workerData: out, parentPort } = require('node:worker_threads');
     let reads = 0, wrong = []; let on = true; parentPort.on('message', () => { on = false; });
     (function read() { try { const real = realpathSync(out); const page = readFileSync(real + '/index.html', 'utf8').slice(5), json = readFileSync(real + '/api/v2/summary.json', 'utf8').slice(5); reads++; if (page !== json) wrong.push(page + ' ' + json); } catch (error) { wrong.push(String(error)); } if (on) setImmediate(read); else parentPort.postMessage({ reads, wrong }); })();`,
    { eval: true, workerData: out },
  );
  await new Promise((resolve) => reader.once('online', resolve));
  for (let build = 1; build <= 200; build += 1) publishFolder(files(build), out);
  const result = new Promise<{ reads: number; wrong: string[] }>((resolve) => reader.once('message', resolve));
  reader.postMessage('stop');
  const { reads, wrong } = await result;
  await reader.terminate();
  expect(reads).toBeGreaterThan(50);
  expect(wrong).toEqual([]);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('page 200');
});

test('what was built before stays for who still reads it, and no more than that', () => {
  const place = folder();
  const out = join(place, 'site');
  const old = `.site-${(Date.now() - 61_000).toString(36)}-aaaaaaaa`;
  for (const name of [old, '.site-map-of-mine']) mkdirSync(join(place, name));
  for (let build = 0; build < 2; build += 1) publishFolder(new Map([['/index.html', `${build}`]]), out);
  const left = readdirSync(place).filter((name) => name.startsWith('.site-'));
  expect(left).toHaveLength(3);
  expect(left).not.toContain(old);
  expect(left).toContain('.site-map-of-mine');
});

test('a plain folder that stood there makes room', () => {
  const out = join(folder(), 'site');
  mkdirSync(out);
  writeFileSync(join(out, 'old.html'), 'old');
  publishFolder(new Map([['/index.html', 'new']]), out);
  expect(lstatSync(out).isSymbolicLink()).toBe(true);
  expect(existsSync(join(out, 'old.html'))).toBe(false);
});

test('content with errors leaves the published site as it was', () => {
  const out = join(folder(), 'site');
  const root = statusTreeOf(SCENES.well);
  expect(buildStatus({ root, out, now: NOON })).toBe(0);
  const before = readFileSync(join(out, 'index.html'), 'utf8');
  writeFileSync(join(root, 'status/incidents/wrong.md'), '---\ntitle: Wrong\n---\n');
  expect(buildStatus({ root, out, now: NOON })).toBe(1);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(before);
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
