/** What a page tells of being read: one request as it is left, and none for who asked for none. */
import { build } from 'esbuild';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';

const open = useBrowser();
let server: Server;
let url: string;
let script: Buffer;
const told: URLSearchParams[] = [];

beforeAll(async () => {
  const source = `import { watchReading } from './src/events/reading.ts'; import { tell } from './src/events/client.ts';
    watchReading({ revision: 'AAAA-BBBB_CCCC12' });
    document.querySelector('button').onclick = () => tell({ kind: 'contact', search: 1 });`;
  const built = await build({ stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' }, bundle: true, minify: true, format: 'esm', write: false });
  script = Buffer.from(built.outputFiles[0]!.contents);
  server = createServer((request, response) => {
    if (request.url === '/intake/events') {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString())).on('end', () => {
        told.push(new URLSearchParams(body));
        response.writeHead(204).end();
      });
      return;
    }
    const page = '<!doctype html><html data-base="/"><title>Article</title><button>Go</button><a href="/billing/next/">Next</a><script type="module" src="/reading.js"></script>';
    if (request.url === '/reading.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else response.writeHead(200, { 'content-type': 'text/html', 'referrer-policy': 'strict-origin' }).end(page);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const eventsOf = (sent: URLSearchParams) => (JSON.parse(sent.get('events')!) as { session: string; events: Record<string, unknown>[] }).events;

test('two articles are two requests, with where the reader came from; what waits goes along', async () => {
  told.length = 0;
  const page = await open();
  await page.goto(`${url}/billing/refunds/`, { waitUntil: 'networkidle' });
  await page.getByRole('button').click();
  await page.getByRole('link').click();
  await page.waitForURL('**/billing/next/');
  await page.waitForLoadState('networkidle');
  await page.goto('about:blank');
  await expect.poll(() => told.length).toBe(2);
  expect(told.map(eventsOf)).toMatchObject([
    [{ kind: 'contact' }, { kind: 'read', address: '/billing/refunds/', from: 'outside', revision: 'AAAA-BBBB_CCCC12', seconds: 0 }],
    [{ kind: 'read', address: '/billing/next/', from: 'site' }],
  ]);
});

test('who asked not to be tracked is told of by nothing', async () => {
  told.length = 0;
  const page = await open();
  await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  await page.goto(`${url}/billing/refunds/`, { waitUntil: 'networkidle' });
  await page.goto(`${url}/billing/next/`, { waitUntil: 'networkidle' });
  await page.goto('about:blank');
  await new Promise((later) => setTimeout(later, 500));
  expect(told).toEqual([]);
});

test('its script is at most 2 KB, before it is compressed', () => {
  expect(script.length).toBeLessThanOrEqual(2_048);
});
