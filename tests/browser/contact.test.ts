import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createLog } from '../../src/service/log.ts';
import { startServer, type RunningServer } from '../../src/service/server.ts';
import { openStore } from '../../src/store/open.ts';
import { useBrowser } from './browser.ts';
import { CONTACT_FORM, fillForm, LONG_ARTICLE, review } from './templates.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'bedside-contact-'));
const SECRET = 'a secret of the product and of nobody else';
let server: RunningServer;

beforeAll(async () => {
  server = await startServer({ folder: inject('site').folder, host: '127.0.0.1', port: 0, store: { dataDir }, log: createLog('silent'), tickets: { contextKeys: new Map([['k1', SECRET]]) } });
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const newPage = useBrowser();
const on = (path: string) => new URL(path, server.url).href;

/** References of what the service has stored since an instant. */
async function ticketsSince(start: number): Promise<string[]> {
  const store = await openStore({ dataDir });
  try {
    const rows = await store.read((db) => db.selectFrom('ticket').select('reference').where('created_at', '>=', start).execute());
    return rows.map(({ reference }) => reference);
  } finally {
    await store.close();
  }
}

async function send(page: Page): Promise<void> {
  const intended = page.getByLabel('It is none of these');
  if (await intended.isVisible()) await intended.check();
  await page.getByRole('button', { name: 'Send to support' }).click();
}

const sent = (page: Page) => page.getByRole('heading', { name: 'We have your message' }).waitFor({ timeout: 30_000 });
const reference = (page: Page) => page.locator('[data-reference]').textContent();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);
const draft = (page: Page) => page.evaluate(() => sessionStorage.getItem('bedside:draft:verification'));

describe('with JavaScript, a reader', () => {
  test('is told what is missing, checks the answers, takes a private word out, and gets a reference', async () => {
    const start = Date.now();
    const page = await newPage();
    await page.goto(on(CONTACT_FORM));
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.locator('[data-problems]').waitFor();
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-problems'))).toBe(true);
    expect(await page.title()).toMatch(/^Error: Verification/);
    await page.getByRole('link', { name: 'Enter your email address' }).click();
    expect(await focused(page)).toBe('email');
    await fillForm(page);
    await review(page);
    expect(await focused(page)).toBe('review-title');
    expect(await page.locator('.finds mark').textContent()).toContain('born 03/04/1961');
    await page.getByRole('button', { name: 'Send to support' }).click();
    await page.getByRole('link', { name: 'Remove what is marked' }).waitFor();
    expect(await ticketsSince(start)).toEqual([]);
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.locator('.finds').waitFor({ state: 'hidden' });
    expect(await page.locator('[data-rows]').textContent()).toContain('[removed], is waiting');
    await send(page);
    await sent(page);
    expect(await ticketsSince(start)).toEqual([await reference(page)]);
    expect(await page.locator('[data-promised]').textContent()).toMatch(/^A person answers by \w+day, /);
    expect(await draft(page)).toBe(null);
    await page.reload();
    await sent(page);
    expect([await reference(page)]).toEqual(await ticketsSince(start));
    await page.getByRole('link', { name: 'Send another message' }).click();
    await page.getByLabel('What happened?').waitFor();
    expect(await page.getByLabel('What happened?').inputValue()).toBe('');
  });

  test('finds every word again after a reload, the back button and a change, and none after clearing', async () => {
    const page = await newPage();
    await page.goto(on(CONTACT_FORM));
    await fillForm(page);
    await expect.poll(() => draft(page)).toContain('dana.reyes');
    await page.reload();
    expect(await page.getByLabel('Year').inputValue()).toBe('2025');
    expect(await page.getByLabel('In review').isChecked()).toBe(true);
    await review(page);
    await page.goBack();
    expect(await page.getByLabel('What happened?').inputValue()).toContain('John Miller');
    await review(page);
    await page.getByRole('button', { name: 'Change Your email address' }).click();
    await expect.poll(() => focused(page)).toBe('email');
    await page.getByRole('button', { name: 'Clear this form' }).click();
    expect(await page.getByLabel('What happened?').inputValue()).toBe('');
    expect(await draft(page)).toBe(null);
    await page.reload();
    expect(await page.getByLabel('Your email address').inputValue()).toBe('');
  });

  test('loses nothing when the service is away, and is told where to write instead', async () => {
    const start = Date.now();
    const page = await newPage();
    await page.goto(on(CONTACT_FORM));
    await fillForm(page);
    const posted: string[] = [];
    await page.route('**/intake/tickets', (route) => {
      posted.push(route.request().postData() ?? '');
      return route.fulfill({ status: 503, contentType: 'application/json', body: '{"error":"unavailable"}' });
    });
    await review(page);
    await send(page);
    await page.locator('[data-failure]').waitFor();
    expect(await page.locator('[data-failure]').textContent()).toContain('We cannot take messages right now');
    // The tick beside the private words goes along, as a form without a script sends it.
    expect(posted).toEqual([expect.stringContaining('"intended":"yes"')]);
    expect(await page.locator('[data-failure]').getByRole('link').getAttribute('href')).toBe('mailto:verification@unitingdoctors.com');
    await page.unroute('**/intake/tickets');
    await send(page);
    await sent(page);
    expect(await ticketsSince(start)).toHaveLength(1);
  });

  test('has one ticket when the answer was lost on the way, even after a reload', async () => {
    const start = Date.now();
    const page = await newPage();
    await page.goto(on(CONTACT_FORM));
    await fillForm(page);
    await page.route('**/intake/tickets', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await review(page);
    await send(page);
    await page.locator('[data-failure]').waitFor();
    const [stored] = await ticketsSince(start);
    await page.unroute('**/intake/tickets');
    await page.goto(on(CONTACT_FORM));
    await review(page);
    await send(page);
    await sent(page);
    expect(await reference(page)).toBe(stored);
    expect(await ticketsSince(start)).toEqual([stored]);
  });

  test('has a second ticket when the words were changed after that', async () => {
    const start = Date.now();
    const page = await newPage();
    await page.goto(on(CONTACT_FORM));
    await fillForm(page);
    await page.route('**/intake/tickets', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await review(page);
    await send(page);
    await page.locator('[data-failure]').waitFor();
    await page.unroute('**/intake/tickets');
    await page.goBack();
    await page.getByLabel('What happened?').fill('Something else happened.');
    await review(page);
    await send(page);
    await sent(page);
    expect(await ticketsSince(start)).toHaveLength(2);
  });

  test('is told at its field what only the service knows', async () => {
    const page = await newPage();
    await page.goto(on(CONTACT_FORM));
    await fillForm(page);
    await page.route('**/intake/tickets', (route) => route.fulfill({ status: 422, contentType: 'application/json', body: '{"error":"invalid","fields":{"email":"This address takes no mail"}}' }));
    await review(page);
    await send(page);
    await page.getByRole('link', { name: 'This address takes no mail' }).waitFor();
    expect(await page.locator('#email-error').textContent()).toBe('This address takes no mail');
    expect(await page.getByLabel('Your email address').inputValue()).toBe('dana.reyes@example.org');
  });

  test('sends files with the message, and takes one out before', async () => {
    const start = Date.now();
    const page = await newPage();
    await page.goto(on(CONTACT_FORM));
    await fillForm(page);
    const file = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('The message on the screen.') });
    await page.locator('[data-step=form]').getByLabel('A picture of the message you see').setInputFiles([file('one.txt'), file('two.exe')]);
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.getByRole('link', { name: '“two.exe” is not a PNG' }).waitFor();
    await page.getByRole('button', { name: 'Remove two.exe' }).click();
    await review(page);
    expect(await page.locator('[data-rows]').textContent()).toContain('one.txt');
    await send(page);
    await sent(page);
    expect(await ticketsSince(start)).toHaveLength(1);
  });

  test('sees answers for the topic and for the words, and is done when one solves it', async () => {
    const start = Date.now();
    const page = await newPage();
    const told: string[] = [];
    await page.route('**/intake/events', async (route) => {
      told.push(new URLSearchParams(route.request().postData() ?? '').get('events') ?? '');
      await route.fulfill({ status: 204 });
    });
    await page.goto(on('/contact/account/'));
    await page.getByLabel('I cannot log in').check();
    await page.getByRole('link', { name: 'Why can’t I log in?' }).waitFor();
    await page.getByLabel('Something else about my account').check();
    await page.getByLabel('In a few words').fill('How can I export all my data?');
    const answer = page.getByRole('link', { name: 'How do I export my data?' });
    await answer.waitFor();
    expect(await page.locator('[data-suggest-list] li').count()).toBeLessThanOrEqual(3);
    const [opened] = await Promise.all([page.waitForEvent('popup'), answer.click()]);
    await opened.close();
    expect(await page.getByLabel('In a few words').inputValue()).toBe('How can I export all my data?');
    await page.getByRole('button', { name: 'Yes, this solved it' }).click();
    await page.getByRole('heading', { name: 'Good to hear' }).waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('bedside:draft:account'))).toBe(null);
    // As a phone does: by showing another app.
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    });
    await expect.poll(() => told.join()).toContain('"kind":"suggestion-solved"');
    for (const kind of ['contact-opened', 'suggestion-shown', 'suggestion-opened']) expect(told.join()).toContain(`"kind":"${kind}"`);
    expect(told.join()).not.toContain('contact-left');
    expect(told.join()).not.toContain('export all my data');
    expect(await ticketsSince(start)).toEqual([]);
  });

  test('brings along the article and the words of the search', async () => {
    const page = await newPage();
    await page.goto(on(LONG_ARTICLE));
    await page.locator('main').getByRole('link', { name: 'Contact support' }).click();
    await page.evaluate(() => sessionStorage.setItem('bedside:words', 'license not accepted'));
    await page.reload();
    expect(await page.locator('[data-carried-words]').textContent()).toContain('license not accepted');
    await page.getByRole('link', { name: 'Verification', exact: true }).click();
    await expect.poll(() => page.locator('[data-about]').textContent()).toBe('About the article: How do I verify my medical credentials?');
    expect(await page.getByLabel('In a few words').inputValue()).toBe('license not accepted');
  });

  test('whom the product names is greeted, and may use what is for them; the name leaves the address at once', async () => {
    const page = await newPage();
    await page.goto(on('/contact/callback/'));
    await page.getByText('Calls are for enterprise accounts').waitFor();
    expect(await page.getByLabel('The number to call').isVisible()).toBe(false);
    const other = await newPage();
    await other.goto(on(`/contact/callback/#user=${context({ enterprise: true })}`));
    await other.getByLabel('The number to call').waitFor();
    expect(other.url()).toBe(on('/contact/callback/'));
    expect(await other.locator('[data-user]').textContent()).toBe('Signed in as Dana Reyes (dana@example.org), premium plan.');
    expect(await other.getByLabel('Your email address').inputValue()).toBe('dana@example.org');
  });

  test('gets through when the code for it cannot be loaded', async () => {
    const start = Date.now();
    const page = await newPage();
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.goto(on(CONTACT_FORM));
    // What a script would have hidden comes by itself, and says when it matters.
    await page.getByText('Only if you chose').first().waitFor();
    await fillForm(page);
    await page.unroute('**/assets/*.js');
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.getByRole('heading', { name: 'Check your answers before you send' }).waitFor();
    // Nobody reads it in less than a second, and the service knows.
    await page.waitForTimeout(1_100);
    await send(page);
    await sent(page);
    expect(await ticketsSince(start)).toHaveLength(1);
  });
});

describe('without JavaScript, a reader', () => {
  test('goes the same way: problems, review, a change, files, thanks', async () => {
    const start = Date.now();
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(on(CONTACT_FORM));
    expect(await page.getByText('Only if you chose').first().isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await expect.poll(() => page.title()).toMatch(/^Error: Verification/);
    expect(await page.locator('[data-problems] li').count()).toBe(4);
    expect(await page.locator('#email').getAttribute('aria-invalid')).toBe('true');
    await fillForm(page);
    await review(page);
    expect(await page.locator('.answers-given').textContent()).toContain('November 12, 2025');
    await page.getByRole('button', { name: 'Change In a few words' }).click();
    await page.waitForURL('**/intake/tickets#subject');
    expect(await page.getByLabel('What happened?').inputValue()).toContain('John Miller');
    expect(await page.getByLabel('In review').isChecked()).toBe(true);
    await page.getByLabel('In a few words').fill('A “new” subject <b>');
    await review(page);
    expect(await page.locator('.answers-given').textContent()).toContain('A “new” subject <b>');
    await page.locator('[data-step=review]').getByLabel('A picture of the message you see').setInputFiles([{ name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from('What the screen says.') }]);
    await page.waitForTimeout(1_100);
    await send(page);
    await sent(page);
    expect(new URL(page.url()).pathname).toBe('/intake/tickets/thanks');
    expect(await ticketsSince(start)).toEqual([await reference(page)]);
    await page.reload();
    expect(await ticketsSince(start)).toHaveLength(1);
  });
});

test.each(['/', '/contact/'])('%s says by the reader’s clock whether people answer now', async (path) => {
  const page = await newPage({ timezoneId: 'America/New_York' });
  const said = async (time: string) => {
    await page.clock.setFixedTime(time);
    await page.goto(on(path));
    return page.locator('main, footer').getByText(/^(Open|Closed) now/).allTextContents();
  };
  const onWednesday = await said('2026-11-25T10:00:00-05:00');
  expect(onWednesday.length).toBeGreaterThan(2);
  for (const state of onWednesday) expect(state).toMatch(/^Open now, until 6.PM$/);
  for (const state of await said('2026-11-28T10:00:00-05:00')) expect(state).toMatch(/^Closed now, opens Mon, Nov 30, 9.AM$/);
});

/** As the product signs it. */
function context(claims: object): string {
  const seconds = Math.floor(Date.now() / 1_000);
  const payload = { aud: 'https://help.unitingdoctors.com', iat: seconds, exp: seconds + 300, id: 'u1', name: 'Dana Reyes', email: 'dana@example.org', plan: 'premium', ...claims };
  const body = `v1.k1.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return `${body}.${createHmac('sha256', SECRET).update(body).digest('base64url')}`;
}
