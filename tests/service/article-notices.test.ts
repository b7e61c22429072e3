/** An incident that was opened after the build stands in articles about its part as they are served, without a script. */
import { join } from 'node:path';
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { exchange, newFolder, placed, writeFiles } from '../../src/site/exchange.ts';
import { NEWER_STATUS, type Manifest } from '../../src/site/manifest.ts';
import { withNotices } from '../../src/service/article-notices.ts';
import { COMPONENTS, incident, statusTreeOf, writeStatusTree, type StatusTreeFiles } from '../status/trees.ts';
import { freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { local, outputOf } from '../subscriptions/status.ts';
import { ARTICLE, MANIFEST, writeBuiltSite } from './built-site.ts';
import { running } from './running.ts';

const SQLITE: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };
const BEGUN = Math.floor(Date.now() / 60_000) * 60_000 - 30 * 60_000;
const OTHER: Manifest['articles'][number] = { ...ARTICLE, id: 'wxyz9876', address: '/billing/plans/', components: ['email'] };

const page = (notice = '') => `<!doctype html><html lang="en"><head><title>Refunds</title></head><body><main><article><h1>Refunds</h1><p class="summary">Ask &amp; wait.</p>${notice}<div class="prose">${'<p>Many words.</p>'.repeat(40)}</div></article></main></body></html>`;
const update = (minutes: number, state: string, more?: string) => ({ at: local(BEGUN + minutes * 60_000), state, ...(more === undefined ? {} : { more }) });
const OPEN = { 'search.md': incident('search01', 'major', [update(0, 'investigating', 'components: { search: major outage }')]) };
const OVER = { 'search.md': incident('search01', 'major', [update(0, 'investigating', 'components: { search: major outage }'), update(10, 'resolved')]) };

/** What a client gets that says what it takes and what it has. */
function get(url: string, encoding: string, etag?: string): Promise<{ status: number; etag: string; text: string }> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': encoding, ...(etag && { 'if-none-match': etag }) } }, (response) => {
      void response.toArray().then((chunks) => {
        const body = Buffer.concat(chunks as Buffer[]);
        const packed = response.headers['content-encoding'];
        const text = body.length === 0 ? '' : packed === 'br' ? brotliDecompressSync(body) : packed === 'gzip' ? gunzipSync(body) : body;
        expect(response.headers['content-length'] ?? '0').toBe(String(body.length));
        resolve({ status: response.statusCode ?? 0, etag: response.headers.etag ?? '', text: text.toString() });
      }, reject);
    })
      .once('error', reject)
      .end();
  });
}

/** A site that was built with these incidents and this page. */
async function served(files: StatusTreeFiles, built: string) {
  const root = statusTreeOf({ 'status/components.yaml': COMPONENTS, ...files });
  const folder = join(freshFolder(), 'dist');
  const first = newFolder(folder);
  writeBuiltSite(first, { 'billing/refunds/index.html': built, 'billing/plans/index.html': page() }, { ...MANIFEST, articles: [{ ...ARTICLE, components: ['search'] }, OTHER] });
  writeFiles(outputOf(root, Date.now()), first);
  expect(exchange(first, folder, placed(folder))).toBe(true);
  const server = await running(SQLITE, { folder });
  return {
    article: `${server.url}${ARTICLE.address}`,
    other: `${server.url}${OTHER.address}`,
    /** A plain form's answer: the page itself, or the one that it leads to. */
    async vote(values: Record<string, string>) {
      const answered = await server.postForm({ article: ARTICLE.id, revision: ARTICLE.revision, ...values });
      const { headers, status } = answered;
      return { status, text: await (status === 303 ? await fetch(server.url + headers.get('location')!) : answered).text() };
    },
    publish(more: StatusTreeFiles) {
      writeStatusTree(root, more);
      const place = join(folder, NEWER_STATUS);
      const before = placed(place);
      const newer = newFolder(place);
      writeFiles(outputOf(root, Date.now()), newer);
      expect(exchange(newer, place, before)).toBe(true);
    },
  };
}

const shows = async (url: string, words: string, encoding = 'identity') => vi.waitFor(async () => expect((await get(url, encoding)).text).toContain(words), { timeout: 30_000, interval: 50 });

test('stands below the summary, in each encoding, under an ETag of its own, and goes when it is over', async () => {
  const { article, other, publish } = await served({}, page());
  const before = await Promise.all(['identity', 'gzip', 'br'].map((encoding) => get(article, encoding)));
  const others = await get(other, 'br');
  expect(new Set(before.map(({ text }) => text))).toEqual(new Set([page()]));

  publish(OPEN);
  await shows(article, 'data-incident-notice="search01"');
  const during = await Promise.all(['identity', 'gzip', 'br'].map((encoding) => get(article, encoding)));
  expect(new Set(during.map(({ text }) => text)).size).toBe(1);
  expect(during[0]!.text).toMatch(/Ask &amp; wait\.<\/p><aside class="notice known-in-article" data-incident-notice="search01"[^]*<a href="\/status\/incidents\/search01\/">Trouble search01<\/a>[^]*<\/aside><div class="prose">/);
  for (const [index, encoding] of ['identity', 'gzip', 'br'].entries()) {
    // Whoever has the page of before gets the new one; whoever has that one gets nothing.
    expect((await get(article, encoding, before[index]!.etag)).status).toBe(200);
    expect((await get(article, encoding, during[index]!.etag)).status).toBe(304);
  }
  expect((await get(other, 'br', others.etag)).status).toBe(304);

  publish(OVER);
  await vi.waitFor(async () => expect((await get(article, 'br', before[2]!.etag)).status).toBe(304), { timeout: 30_000, interval: 50 });
  expect((await get(article, 'identity')).text).toBe(page());
});

test('that was open when the site was built goes from its page when it is over, and changes with its updates', async () => {
  const built = '<aside class="notice known-in-article" data-incident-notice="search01" aria-label="x">\n<p data-words-now>Old words.</p></aside>';
  const { article, publish } = await served(OPEN, page(built));
  expect((await get(article, 'identity')).text).toBe(page(built));
  publish({ 'search.md': incident('search01', 'major', [update(0, 'investigating', 'components: { search: major outage }'), update(5, 'identified')]) });
  await shows(article, `This is what we know at ${local(BEGUN + 5 * 60_000).slice(11)}.`, 'gzip');
  expect((await get(article, 'identity')).text).not.toContain('Old words.');
  publish(OVER);
  await vi.waitFor(async () => expect((await get(article, 'identity')).text).toBe(page()), { timeout: 30_000, interval: 50 });
});

test('stands on the page that answers a vote by a plain form, thanks or complaint, as long as on the article', async () => {
  const { article, publish, vote } = await served({}, page());
  expect((await vote({ answer: 'no' })).text).not.toContain('data-incident-notice');
  publish(OPEN);
  await shows(article, 'data-incident-notice="search01"');
  for (const [answer, status] of [['no', 303], ['maybe', 400]] as const) {
    const answered = await vote({ answer });
    expect(answered.status).toBe(status);
    expect(answered.text.match(/data-incident-notice="search01"/g), answer).toHaveLength(1);
    expect(answered.text).toContain('<a href="/status/incidents/search01/">Trouble search01</a>');
  }
  publish(OVER);
  await vi.waitFor(async () => expect((await get(article, 'identity')).text).toBe(page()), { timeout: 30_000, interval: 50 });
  expect((await vote({ answer: 'no' })).text).not.toContain('data-incident-notice');
});

test('is escaped, and a page without a summary stays as it was built', () => {
  const problem = { id: 'search01', title: '<b>$& & "quoted"</b>', part: 'Search', text: 'Words <script>', at: BEGUN };
  const place = { status: '/status/', locale: 'en-US', timeZone: 'America/New_York' };
  const shown = withNotices(page(), [problem], place);
  expect(shown).toContain('&lt;b&gt;$&amp; &amp; &quot;quoted&quot;&lt;/b&gt;');
  expect(shown).not.toContain('<script>');
  expect(withNotices('<p>Nothing here</p>', [problem], place)).toBe('<p>Nothing here</p>');
});
