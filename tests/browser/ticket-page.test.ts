import AxeBuilder from '@axe-core/playwright';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { createLog } from '../../src/service/log.ts';
import { startServer, type RunningServer } from '../../src/service/server.ts';
import { readSupportOf, type SupportTeam } from '../../src/site/support-file.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { reply } from '../../src/tickets/desk/reply.ts';
import { linkSecret, makeLink } from '../../src/tickets/links.ts';
import { loadTicket } from '../../src/tickets/read.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { DESKTOP, PHONE, useBrowser } from './browser.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'bedside-own-'));
let server: RunningServer;
let store: Store;
let team: SupportTeam;

beforeAll(async () => {
  const { folder } = inject('site');
  team = readSupportOf(folder)!;
  server = await startServer({ folder, host: '127.0.0.1', port: 0, store: { dataDir }, log: createLog('silent') });
  store = await openStore({ dataDir });
});
afterAll(async () => {
  await store.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const newPage = useBrowser();

/** A ticket that an agent answered, and the address of its page. */
async function answered(then?: 'resolve') {
  const rules = team.support;
  const now = Date.now();
  const drafts = [
    { kind: 'created', facts: { channel: 'email' }, actor: { kind: 'requester' }, source: 'form', words: { subject: 'My verification takes long', body: 'It is in review since last week.\nIs something missing?' } },
    { kind: 'triaged', facts: { category: 'verification', priority: 'medium', team: 'verification' }, actor: { kind: 'system' }, source: 'form' },
  ] as EventDraft[];
  const { id } = await store.write(async (trx) => openTicket(trx, { envelope: store.envelope, schedule: (events) => scheduleOf(events, rules) }, await requesterFor(trx, store.envelope, { email: 'reader@example.org' }, now), drafts, now));
  const desk = { store, rules, teams: [], enqueue, letters: new Set(rules.replies.keys()), clock: Date.now };
  await reply(desk, id, { handle: 'agent-2' }, { words: 'Please add your **license**:\n\n1. Go to Settings\n2. Select Add document\n\nhttps://help.unitingdoctors.com/', then });
  const secret = linkSecret(store.envelope, await store.write((trx) => makeLink(trx, id, now)));
  return { id, secret, address: `${server.url}contact/ticket/#${secret}` };
}

const opened = (page: Page) => page.locator('[data-part="ticket"]').waitFor();
const kinds = async (id: string) => (await loadTicket(store, id))!.events.map(({ kind }) => kind);

/** Looks at the page in both sizes and colors, with axe and for sideways scrolling. */
async function sound(page: Page): Promise<void> {
  for (const viewport of [PHONE, DESKTOP]) for (const colorScheme of ['light', 'dark'] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join('; ')}`), `${viewport.width} px, ${colorScheme}`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  }
}

test('a requester reads what was said, adds to it, and the secret stands in no address', async () => {
  const { id, secret, address } = await answered();
  const page = await newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(address);
  await opened(page);
  expect(await page.evaluate(() => location.href)).toBe(`${server.url}contact/ticket/`);
  expect(asked.join('\n')).not.toContain(secret);
  expect(await page.locator('h1:visible').textContent()).toBe('My verification takes long');
  const timeline = await page.locator('[data-timeline]').innerText();
  expect(timeline).toMatch(/You wrote to us[^]*Is something missing\?[^]*Uniting Doctors support answered[^]*Please add your license:\s+1\. Go to Settings/);
  expect(timeline).not.toMatch(/agent-2|triaged|medium/);
  await sound(page);
  await page.getByRole('button', { name: 'Send to support' }).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('words');
  await page.getByLabel('Your message').fill('Here it is.');
  await page.locator('#own-files').setInputFiles({ name: 'license.txt', mimeType: 'text/plain', buffer: Buffer.from('a license') });
  await page.getByRole('button', { name: 'Send to support' }).click();
  await page.getByText('Your message has arrived.').waitFor();
  expect(await page.locator('[data-timeline]').innerText()).toMatch(/You added with 1 file[^]*Here it is\./);
  expect(await page.getByLabel('Your message').inputValue()).toBe('');
  expect(await kinds(id)).toEqual(['created', 'triaged', 'replied', 'received']);
  await page.reload();
  await opened(page);
  expect(await page.locator('[data-timeline] > li').count()).toBe(3);
});

test('private words are said while somebody writes, and asked about before they are sent', async () => {
  const { id, address } = await answered();
  const page = await newPage();
  const scripts: string[] = [];
  page.on('response', (response) => void (response.url().endsWith('.js') && scripts.push(response.url())));
  await page.goto(address);
  await opened(page);
  expect(scripts.join('\n')).not.toMatch(/detect|private-words/);
  const form = page.locator('[data-write]');
  const words = form.getByLabel('Your message');
  await words.fill('It is John Smith, born 03/04/1956. His MRN 4432118 is on the form.');
  await form.getByText('This may hold 2 private things.').waitFor();
  await form.getByRole('button', { name: 'Send to support' }).click();
  await form.getByText('2 things in your message may be private').waitFor();
  await sound(page);
  await form.getByRole('button', { name: /^Remove it John Smith/ }).click();
  await form.getByText('Something in your message may be private').waitFor();
  expect(await words.inputValue()).toBe('It is [removed]. His MRN 4432118 is on the form.');
  await form.getByRole('button', { name: 'Send to support' }).click();
  await form.getByText('Remove what is marked, or tick that it has to be there').waitFor();
  expect(await kinds(id)).not.toContain('received');
  await form.getByLabel('It is none of these, or it has to be there').check();
  // A tick is for what was asked about, and for nothing that comes later.
  await words.fill(`${await words.inputValue()} The password is hunter2!x`);
  await form.getByRole('button', { name: 'Send to support' }).click();
  await form.getByText('2 things in your message may be private').waitFor();
  await form.getByLabel('It is none of these, or it has to be there').check();
  await form.getByRole('button', { name: 'Send to support' }).click();
  await page.getByText('Your message has arrived.').waitFor();
  expect(await page.locator('[data-finds]:visible').count()).toBe(0);
  expect(await kinds(id)).toContain('received');
});

test('a solved one is rated, the rating changed, and then opened again', async () => {
  const { id, address } = await answered('resolve');
  const page = await newPage();
  await page.goto(address);
  await opened(page);
  await page.getByRole('button', { name: 'Send rating' }).click();
  await page.getByText('Choose an answer').waitFor();
  await sound(page);
  await page.getByLabel('5, very well').check();
  await page.getByLabel('What should we know?').fill('Quick and clear.');
  await page.getByRole('button', { name: 'Send rating' }).click();
  await page.getByText('Your rating: 5, very well. You can change it for a while.').waitFor();
  await page.getByLabel('4', { exact: true }).check();
  await page.getByRole('button', { name: 'Send rating' }).click();
  await page.getByText('Your rating: 4.').waitFor();
  await page.getByRole('button', { name: 'It is not solved' }).click();
  await page.getByText('Your message is open again.').waitFor();
  expect(await kinds(id)).toEqual(['created', 'triaged', 'replied', 'resolved', 'rated', 'rated', 'reopened']);
});

test('loses no word when the service is away', async () => {
  const { id, address } = await answered();
  const page = await newPage();
  await page.goto(address);
  await opened(page);
  await page.route('**/intake/tickets/own/messages', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: '{"error":"unavailable"}' }));
  await page.getByLabel('Your message').fill('Here it is.');
  await page.getByRole('button', { name: 'Send to support' }).click();
  await page.getByText('We cannot take this right now.').waitFor();
  await sound(page);
  await page.unroute('**/intake/tickets/own/messages');
  await page.getByRole('button', { name: 'Send to support' }).click();
  await page.getByText('Your message has arrived.').waitFor();
  expect(await kinds(id)).toEqual(['created', 'triaged', 'replied', 'received']);
});

test('a withdrawn link, a guess and no link at all are answered alike, in plain words', async () => {
  const { address } = await answered();
  const page = await newPage();
  await page.goto(address);
  await opened(page);
  await page.getByText('Your data and this link').click();
  await sound(page);
  await page.getByRole('button', { name: 'Withdraw this link' }).click();
  await page.getByRole('heading', { name: 'The link is withdrawn' }).waitFor();
  expect(await page.evaluate(() => sessionStorage.getItem('bedside:own'))).toBe(null);
  for (const hash of [new URL(address).hash, '#guess', '']) {
    const other = await newPage();
    await other.goto(`${server.url}contact/ticket/${hash}`);
    await other.getByRole('heading', { name: 'This link opens nothing' }).waitFor();
    if (hash === '') await sound(other);
  }
});

test('without JavaScript the page says how to answer by mail', async () => {
  const { address } = await answered();
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto(address);
  // What stands in a noscript is no text to a test's own search, so it is read as it is shown.
  expect(await page.locator('main').innerText()).toMatch(/Your message\s+You need no page: reply to any email of ours/);
  expect(await page.locator('main').innerText()).not.toContain('Opening');
  expect(await page.locator('noscript h1').isVisible()).toBe(true);
});
