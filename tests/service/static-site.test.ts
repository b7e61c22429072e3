import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Manifest } from '../../src/site/manifest.ts';
import { openStaticSite } from '../../src/service/static-site.ts';

const PAGE = `<!doctype html><title>Cancel</title><p>${'How to cancel a plan. '.repeat(60)}</p>\n`;
/** Large enough to be worth the work. */
const ENGINE = `pagefind_dcd${Array.from({ length: 600 }, (_, index) => ((index * 7_919) % 10_007).toString(36)).join(' ')}`;
const FILM = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));

const FILES: Readonly<Record<string, string | Buffer>> = {
  'index.html': PAGE,
  '404.html': '<!doctype html><title>Not here</title><p>This page is not here.</p>',
  'billing/index.html': '<!doctype html><title>Billing</title>',
  'billing/cancel/index.html': PAGE,
  'hilfe/kündigen/index.html': '<!doctype html><title>Kündigen</title>',
  'evil.example/index.html': '<!doctype html><title>A page of this name</title>',
  'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'robots.txt': 'User-agent: *\n',
  'film.mp4': FILM,
  'empty.webm': Buffer.alloc(0),
  'assets/page.DkW3.js': 'export {};',
  'assets/page.Bx81.css': 'p{}',
  'assets/plan.Ab12.webp': FILM,
  'billing/assets/index.html': '<!doctype html><title>An article called assets</title>',
  'pagefind/pagefind.js': 'export {};',
  'pagefind/wasm.en.pagefind': gzipSync(ENGINE),
  'pagefind/fragment/en_1a2b.pf_fragment': FILM,
  'sitemap-0.xml': '<urlset/>',
  'data.json': '{}',
  'unknown.bin': FILM,
  '.env': 'SECRET=1',
  '.git/config': 'secret',
  'billing/.htaccess': 'secret',
};

const MANIFEST: Manifest = {
  version: 1,
  name: 'Example Help',
  url: 'https://help.example.org',
  base: '/',
  locale: 'en',
  articles: [],
  redirects: { '/old/cancel/': '/billing/cancel/', '/faq.html': '/billing/', '/alt/kündigung/': '/hilfe/kündigen/', '/query/': '/billing/' },
  origins: ['https://help.example.org'],
};

function writeSite(folder: string, base = '/', files = FILES): void {
  for (const [file, content] of Object.entries({ ...files, '.bedside/site.json': JSON.stringify({ ...MANIFEST, base }) })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

async function serve(folder: string): Promise<Server> {
  const site = await openStaticSite(folder);
  const server = createServer((request, response) => {
    if (!site.answer(request, response)) site.notFound(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request exactly as written: a browser's client would tidy its path. */
function ask(server: Server, path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const request = httpRequest({ port, host: '127.0.0.1', path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end();
  });
}

const folder = mkdtempSync(join(tmpdir(), 'bedside-site-'));
let server: Server;
const get = (path: string, headers?: Readonly<Record<string, string>>, method?: string) => ask(server, path, headers, method);

beforeAll(async () => {
  writeSite(folder);
  server = await serve(folder);
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/billing/cancel/', 'text/html; charset=utf-8'],
  ['/favicon.svg', 'image/svg+xml'],
  ['/robots.txt', 'text/plain; charset=utf-8'],
  ['/film.mp4', 'video/mp4'],
  ['/assets/page.DkW3.js', 'text/javascript; charset=utf-8'],
  ['/assets/page.Bx81.css', 'text/css; charset=utf-8'],
  ['/assets/plan.Ab12.webp', 'image/webp'],
  ['/sitemap-0.xml', 'application/xml; charset=utf-8'],
  ['/data.json', 'application/json; charset=utf-8'],
  ['/unknown.bin', 'application/octet-stream'],
])('%s is served as %s', async (path, type) => {
  const { status, headers } = await get(path);
  expect([status, headers['content-type']]).toEqual([200, type]);
});

describe('compression', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0.0 , gzip;q=0.5', 'gzip'],
    ['br;Q=0', undefined],
    ['gzip;q=0, br;q=0', undefined],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['*;q=0', undefined],
    ['identity', undefined],
    ['x-br, x-gzip-new', undefined],
    ['deflate', undefined],
    ['br;q=nonsense', undefined],
    ['', undefined],
  ])('a client that accepts %j gets %s', async (accepted, encoding) => {
    const { headers, body } = await get('/billing/cancel/', { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers.vary).toBe('accept-encoding');
    expect(headers['content-length']).toBe(String(body.length));
    const plain = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
    expect(plain.toString()).toBe(PAGE);
  });

  test('what is small, or compressed by nature, goes as it is', async () => {
    for (const path of ['/billing/', '/film.mp4', '/assets/plan.Ab12.webp']) {
      expect((await get(path, { 'accept-encoding': 'br' })).headers['content-encoding'], path).toBeUndefined();
    }
  });

  test('what Pagefind packed with gzip is packed with Brotli for who takes it, and goes as it is to all others', async () => {
    const best = await get('/pagefind/wasm.en.pagefind', { 'accept-encoding': 'gzip, br' });
    expect(best.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(best.body).toString()).toBe(ENGINE);
    for (const encoding of ['gzip', 'identity']) {
      const other = await get('/pagefind/wasm.en.pagefind', { 'accept-encoding': encoding });
      expect(other.headers['content-encoding']).toBeUndefined();
      expect(gunzipSync(other.body).toString()).toBe(ENGINE);
      expect(other.headers['etag']).not.toBe(best.headers['etag']);
    }
  });

  test('a crowd on a page that nobody asked for yet all get it whole', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => get('/', { 'accept-encoding': 'br' })));
    expect(new Set(answers.map(({ body }) => brotliDecompressSync(body).toString()))).toEqual(new Set([PAGE]));
  });
});

describe('caching', () => {
  test('a page that did not change is not sent again', async () => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const first = await get('/billing/cancel/', { 'accept-encoding': encoding });
      const again = await get('/billing/cancel/', { 'accept-encoding': encoding, 'if-none-match': first.headers.etag! });
      expect([again.status, again.body.length]).toEqual([304, 0]);
      expect([again.headers.etag, again.headers.vary, again.headers['cache-control']]).toEqual([first.headers.etag, 'accept-encoding', 'public, max-age=0, must-revalidate']);
    }
  });

  test.each([
    ['among others', (etag: string) => `"a", ${etag} , "b"`],
    ['made weak by a proxy', (etag: string) => `W/${etag}`],
    ['as a star', () => '*'],
  ])('a tag is known %s', async (_, header) => {
    const { headers } = await get('/film.mp4');
    expect((await get('/film.mp4', { 'if-none-match': header(headers.etag!) })).status).toBe(304);
    expect((await get('/film.mp4', { 'if-none-match': '"another"' })).status).toBe(200);
  });

  test('each form of a page has a tag of its own, so that no cache mixes their bytes', async () => {
    const tags = await Promise.all(['br', 'gzip', 'identity'].map(async (encoding) => (await get('/', { 'accept-encoding': encoding })).headers.etag));
    expect(new Set(tags).size).toBe(3);
  });

  test('the same bytes have the same tag on another machine and at another time, and other bytes another', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'bedside-site-'));
    writeSite(elsewhere, '/', { ...FILES, 'robots.txt': 'User-agent: x\n' });
    utimesSync(join(elsewhere, 'film.mp4'), 1, 1);
    const other = await serve(elsewhere);
    onTestFinished(() => {
      other.close();
      rmSync(elsewhere, { recursive: true, force: true });
    });
    expect((await ask(other, '/film.mp4')).headers.etag).toBe((await get('/film.mp4')).headers.etag);
    expect((await ask(other, '/robots.txt')).headers.etag).not.toBe((await get('/robots.txt')).headers.etag);
  });

  test.each([
    ['/assets/page.DkW3.js', true],
    ['/assets/plan.Ab12.webp', true],
    ['/pagefind/fragment/en_1a2b.pf_fragment', true],
    ['/pagefind/pagefind.js', false],
    ['/billing/assets/', false],
    ['/favicon.svg', false],
    ['/', false],
  ])('%s may be kept for ever: %s', async (path, forever) => {
    expect((await get(path)).headers['cache-control']).toBe(forever ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate');
  });

  test('a site that lies in a folder called assets is not kept for ever for that', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'bedside-site-'));
    writeSite(join(parent, 'assets', 'site'));
    const other = await serve(join(parent, 'assets', 'site'));
    onTestFinished(() => {
      other.close();
      rmSync(parent, { recursive: true, force: true });
    });
    expect((await ask(other, '/')).headers['cache-control']).toBe('public, max-age=0, must-revalidate');
  });
});

describe('methods', () => {
  test.each(['/', '/film.mp4', '/old/cancel/', '/nothing/'])('HEAD of %s has the headers of GET and no body', async (path) => {
    const [head, full] = [await get(path, {}, 'HEAD'), await get(path)];
    const lasting = (headers: IncomingHttpHeaders) => Object.entries(headers).filter(([name]) => !/^(date|connection|transfer-encoding)$/.test(name));
    expect(head.status).toBe(full.status);
    expect(lasting(head.headers)).toEqual(lasting(full.headers));
    expect(head.body.length).toBe(0);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s on a page is refused with what is allowed', async (method) => {
    const { status, headers } = await get('/billing/cancel/', {}, method);
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test('a form sent to an old address is not turned into a reading of the new one', async () => {
    expect((await get('/old/cancel/', {}, 'POST')).status).toBe(404);
  });
});

describe('parts of a film', () => {
  test.each([
    ['bytes=0-99', 0, 99],
    ['bytes=100-', 100, 999],
    ['bytes=-100', 900, 999],
    ['bytes=-5000', 0, 999],
    ['bytes=990-5000', 990, 999],
    ['bytes=999-999', 999, 999],
  ])('%s is bytes %i to %i', async (range, start, end) => {
    const { status, headers, body } = await get('/film.mp4', { range });
    expect([status, headers['content-range'], headers['content-length']]).toEqual([206, `bytes ${start}-${end}/1000`, String(end - start + 1)]);
    expect(body.equals(FILM.subarray(start, end + 1))).toBe(true);
  });

  test.each(['bytes=1000-', 'bytes=5000-6000', 'bytes=-0', `bytes=${'9'.repeat(40)}-`])('%s lies behind the end, and the answer says where that is', async (range) => {
    const { status, headers, body } = await get('/film.mp4', { range });
    expect([status, headers['content-range'], body.length]).toEqual([416, 'bytes */1000', 0]);
  });

  test.each(['bytes=5-2', 'bytes=-', 'bytes=a-b', 'bytes=0-1,5-6', 'lines=0-1', 'bytes 0-1', ''])('%j is no range, and means the whole', async (range) => {
    const { status, body } = await get('/film.mp4', { range });
    expect([status, body.length]).toEqual([200, 1000]);
  });

  test('a part is sent only of the film that the player began with', async () => {
    const { headers } = await get('/film.mp4');
    expect((await get('/film.mp4', { range: 'bytes=0-9', 'if-range': headers.etag! })).status).toBe(206);
    expect((await get('/film.mp4', { range: 'bytes=0-9', 'if-range': '"another"' })).status).toBe(200);
    expect(headers['accept-ranges']).toBe('bytes');
  });

  test('an empty film has no parts', async () => {
    expect((await get('/empty.webm', { range: 'bytes=0-' })).status).toBe(416);
    expect((await get('/empty.webm')).status).toBe(200);
  });

  test('the page that says that nothing is here comes whole', async () => {
    expect((await get('/nothing/', { range: 'bytes=0-9', 'if-none-match': '*' })).status).toBe(404);
  });
});

describe('addresses', () => {
  test.each([
    ['/billing', '/billing/'],
    ['/billing/cancel', '/billing/cancel/'],
    ['/billing/index.html', '/billing/'],
    ['/index.html', '/'],
    ['/billing/index', '/billing/'],
    ['/Billing/CANCEL/', '/billing/cancel/'],
    ['/Billing', '/billing/'],
    ['//billing//cancel/', '/billing/cancel/'],
    ['/robots.txt/', '/robots.txt'],
    ['/old/cancel/', '/billing/cancel/'],
    ['/old/cancel', '/billing/cancel/'],
    ['/faq.html', '/billing/'],
    ['/alt/k%C3%BCndigung/', '/hilfe/k%C3%BCndigen/'],
    ['/hilfe/k%C3%BCndigen', '/hilfe/k%C3%BCndigen/'],
    ['/billing?q=a%20b&c=%zz', '/billing/?q=a%20b&c=%zz'],
    ['/old/cancel/?from=//evil.example', '/billing/cancel/?from=//evil.example'],
    ['//evil.example/', '/evil.example/'],
    ['///evil.example', '/evil.example/'],
  ])('%s moved for good to %s', async (path, location) => {
    const { status, headers } = await get(path);
    expect([status, headers.location]).toEqual([301, location]);
  });

  test('where an answer leads never begins with two slashes or a backslash', async () => {
    for (const path of ['//evil.example', '//evil.example/', '/\\evil.example/', '/%5Cevil.example/', '/%2F%2Fevil.example/', '//evil.example/%2e%2e', '/.//evil.example', '//evil.example//billing/', '/%09/evil.example/', 'http://evil.example/billing']) {
      const { status, headers } = await get(path);
      expect([301, 404], path).toContain(status);
      if (status === 301) expect(headers.location, path).toMatch(/^\/[^/\\]/);
    }
  });

  test('an address with its letters encoded is the same address', async () => {
    expect((await get('/hilfe/k%C3%BCndigen/')).status).toBe(200);
    expect((await get('/%62illing/')).status).toBe(200);
  });

  test.each([
    '/nothing/',
    '/billing/nothing',
    '/.env',
    '/.git/config',
    '/billing/.htaccess',
    '/.bedside/site.json',
    '/%2ebedside/site.json',
    '/../package.json',
    '/billing/../../../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/%252e%252e/%252e%252e/etc/passwd',
    '/..%5c..%5cetc/passwd',
    '/billing/cancel%00.html',
    '/%00',
    '/%zz',
    '/%',
    '/%ff%fe/',
    '/__proto__',
    '/constructor/',
    `/${'a'.repeat(10_000)}`,
    `/${'/'.repeat(5_000)}x`,
    `/${'%41'.repeat(3_000)}/`,
  ])('nothing is at %s', async (path) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body.toString()).toBe(FILES['404.html']);
  });

  test('a link of the file system in the built site is not followed', async () => {
    const other = mkdtempSync(join(tmpdir(), 'bedside-site-'));
    onTestFinished(() => rmSync(other, { recursive: true, force: true }));
    writeSite(other);
    symlinkSync(join(folder, '.env'), join(other, 'env.txt'));
    const linked = await serve(other);
    onTestFinished(() => void linked.close());
    expect((await ask(linked, '/env.txt')).status).toBe(404);
  });

  test('a site without a page for it still says that nothing is here', async () => {
    const other = mkdtempSync(join(tmpdir(), 'bedside-site-'));
    onTestFinished(() => rmSync(other, { recursive: true, force: true }));
    writeSite(other, '/', { 'index.html': PAGE });
    const bare = await serve(other);
    onTestFinished(() => void bare.close());
    expect(await ask(bare, '/x')).toMatchObject({ status: 404, body: Buffer.from('Not found\n') });
  });

  test('a folder without a finished build says what to do', async () => {
    await expect(openStaticSite(join(folder, 'billing'))).rejects.toThrow('Run npm run build.');
  });
});

describe('a site in a folder of its host', () => {
  const home = mkdtempSync(join(tmpdir(), 'bedside-site-'));
  let inside: Server;
  beforeAll(async () => {
    writeSite(home, '/help/');
    inside = await serve(home);
  });
  afterAll(() => {
    inside.close();
    rmSync(home, { recursive: true, force: true });
  });

  test.each([
    ['/help/', 200, undefined],
    ['/help/billing/cancel/', 200, undefined],
    ['/help', 301, '/help/'],
    ['/help/billing?a=b', 301, '/help/billing/?a=b'],
    ['/help/old/cancel/', 301, '/help/billing/cancel/'],
    ['/help//evil.example/', 301, '/help/evil.example/'],
    ['/', 404, undefined],
    ['/billing/', 404, undefined],
    ['/old/cancel/', 404, undefined],
    ['/helpless/', 404, undefined],
  ])('%s answers %i', async (path, status, location) => {
    const answer = await ask(inside, path);
    expect([answer.status, answer.headers.location]).toEqual([status, location]);
  });

  test('hashed names are kept for ever there, too', async () => {
    expect((await ask(inside, '/help/assets/page.DkW3.js')).headers['cache-control']).toMatch(/immutable/);
  });
});

test.each([
  ['a page', '/', 'GET', {}],
  ['a page in brotli', '/', 'GET', { 'accept-encoding': 'br' }],
  ['an unchanged page', '/', 'GET', { 'if-none-match': '*' }],
  ['a part', '/film.mp4', 'GET', { range: 'bytes=0-1' }],
  ['a part that is not there', '/film.mp4', 'GET', { range: 'bytes=5000-' }],
  ['an old address', '/old/cancel/', 'GET', {}],
  ['nothing', '/nothing/', 'GET', {}],
  ['a refused method', '/', 'POST', {}],
])('the answer with %s carries the security headers', async (_, path, method, sent: Record<string, string>) => {
  const { headers } = await get(path, sent, method);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
  });
});

test('a drawing that is opened at its own address can do nothing there', async () => {
  const { headers } = await get('/favicon.svg');
  expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'.*default-src 'none'.*sandbox/);
});
