import { expect, test } from 'vitest';
import { eventually, onGallery, onSite, useBrowser } from './browser.ts';
import { EVERY_PART, LONG_ARTICLE } from './templates.ts';

const open = useBrowser();
const off = { javaScriptEnabled: false };

test('an article is read whole: answer, steps, pictures, tables, contents and the way to a person', async () => {
  const page = await open(off);
  await page.goto(onSite(LONG_ARTICLE));
  for (const part of ['h1', '.summary', '.steps li', '.prose table', '.toc-side a', '.article-facts time']) {
    await page.locator(part).first().waitFor({ state: 'visible' });
  }
  await page.locator('.prose img').first().scrollIntoViewIfNeeded();
  await eventually(() => page.locator('.prose img').first().boundingBox()).toMatchObject({ width: expect.any(Number) });
  expect(await page.locator('main').getByRole('link', { name: 'Contact support' }).isVisible()).toBe(true);
});

test('tabs are sections one below the other, all in sight', async () => {
  const page = await open(off);
  await page.goto(onGallery(EVERY_PART));
  expect(await page.getByRole('tab').count()).toBe(0);
  for (const title of ['On the web', 'In the app']) expect(await page.locator('.tab-title', { hasText: title }).isVisible()).toBe(true);
  for (const words of ['in the browser', 'until it shines']) expect(await page.getByText(words).isVisible()).toBe(true);
});

test('a folded part opens', async () => {
  const page = await open(off);
  await page.goto(onGallery(EVERY_PART));
  expect(await page.getByText('Folded words.').isVisible()).toBe(false);
  await page.getByText('What few readers need').click();
  expect(await page.getByText('Folded words.').isVisible()).toBe(true);
});

test('from home a reader goes to a category and on to an article', async () => {
  const page = await open(off);
  await page.goto(onSite('/'));
  await page.getByRole('heading', { name: 'Account and settings' }).getByRole('link').click();
  expect(await page.locator('h1').textContent()).toBe('Account and settings');
  await page.locator('main').getByRole('link', { name: 'How do I reset my password?' }).click();
  expect(await page.locator('h1').textContent()).toBe('How do I reset my password?');
});

test('the search form leads to a page that says what is missing and lists every topic', async () => {
  const page = await open(off);
  await page.goto(onSite('/'));
  await page.getByRole('searchbox').fill('password');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/?q=password');
  expect(await page.locator('.notice', { hasText: 'Search needs JavaScript' }).isVisible()).toBe(true);
  expect(await page.locator('main').getByRole('link', { name: 'How do I reset my password?' }).isVisible()).toBe(true);
  expect(await page.getByRole('combobox').isVisible()).toBe(false);
});

test('the search link in the header leads there, too', async () => {
  const page = await open(off);
  await page.goto(onSite(LONG_ARTICLE));
  await page.getByRole('banner').getByRole('link', { name: 'Search' }).click();
  await page.waitForURL('**/search/');
});
