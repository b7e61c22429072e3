/** Old addresses and old headings land where their words are now, on a site below a base. */
import { expect, test } from 'vitest';
import { eventually, onGallery, useBrowser } from './browser.ts';

const open = useBrowser();

test.each([
  ['an old heading of the page', '/guide/every-part/#pictures', '/guide/every-part/#figures'],
  ['an old heading whose words are on another page', '/guide/every-part/#rules', '/rules/short-one/'],
  ['an old page that is a part of another now', '/old/place/?from=mail', '/guide/every-part/?from=mail#steps'],
  ['an old page without its slash', '/old/other', '/guide/every-part/'],
  ['an old heading of an old page', '/old/other/#part', '/guide/every-part/#second'],
  ['a heading that is there stays', '/guide/every-part/#steps', '/guide/every-part/#steps'],
  ['a heading that never was stays', '/guide/every-part/#toString', '/guide/every-part/#toString'],
])('%s: %s', async (_name, from, to) => {
  const page = await open();
  await page.goto(onGallery(from));
  await eventually(() => page.url()).toBe(onGallery(to));
  const anchor = new URL(onGallery(to)).hash.slice(1);
  if (!['', 'toString'].includes(anchor)) expect(await page.locator(`#${anchor}`).evaluate((element) => element.getBoundingClientRect().top < innerHeight)).toBe(true);
});

test('following an old heading within the page, and back, ends where the reader was', async () => {
  const page = await open();
  await page.goto(onGallery('/guide/every-part/'));
  await page.evaluate(() => (location.hash = 'pictures'));
  await eventually(() => page.url()).toBe(onGallery('/guide/every-part/#figures'));
  await page.goBack();
  await eventually(() => page.url()).toBe(onGallery('/guide/every-part/'));
});

test('a page without old headings carries no map', async () => {
  const page = await open();
  await page.goto(onGallery('/rules/short-one/'));
  expect(await page.locator('[data-moved]').count()).toBe(0);
});
