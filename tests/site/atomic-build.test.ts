/** A whole build takes its place in one step: who reads meanwhile meets the build before, whole, or this one, whole. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cacheFolder } from '../../src/site/build.ts';
import { article, CATEGORIES } from '../catalog/trees.ts';
import { COMPONENTS, incident, SITE_WITH_STATUS } from '../status/trees.ts';

const PLACE = resolve('node_modules/.cache/bedside-tests/atomic');
const OUT = join(PLACE, 'dist');
const root = mkdtempSync(join(tmpdir(), 'bedside-atomic-'));

const write = (file: string, content: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
};

/** The number stands in an article, in the search index, on the status page and in its JSON. */
function writeNumber(number: number): void {
  write('articles/billing/cancel.mdx', article({ title: `How do I cancel plan ${number}?` }));
  write('status/incidents/now.md', incident('nownow01', 'minor', [{ at: '2026-11-20 11:40', state: 'investigating', more: 'components: { search: degraded performance }' }]).replace('Trouble nownow01', `Trouble number ${number}`));
}

const env = { ...process.env, BEDSIDE_CONTENT: root, NODE_ENV: 'production', VITEST: undefined, NO_COLOR: '1' };
const started = () => spawn(process.execPath, ['scripts/build.ts', '--out', OUT], { env, stdio: ['ignore', 'pipe', 'pipe'] });

async function build(): Promise<void> {
  const child = started();
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const [code] = (await once(child, 'close')) as [number];
  expect(code, said).toBe(0);
}

const numberIn = (file: string) => Number(/(?:plan|number) (\d+)/.exec(readFileSync(join(OUT, file), 'utf8'))?.[1]);

beforeAll(async () => {
  rmSync(PLACE, { recursive: true, force: true });
  write('site.yaml', SITE_WITH_STATUS);
  write('categories.yaml', CATEGORIES);
  write('status/components.yaml', COMPONENTS);
  for (let count = 0; count < 5; count += 1) write(`articles/account/question-${count}.mdx`, article({ id: `quest00${count}`, title: `What is question number ${count}?`.replace('number', 'no.'), summary: `An answer to question ${count}, in one sentence.` }));
  writeNumber(1);
  await build();
}, 300_000);

afterAll(() => {
  for (const folder of [root, PLACE, cacheFolder(root)]) rmSync(folder, { recursive: true, force: true });
});

test('a reader who never stops reading while three builds run meets no missing file and no mixture', { timeout: 300_000 }, async () => {
  // Through one opened folder, as a server that follows the link once for a request.
  const reader = new Worker(
    `const { existsSync, realpathSync, readdirSync, readFileSync } = require('node:fs'); const { join } = require('node:path'); const { workerData: out, parentPort } = require('node:worker_threads');
     const FILES = ['billing/cancel/index.html', 'billing/cancel.md', 'status/index.html', 'api/v2/summary.json', 'status/history.atom', '.bedside/site.json'];
     const seen = {}; const wrong = []; let reads = 0; let on = true; parentPort.on('message', () => { on = false; });
     (function read() {
       try {
         const folder = realpathSync(out);
         const numbers = FILES.map((file) => /(?:plan|number) (\\d+)/.exec(readFileSync(join(folder, file), 'utf8'))?.[1]);
         const script = /assets\\/[\\w.-]+\\.js/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))?.[0];
         for (const file of [script, 'pagefind/pagefind.js', '404.html', 'sitemap-index.xml', 'robots.txt', 'account/question-4/index.html']) if (!existsSync(join(folder, file))) wrong.push(file + ' is missing');
         if (new Set(numbers).size !== 1 || numbers[0] === undefined) wrong.push(numbers.join(' '));
         seen[numbers[0]] = true; reads += 1;
       } catch (error) { wrong.push(String(error)); }
       if (on) setImmediate(read); else parentPort.postMessage({ reads, wrong, seen: Object.keys(seen) });
     })();`,
    { eval: true, workerData: OUT },
  );
  await once(reader, 'online');
  for (const number of [2, 3, 4]) {
    writeNumber(number);
    await build();
  }
  const result = once(reader, 'message') as Promise<[{ reads: number; wrong: string[]; seen: string[] }]>;
  reader.postMessage('stop');
  const [{ reads, wrong, seen }] = await result;
  await reader.terminate();
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(seen).toEqual(['1', '2', '3', '4']);
  expect(reads).toBeGreaterThan(500);
});

test('a build that is killed, or that finds an error, leaves the site that was there, and the next one succeeds', { timeout: 300_000 }, async () => {
  const before = realpathSync(OUT);
  writeNumber(5);
  const child = started();
  // It has begun to write pages.
  await vi.waitFor(() => expect(existsSync(join(PLACE, '.dist-building/billing'))).toBe(true), { timeout: 30_000, interval: 5 });
  child.kill('SIGKILL');
  await once(child, 'close');
  expect([realpathSync(OUT), numberIn('billing/cancel/index.html'), numberIn('status/index.html')]).toEqual([before, 4, 4]);

  write('articles/billing/wrong.mdx', '---\ntitle: Wrong\n---\n');
  expect(spawnSync(process.execPath, ['scripts/build.ts', '--out', OUT], { env }).status).toBe(1);
  expect(realpathSync(OUT)).toBe(before);
  rmSync(join(root, 'articles/billing/wrong.mdx'));

  await build();
  expect([numberIn('billing/cancel/index.html'), numberIn('api/v2/summary.json')]).toEqual([5, 5]);
  expect(readdirSync(PLACE).filter((name) => name.includes('building'))).toEqual([]);
});

test('an incident that is published while a build runs is on the built site', { timeout: 300_000 }, async () => {
  writeNumber(6);
  const child = started();
  await vi.waitFor(() => expect(existsSync(join(PLACE, '.dist-building/billing'))).toBe(true), { timeout: 30_000, interval: 5 });
  write('status/incidents/late.md', incident('latelate', 'major', [{ at: '2026-11-20 12:00', state: 'investigating', more: 'components: { email: major outage }' }]));
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(0);
  expect(numberIn('billing/cancel/index.html')).toBe(6);
  for (const file of ['status/index.html', 'api/v2/summary.json', 'status/incidents/latelate/index.html']) expect(readFileSync(join(OUT, file), 'utf8'), file).toContain('Trouble latelate');
});

test('two builds at once wait for each other', { timeout: 300_000 }, async () => {
  writeNumber(7);
  const links = new Set<string>();
  const looking = setInterval(() => links.add(readlinkSync(OUT)), 2);
  await Promise.all([build(), build()]);
  clearInterval(looking);
  expect([links.size, numberIn('billing/cancel/index.html'), numberIn('status/index.html')]).toEqual([3, 7, 7]);
});

const MEMORY = '/dev/shm';
const elsewhere = existsSync(MEMORY) && statSync(MEMORY).dev !== statSync('.').dev;

test.runIf(elsewhere)('a site on another disk than the project is built, and nothing of the work is left on either', { timeout: 300_000 }, () => {
  const other = mkdtempSync(join(MEMORY, 'bedside-other-disk-'));
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.ts', '--out', join(other, 'dist')], { encoding: 'utf8', env });
    expect(status, stderr + stdout).toBe(0);
    expect(readFileSync(join(other, 'dist/billing/cancel/index.html'), 'utf8')).toContain('How do I cancel plan');
    expect(readdirSync(other)).toEqual([expect.stringMatching(/^\.dist-\w+-\w+$/), 'dist']);
    expect(readdirSync(cacheFolder(root)).filter((name) => name.startsWith('building-'))).toEqual([]);
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});

test.runIf(existsSync('/sys/kernel'))('where nothing may be written, a build says so in a sentence and ends with 2', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.ts', '--out', '/sys/kernel/bedside-test/dist'], { encoding: 'utf8', env });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^The folder (may not|cannot) be written to\. Nothing was built, and what stood in \/sys\/kernel\/bedside-test\/dist\/ is as it was\.\n/);
  expect(stderr).not.toContain('    at ');
});
