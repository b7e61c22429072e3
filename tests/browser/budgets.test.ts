import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { readToTheEnd, useBrowser } from './browser.ts';
import { meter, type Meter, type Passed } from './meter.ts';
import { CONTACT_FORM, EVERY_PART, LONG_ARTICLE } from './templates.ts';

const KB = 1024;
const open = useBrowser();
let site: Meter;

beforeEach(async () => {
  site = await meter(inject('site').url);
});
afterEach(() => site.stop());

const total = (passed: readonly Passed[]) => passed.reduce((sum, one) => sum + one.bytes, 0);
const isScript = (one: Passed) => one.type.startsWith('text/javascript');
const isPicture = (one: Passed) => one.type.startsWith('image/');

describe('an article', () => {
  test('weighs at most 20 KB at first view without its pictures, at most 5 KB of it scripts', async () => {
    const page = await open();
    await page.goto(site.url + LONG_ARTICLE, { waitUntil: 'networkidle' });
    const words = site.passed.filter((one) => !isPicture(one));
    console.log(`article: ${total(words)} bytes, of them ${total(words.filter(isScript))} of scripts (${words.map((one) => `${one.path} ${one.bytes}`).join(', ')})`);
    expect(words.map((one) => one.encoding)).toEqual(words.map(() => 'br'));
    expect(total(words)).toBeLessThanOrEqual(20 * KB);
    expect(total(words.filter(isScript))).toBeLessThanOrEqual(5 * KB);
  });

  test('loads nothing of search before it is asked for', async () => {
    const page = await open();
    await page.goto(site.url + LONG_ARTICLE, { waitUntil: 'networkidle' });
    await readToTheEnd(page);
    expect(site.passed.filter((one) => /pagefind|search|dialog/.test(one.path))).toEqual([]);
  });
});

describe('search', () => {
  test('transfers at most 110 KB until the first answers, the page that asks apart', async () => {
    const page = await open();
    await page.goto(site.url + LONG_ARTICLE, { waitUntil: 'networkidle' });
    const before = site.passed.length;
    await page.keyboard.press('/');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('password');
    await page.locator('dialog .results').waitFor();
    await page.waitForLoadState('networkidle');
    const search = site.passed.slice(before).filter((one) => !isPicture(one));
    console.log(`search: ${total(search)} bytes (${search.map((one) => `${one.path} ${one.bytes}`).join(', ')})`);
    expect(search.some((one) => one.path.includes('wasm'))).toBe(true);
    expect(total(search)).toBeLessThanOrEqual(110 * KB);
  });

  test('loads only its small field on the home page when the reader enters it, and its engine when they type', async () => {
    const page = await open();
    await page.goto(`${site.url}/`, { waitUntil: 'networkidle' });
    expect(site.passed.filter((one) => /pagefind|search-box/.test(one.path))).toEqual([]);
    await page.getByRole('searchbox').focus();
    await page.waitForLoadState('networkidle');
    expect(site.passed.filter((one) => one.path.includes('/pagefind/'))).toEqual([]);
    await page.keyboard.type('password');
    await page.locator('.results').waitFor();
    expect(site.passed.some((one) => one.path.includes('/pagefind/'))).toBe(true);
  });
});

test('an article with tabs loads their script alone besides its own', async () => {
  await site.stop();
  site = await meter(new URL('/', inject('gallery').url).href);
  const page = await open();
  await page.goto(`${site.url}/help${EVERY_PART}`, { waitUntil: 'networkidle' });
  const scripts = site.passed.filter(isScript);
  expect(total(scripts)).toBeLessThanOrEqual(5 * KB);
  expect(scripts.some((one) => one.path.includes('tabs'))).toBe(true);
});

test('a contact form loads at most 12 KB of scripts until it is touched, and nothing of search until somebody writes', async () => {
  const page = await open();
  await page.goto(site.url + CONTACT_FORM, { waitUntil: 'networkidle' });
  const first = site.passed.filter(isScript);
  console.log(`contact form: ${total(first)} bytes of scripts (${first.map((one) => `${one.path} ${one.bytes}`).join(', ')})`);
  expect(total(first)).toBeLessThanOrEqual(12 * KB);
  await page.getByLabel('My verification takes too long').check();
  await page.locator('[data-suggest-list] a').first().waitFor();
  await page.waitForLoadState('networkidle');
  const touched = site.passed.filter(isScript);
  console.log(`contact form, touched: ${total(touched)} bytes of scripts`);
  expect(total(touched)).toBeLessThanOrEqual(22 * KB);
  expect(site.passed.filter((one) => /pagefind/.test(one.path))).toEqual([]);
});
