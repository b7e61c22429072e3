/** The built site on a plain web host: with no service anywhere, and with one on another origin. */
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../bench/servers.ts';
import { readCatalog } from '../../src/catalog/load.ts';
import { createLog } from '../../src/service/log.ts';
import { startServer, type RunningServer } from '../../src/service/server.ts';
import { openStore } from '../../src/store/open.ts';
import { linkSecret, makeLink } from '../../src/tickets/links.ts';
import { DESKTOP, PHONE, useBrowser } from './browser.ts';

const home = mkdtempSync(join(tmpdir(), 'bedside-elsewhere-'));
const stops: (() => unknown)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
  rmSync(home, { recursive: true, force: true });
});
const newPage = useBrowser();

const node = (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...words], { encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production', VITEST: undefined, NO_COLOR: '1', ...env } });
  if (status !== 0) throw new Error(`${words.join(' ')}\n${stdout}\n${stderr}`);
};

/** A new team's tree, as `npm run init` makes it, with lines of its own in site.yaml, built. */
function builtWith(name: string, edit: (site: string) => string): { readonly tree: string; readonly folder: string } {
  const tree = join(home, name);
  node(['scripts/init.ts', tree, '--product', 'Lantern', '--url', 'https://help.lantern.example', '--zone', 'Europe/Berlin', '--today', '2026-11-23', '--yes']);
  const file = join(tree, 'site.yaml');
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
  node(['scripts/build.ts', '--out', `${tree}-site`], { BEDSIDE_CONTENT: tree });
  return { tree, folder: `${tree}-site` };
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

/** A web host that knows files, GET and nothing else. */
async function plainHost(folder: string, base: string, port = 0): Promise<string> {
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (request.method !== 'GET') return void response.writeHead(405).end();
    const asked = join(folder, path.startsWith(base) ? path.slice(base.length - 1) : '/nothing');
    const file = path.endsWith('/') ? join(asked, 'index.html') : asked;
    if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  stops.push(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}${base}`;
}

/** Everything that the page says in the console, and every request that is no plain GET or fails. */
function watched(page: Page): string[] {
  const wrong: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && wrong.push(message.text())));
  page.on('pageerror', (error) => void wrong.push(error.message));
  page.on('request', (request) => void (request.method() !== 'GET' && wrong.push(`${request.method()} ${request.url()}`)));
  page.on('response', (response) => void (response.status() >= 400 && wrong.push(`${response.status()} ${response.url()}`)));
  return wrong;
}

async function sound(page: Page): Promise<void> {
  for (const viewport of [PHONE, DESKTOP]) for (const colorScheme of ['light', 'dark'] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.target.join(' ')).join('; ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  }
}

describe('a site with no service anywhere', () => {
  let site: string;
  let built: ReturnType<typeof builtWith>;
  beforeAll(async () => {
    built = builtWith('alone', (text) => `${text}service: false\n`);
    site = await plainHost(built.folder, '/');
  });

  test('holds no form that posts, on any page', () => {
    const pages = readdirSync(built.folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(12);
    for (const file of pages) expect(readFileSync(join(built.folder, file), 'utf8'), file).not.toMatch(/method="post"|\/intake\//i);
  });

  test('asks for no vote, and leads to mail with the questions of each form', async () => {
    const page = await newPage();
    const wrong = watched(page);
    await page.goto(site);
    const article = await page.locator('main a[href*="password"]').first().getAttribute('href');
    await page.goto(new URL(article ?? '/', site).href);
    expect(await page.getByText('Was this helpful?').count()).toBe(0);
    await page.getByRole('link', { name: 'Write to us' }).click();
    await page.getByText('Each page says what to write').waitFor();
    await page.getByRole('link', { name: 'Technical problem' }).first().click();
    await page.getByRole('heading', { name: 'What to write' }).waitFor();
    const mail = new URL((await page.getByRole('link', { name: 'Write an email' }).getAttribute('href')) ?? '');
    expect([mail.protocol, mail.pathname, mail.searchParams.get('subject')]).toEqual(['mailto:', 'support@lantern.example', 'Technical problem']);
    expect(mail.searchParams.get('body')).toContain('What happened?');
    expect(await page.locator('main').innerText()).toMatch(/support@lantern\.example[^]*Leave out patient information|Leave out patient information[^]*support@lantern\.example/);
    expect(await page.locator('main form, main button').count()).toBe(0);
    await sound(page);
    await page.goto(new URL('contact/ticket/#anything', site).href);
    expect(await page.locator('main').innerText()).toMatch(/You need no page: reply to any email of ours/);
    expect(wrong).toEqual([]);
  });

  test('must have an address to write to, and cannot name a service at the same time', () => {
    const file = join(built.tree, 'site.yaml');
    const right = readFileSync(file, 'utf8');
    const codes = (text: string) => {
      writeFileSync(file, text);
      return readCatalog(built.tree, { today: '2026-11-23', unpublished: false }).diagnostics.map(({ code }) => code);
    };
    try {
      expect(codes(right)).toEqual([]);
      expect(codes(`${right}serviceUrl: https://intake.lantern.example\n`)).toEqual(['site/service']);
      expect(codes(right.replace(/ {4}href: mailto:.*\n/, '').replace(/ {4}addresses:\n(?: {6}.*\n)+/, '')).filter((code) => code === 'forms/mail').length).toBeGreaterThan(0);
    } finally {
      writeFileSync(file, right);
    }
  });
});

describe('a site whose service is on another host, below a folder', () => {
  let site: string;
  let service: RunningServer;
  const dataDir = join(home, 'data');
  beforeAll(async () => {
    const [pages, intake] = [await freePort(), await freePort()];
    const { folder } = builtWith('apart', (text) => text.replace(/^url: .*$/m, `url: http://localhost:${pages}\nbase: /help/\nserviceUrl: http://localhost:${intake}`));
    site = await plainHost(folder, '/help/', pages);
    service = await startServer({ folder, host: '127.0.0.1', port: intake, store: { dataDir }, log: createLog('silent') });
    stops.push(() => service.stop());
  });
  const stored = async <T>(query: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> => {
    const store = await openStore({ dataDir });
    try {
      return await query(store);
    } finally {
      await store.close();
    }
  };

  test('takes votes, what was searched, and messages from there, and shows a ticket', async () => {
    const page = await newPage();
    const wrong = watched(page);
    await page.goto(site);
    await page.locator('main a[href*="password"]').first().click();
    await page.locator('[data-feedback]').getByRole('button', { name: 'Yes' }).click();
    await page.getByText('Thank you').first().waitFor();
    await page.goto(new URL('contact/technical/', site).href);
    const topic = page.locator('input[name=topic]').first();
    if (await topic.count() > 0) await topic.check();
    await page.getByLabel('In a few words, what is it about?').fill('zebra-subject');
    await page.getByLabel('What happened?').fill('It stays blank.');
    await page.getByLabel('Your email address').fill('reader@example.org');
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.locator('[data-send]').click();
    await page.locator('[data-step="sent"] [data-reference]:not(:empty)').waitFor();

    expect((await stored((store) => store.read((db) => db.selectFrom('vote').select('answer').execute()))).map(({ answer }) => answer)).toEqual(['yes']);
    const secret = await stored(async (store) => {
      const { id } = await store.read((db) => db.selectFrom('ticket').select('id').executeTakeFirstOrThrow());
      return linkSecret(store.envelope, await store.write((trx) => makeLink(trx, id, Date.now())));
    });
    const own = await newPage();
    const wrongThere = watched(own);
    await own.goto(new URL(`contact/ticket/#${secret}`, site).href);
    await own.getByRole('heading', { name: 'zebra-subject' }).waitFor();
    const posts = (list: readonly string[]) => list.filter((one) => !one.startsWith(`POST ${service.url}intake/`));
    expect([posts(wrong), posts(wrongThere)]).toEqual([[], []]);
    expect((await stored((store) => store.read((db) => db.selectFrom('reader_event').select('kind').execute()))).length).toBeGreaterThan(0);
  });

  test('takes a vote without JavaScript, too, and nothing from a third site', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(site);
    await page.locator('main a[href*="password"]').first().click();
    await page.locator('[data-feedback]').getByRole('button', { name: 'No' }).click();
    expect(page.url()).toContain(service.url);
    expect(await page.locator('[data-feedback-message]').innerText()).not.toBe('');
    const foreign = await fetch(`${service.url}intake/feedback`, { method: 'POST', headers: { origin: 'https://evil.example', 'content-type': 'application/json' }, body: '{}' });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });
});
