import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { votesBetween, type CountedVote } from '../../src/feedback/votes.ts';
import { createLog } from '../../src/service/log.ts';
import { startServer, type RunningServer } from '../../src/service/server.ts';
import { openStore } from '../../src/store/open.ts';
import { PHONE, useBrowser } from './browser.ts';
import { LONG_ARTICLE } from './templates.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'bedside-votes-'));
let server: RunningServer;

beforeAll(async () => {
  server = await startServer({ folder: inject('site').folder, host: '127.0.0.1', port: 0, store: { dataDir }, log: createLog('silent') });
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const newPage = useBrowser();
const article = () => new URL(LONG_ARTICLE, server.url).href;

/** What the service has stored since an instant. */
async function votesSince(start: number): Promise<CountedVote[]> {
  const store = await openStore({ dataDir });
  try {
    const votes: CountedVote[] = [];
    for await (const vote of votesBetween(store, start, Number.MAX_SAFE_INTEGER)) votes.push(vote);
    return votes;
  } finally {
    await store.close();
  }
}

const message = (page: Page) => page.locator('[data-feedback-message]');
const yes = (page: Page) => page.getByRole('button', { name: 'Yes', exact: true });
const no = (page: Page) => page.getByRole('button', { name: 'No', exact: true });

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('#feedback').withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
}

describe('with JavaScript, a reader', () => {
  test('says no, is thanked when it is stored, and then says why', async () => {
    const start = Date.now();
    const page = await newPage();
    await page.goto(article());
    await no(page).click();
    await expect.poll(() => message(page).textContent()).toBe('Thank you. Your “No” is stored. Tell us why, and we can mend it.');
    expect(await votesSince(start)).toMatchObject([{ answer: 'no', reason: undefined, deduplicated: true }]);
    await expectAccessible(page);

    await page.getByLabel('It didn’t solve my problem').check();
    await page.getByLabel('What should we know?').fill('Step 6 shows another button');
    await page.getByRole('button', { name: 'Send to the editors' }).click();
    await expect.poll(() => message(page).textContent()).toBe('Thank you. What you told us is stored.');
    expect(await votesSince(start)).toMatchObject([{ answer: 'no', reason: 'unsolved', comment: 'Step 6 shows another button' }]);
  });

  test('votes with the keyboard alone, changes the answer, and finds it again after a reload', async () => {
    const start = Date.now();
    const page = await newPage({ viewport: PHONE, colorScheme: 'dark' });
    await page.goto(article());
    await yes(page).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => message(page).textContent()).toContain('Your “Yes” is stored');
    expect(await page.getByText('What was wrong?').isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect.poll(() => message(page).textContent()).toContain('Your “No” is stored');
    expect(await page.getByText('What was wrong?').isVisible()).toBe(true);
    await expectAccessible(page);
    await page.reload();
    await expect.poll(() => no(page).getAttribute('aria-pressed')).toBe('true');
    expect(await votesSince(start)).toMatchObject([{ answer: 'no' }]);
  });

  test('whose vote cannot be sent is told so, never thanked, and the page sends it when it can', async () => {
    const start = Date.now();
    const page = await newPage();
    await page.goto(article());
    await page.route('**/intake/feedback', (route) => route.abort());
    await no(page).click();
    await expect.poll(() => message(page).textContent()).toMatch(/not stored yet.*tries again by itself/);
    expect(await page.locator('[data-feedback-more]').isVisible()).toBe(false);
    await expectAccessible(page);
    expect(await votesSince(start)).toEqual([]);
    await page.unroute('**/intake/feedback');
    await expect.poll(() => message(page).textContent(), { timeout: 30_000 }).toContain('Your “No” is stored');
    expect(await votesSince(start)).toMatchObject([{ answer: 'no' }]);
  });

  test('may try again at once, and the vote survives leaving the page', async () => {
    const start = Date.now();
    const page = await newPage();
    await page.goto(article());
    await page.route('**/intake/feedback', (route) => route.fulfill({ status: 503, body: '{}' }));
    await no(page).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => message(page).textContent()).toContain('the service does not answer');
    await page.goto(server.url);
    await page.unroute('**/intake/feedback');
    await page.goto(article());
    await expect.poll(() => message(page).textContent()).toContain('Your “No” is stored');
    expect(await votesSince(start)).toHaveLength(1);
  });

  test('is told when there were too many, and when a field is not right, with every word kept', async () => {
    const page = await newPage();
    await page.goto(article());
    await no(page).click();
    await page.locator('[data-feedback-more]').waitFor();
    await page.getByLabel('What should we know?').fill('Every word');
    await page.route('**/intake/feedback', (route) => route.fulfill({ status: 400, contentType: 'application/json', body: '{"fields":{"comment":"Use at most 1000 characters."}}' }));
    await page.getByRole('button', { name: 'Send to the editors' }).click();
    await expect.poll(() => page.locator('[data-feedback-error]').textContent()).toBe('Use at most 1000 characters.');
    expect(await page.getByLabel('What should we know?').inputValue()).toBe('Every word');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('feedback-comment');
    await expectAccessible(page);
    await page.unroute('**/intake/feedback');
    await page.route('**/intake/feedback', (route) => route.fulfill({ status: 429, body: '{}' }));
    await yes(page).click();
    await expect.poll(() => message(page).textContent()).toContain('too many from this network');
  });

  test('votes even when the code for it cannot be loaded', async () => {
    const start = Date.now();
    const page = await newPage();
    await page.route('**/assets/client.*.js', (route) => route.abort());
    await page.goto(article());
    await no(page).click();
    await page.waitForURL('**/intake/feedback?vote=*');
    expect(await message(page).textContent()).toContain('Your “No” is stored');
    expect(await votesSince(start)).toMatchObject([{ answer: 'no', deduplicated: false }]);
  });
});

describe('without JavaScript, a reader', () => {
  test('votes, says why, changes the answer, and reads the thanks on the same article', async () => {
    const start = Date.now();
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(article());
    expect(await page.getByText('What was wrong?').isVisible()).toBe(false);
    await no(page).click();
    expect(new URL(page.url()).pathname).toBe('/intake/feedback');
    expect(await page.locator('h1').textContent()).toBe(await titleOf(page));
    expect(await message(page).textContent()).toContain('Your “No” is stored');
    await page.getByLabel('It is unclear').check();
    await page.getByLabel('What should we know?').fill('Which license?');
    await page.getByRole('button', { name: 'Send to the editors' }).click();
    expect(await message(page).textContent()).toBe('Thank you. What you told us is stored.');
    expect(await votesSince(start)).toMatchObject([{ answer: 'no', reason: 'unclear', comment: 'Which license?', deduplicated: false }]);
    await yes(page).click();
    expect(await message(page).textContent()).toContain('Your “Yes” is stored');
    expect(await votesSince(start)).toMatchObject([{ answer: 'yes', reason: undefined }]);
  });

  test('gets every word back when the comment is too long', async () => {
    const page = await newPage({ javaScriptEnabled: false });
    await page.goto(article());
    await no(page).click();
    const words = `It says "${'x'.repeat(1_100)}" <here>`;
    await page.locator('textarea').evaluate((area: HTMLTextAreaElement, value) => {
      area.removeAttribute('maxlength');
      area.value = value;
    }, words).catch(() => undefined);
    await page.getByRole('button', { name: 'Send to the editors' }).click();
    expect(await page.locator('[data-feedback-error]').textContent()).toBe('Use at most 1000 characters.');
    expect(await page.locator('textarea').inputValue()).toBe(words);
  });
});

async function titleOf(page: Page): Promise<string> {
  const other = await page.context().newPage();
  await other.goto(article());
  const title = await other.locator('h1').textContent();
  await other.close();
  return title ?? '';
}
