/** A new build under a running server: shown without a restart, whole, with nothing in between. */
import { request as httpRequest } from 'node:http';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { exchange, newFolder, placed, writeFiles } from '../../src/site/exchange.ts';
import { MANIFEST_FILE, MANIFEST_FOLDER, NEWER_STATUS, type Manifest } from '../../src/site/manifest.ts';
import { freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { ARTICLE, MANIFEST, writeBuiltSite } from './built-site.ts';
import { aVote, running } from './running.ts';

const SQLITE: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

type Files = Readonly<Record<string, string>>;

/** Puts a made-up build in place as a real one is. */
function build(out: string, files: Files, manifest: Manifest = MANIFEST): void {
  const before = placed(out);
  expect(exchange(writeBuiltSite(newFolder(out), files, manifest), out, before)).toBe(true);
}

const numbered = (build: number): Files => ({
  'status/index.html': `<!doctype html><title>Build ${build}</title>${'<p>Words that are worth compressing.</p>'.repeat(40)}`,
  'api/v2/summary.json': JSON.stringify({ build }),
  [`news/${build}/index.html`]: `<!doctype html><title>Only in build ${build}</title>`,
  [`assets/page.${build}.js`]: `export const build = ${build};`,
});

async function served(files: Files) {
  const out = join(freshFolder(), 'dist');
  build(out, files);
  return { out, ...(await running(SQLITE, { folder: out })) };
}

const shows = (text: string, url: string) => vi.waitFor(async () => expect(await (await fetch(url)).text()).toContain(text), { timeout: 30_000, interval: 50 });

test('readers who poll meet one build or the next, never a mixture, an error or an older one again', { timeout: 300_000 }, async () => {
  const { out, url } = await served(numbered(1));
  const wrong: string[] = [];
  let on = true;
  let asked = 0;
  const seen = new Set<number>();
  const LAST = 5;
  const isShownLater = async (found: number) => {
    for (let later = found + 1; later <= LAST; later += 1) if ((await fetch(`${url}/news/${later}/`)).status === 200) return true;
    return false;
  };
  const reader = async (encoding: string) => {
    let newest = 1;
    while (on) {
      for (const [path, number] of [['/status/', /Build (\d+)/], ['/api/v2/summary.json', /"build":(\d+)/]] as const) {
        const response = await fetch(url + path, { headers: { 'accept-encoding': encoding } });
        const found = Number(number.exec(await response.text())?.[1]);
        asked += 1;
        if (response.status !== 200 || !(found >= newest)) wrong.push(`${path} ${response.status}: ${found} after ${newest}`);
        newest = found;
        seen.add(found);
        const own = await fetch(`${url}/news/${found}/`);
        // Other builds may have come since; then the page of one of them is there.
        if (own.status !== 200 && !(await isShownLater(found))) wrong.push(`build ${found} without its page`);
      }
    }
  };
  const readers = ['identity', 'gzip', 'br', 'identity'].map(reader);
  for (let number = 2; number <= LAST; number += 1) {
    build(out, numbered(number));
    await expect.poll(() => seen.has(number)).toBe(true);
  }
  await expect.poll(() => asked).toBeGreaterThan(100);
  on = false;
  await Promise.all(readers);
  expect(wrong).toEqual([]);
  expect([...seen].sort()).toEqual([1, 2, 3, 4, LAST]);
});

test('what is new is there and what is gone is not, with votes, redirects and names of the same build', async () => {
  const { out, url, post } = await served({});
  const added = { ...ARTICLE, id: 'wxyz9876', address: '/billing/plans/' };
  expect((await post(aVote({ article: added.id }))).status).toBe(404);
  build(out, { 'billing/plans/index.html': '<title>Plans</title>' }, { ...MANIFEST, articles: [added], redirects: { '/old-plans/': '/billing/plans/' } });
  await shows('Plans', `${url}/billing/plans/`);
  expect((await post(aVote({ article: added.id }))).status).toBe(201);
  expect((await post(aVote())).status).toBe(404);
  expect((await fetch(`${url}/old-plans/`, { redirect: 'manual' })).headers.get('location')).toBe('/billing/plans/');
  expect((await fetch(`${url}/old-refunds/`, { redirect: 'manual' })).status).toBe(404);
});

test('newer status pages are shown in place of the build’s, all of them, and left behind by the next build', async () => {
  const { out, url } = await served({ ...numbered(1), 'status/old/index.html': 'old' });
  const place = join(out, NEWER_STATUS);
  for (const number of [2, 3]) {
    const before = placed(place);
    const fresh = newFolder(place);
    writeFiles(new Map(['status/index.html', 'api/v2/summary.json'].map((file) => [`/${file}`, numbered(number)[file]!])), fresh);
    expect(exchange(fresh, place, before)).toBe(true);
    await shows(`Build ${number}`, `${url}/status/`);
    expect(await (await fetch(`${url}/api/v2/summary.json`)).json()).toEqual({ build: number });
  }
  expect([(await fetch(`${url}/status/old/`)).status, (await fetch(`${url}/news/1/`)).status, (await fetch(`${url}/assets/page.1.js`)).status]).toEqual([404, 200, 200]);
  expect((await fetch(`${url}/.bedside/status/status/`)).status).toBe(404);
  build(out, numbered(4));
  await shows('Build 4', `${url}/status/`);
  expect(await (await fetch(`${url}/api/v2/summary.json`)).json()).toEqual({ build: 4 });
});

test('a page that is open still gets the scripts of its build, until a second one has come', async () => {
  const { out, url } = await served(numbered(1));
  build(out, numbered(2));
  await shows('Build 2', `${url}/status/`);
  expect([(await fetch(`${url}/assets/page.1.js`)).status, (await fetch(`${url}/news/1/`)).status]).toEqual([200, 404]);
  build(out, numbered(3));
  await shows('Build 3', `${url}/status/`);
  expect([(await fetch(`${url}/assets/page.1.js`)).status, (await fetch(`${url}/assets/page.2.js`)).status]).toEqual([404, 200]);
});

test('an answer that has begun ends as it began', async () => {
  const film = Buffer.alloc(8_000_000, 'a').toString();
  const { out, url } = await served({ ...numbered(1), 'film.mp4': film });
  const body = await new Promise<string>((resolve, reject) => {
    httpRequest(`${url}/film.mp4`, (response) => {
      let text = '';
      response.pause();
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => resolve(text)).on('error', reject);
      build(out, { ...numbered(2), 'film.mp4': 'b' });
      void shows('Build 2', `${url}/status/`).then(() => response.resume(), reject);
    })
      .on('error', reject)
      .end();
  });
  expect(body === film).toBe(true);
});

test('a build that cannot be shown is said once, and the one before stays; the next is shown', async () => {
  const { out, url, log } = await served(numbered(1));
  build(out, { ...numbered(2), [`${MANIFEST_FOLDER}/${MANIFEST_FILE}`]: '{"version":2}' });
  await vi.waitFor(() => expect(log()).toContain('cannot be shown'), { timeout: 30_000 });
  build(out, numbered(3), { ...MANIFEST, base: '/help/' });
  await vi.waitFor(() => expect(log()).toContain('for another base'), { timeout: 30_000 });
  await sleep(1_200);
  expect(log().match(/cannot be shown|another base/g)).toHaveLength(2);
  expect(await (await fetch(`${url}/status/`)).text()).toContain('Build 1');
  build(out, numbered(4));
  await shows('Build 4', `${url}/status/`);
  expect(log()).toContain('a new build is shown');
});

test('a plain folder that is copied over is shown, too, and one that is away for a moment stays', async () => {
  const out = writeBuiltSite(freshFolder(), numbered(1));
  const { url } = await running(SQLITE, { folder: out });
  expect(await (await fetch(`${url}/status/`)).text()).toContain('Build 1');
  const manifest = join(out, MANIFEST_FOLDER, MANIFEST_FILE);
  const text = readFileSync(manifest, 'utf8');
  rmSync(manifest);
  await sleep(700);
  expect((await fetch(`${url}/status/`)).status).toBe(200);
  mkdirSync(join(out, 'status'), { recursive: true });
  writeFileSync(join(out, 'status/index.html'), numbered(2)['status/index.html']!);
  writeFileSync(manifest, text);
  await shows('Build 2', `${url}/status/`);
});
