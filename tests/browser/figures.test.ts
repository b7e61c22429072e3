/** Pictures that enlarge, films that wait, text that copies. */
import AxeBuilder from '@axe-core/playwright';
import { inject, describe, expect, test } from 'vitest';
import { eventually, onGallery, onSite, PHONE, useBrowser } from './browser.ts';
import { EVERY_PART, LONG_ARTICLE } from './templates.ts';
import { meter } from './meter.ts';

const open = useBrowser();
/** An article with pictures and a film. */
const FILMED = LONG_ARTICLE;

describe('a picture', () => {
  test('opens over the page by mouse, and closes where a reader would try', async () => {
    const page = await open();
    await page.goto(onSite(FILMED));
    const link = page.locator('a.enlarge').first();
    const dialog = page.getByRole('dialog', { name: 'Picture in full size' });
    for (const close of [() => dialog.getByRole('button').click(), () => page.keyboard.press('Escape'), () => dialog.locator('.enlarged').click({ position: { x: 2, y: 2 } })]) {
      await link.click();
      await dialog.waitFor();
      await close();
      await dialog.waitFor({ state: 'hidden' });
    }
    expect(page.url()).toBe(onSite(FILMED));
  });

  test('opens by keyboard, moves with the arrow keys, and gives the focus back', async () => {
    const page = await open({ viewport: PHONE });
    await page.goto(onSite(FILMED));
    await page.locator('a.enlarge').nth(1).focus();
    await page.keyboard.press('Enter');
    const stage = page.getByRole('dialog').locator('.enlarged');
    await stage.locator('img').waitFor();
    await page.keyboard.press('Tab');
    expect(await stage.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowRight');
    await eventually(() => stage.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await eventually(() => page.evaluate(() => [...document.querySelectorAll('a.enlarge')].indexOf(document.activeElement!))).toBe(1);
  });

  test.for(['light', 'dark'] as const)('shows all its pixels and its own %s side', async (colorScheme) => {
    const page = await open({ viewport: PHONE, colorScheme });
    await page.goto(onSite(FILMED));
    await page.locator('a.enlarge').first().click();
    const image = page.getByRole('dialog').locator('img');
    await eventually(() => image.evaluate((element: HTMLImageElement) => element.currentSrc)).toMatch(colorScheme === 'dark' ? /\.dark\./ : /license\.(?!dark)/);
    const seen = await image.evaluate(async (element: HTMLImageElement) => {
      await element.decode();
      const response = await fetch(element.currentSrc);
      const { width } = await createImageBitmap(await response.blob());
      return { width, shown: element.getBoundingClientRect().width, alt: element.alt };
    });
    expect(seen.width).toBe(1024);
    expect(seen.shown).toBeGreaterThan(PHONE.width);
    expect(seen.alt).toContain('License details');
  });

  test('opens alone without JavaScript, and when the code does not load', async () => {
    const plain = await open({ javaScriptEnabled: false });
    await plain.goto(onSite(FILMED));
    await plain.locator('a.enlarge').first().click();
    expect(new URL(plain.url()).pathname).toMatch(/\.webp$/);
    const page = await open();
    await page.route(/enlarge\.[^/]*js/, (route) => route.abort());
    await page.goto(onSite(FILMED));
    await page.locator('a.enlarge').first().click();
    await page.waitForURL(/\.webp$/);
  });

  test('has a name that says what it shows and what the link does', async () => {
    const page = await open();
    await page.goto(onSite(FILMED));
    await page.getByRole('link', { name: /^The License details form.*Open the picture in full size$/ }).waitFor();
  });
});

describe('a film', () => {
  test('loads nothing before it is asked for', async () => {
    const site = await meter(inject('site').url);
    const page = await open();
    await page.goto(site.url + FILMED, { waitUntil: 'networkidle' });
    const film = () => site.passed.filter(({ path }) => /\.(mp4|webm|vtt)$|film\.[^/]*js$/.test(path)).map(({ path }) => path);
    expect(film()).toEqual([]);
    const posters = site.passed.filter(({ path }) => path.includes('.poster.'));
    expect(posters.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(16 * 1024);
    await page.locator('.film-open').click();
    await eventually(() => film().some((path) => path.endsWith('.vtt'))).toBe(true);
    await site.stop();
  });

  test('plays in the browser’s own player, with captions, chapters and the focus', async () => {
    const page = await open();
    await page.goto(onSite(FILMED));
    const asked = page.waitForRequest(/\.mp4$/);
    await page.locator('.film-open').focus();
    await page.keyboard.press('Enter');
    await asked;
    const video = page.locator('.film video');
    expect(await video.evaluate((element: HTMLVideoElement) => ({ controls: element.controls, preload: element.preload, focused: document.activeElement === element }))).toEqual({
      controls: true,
      preload: 'none',
      focused: true,
    });
    await eventually(() => video.evaluate((element: HTMLVideoElement) => [...element.textTracks].map(({ kind, cues }) => [kind, kind === 'captions' && (cues?.length ?? 0) > 0]))).toEqual([
      ['captions', true],
      ['chapters', false],
    ]);
    await page.getByText('Read the film as text').click();
    expect(await page.locator('.film-words li').count()).toBeGreaterThanOrEqual(3);
  });

  test('plays from a chapter', async () => {
    const page = await open();
    await page.goto(onSite(FILMED));
    await page.getByText('Read the film as text').click();
    await page.getByRole('link', { name: /^Play from .*: Send a photo or scan$/ }).click();
    const video = page.locator('.film video');
    await video.waitFor();
    // A browser without this codec has the player, and no length to jump in.
    if (await video.evaluate((element: HTMLVideoElement) => element.canPlayType('video/mp4; codecs="avc1.640028"') === '')) return;
    await eventually(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(20);
  });

  test('is there without JavaScript, in the player that every browser has', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(onSite(FILMED));
    const video = page.locator('.film video');
    expect(await video.isVisible()).toBe(true);
    expect(await page.locator('.film-open').isVisible()).toBe(false);
    expect(await video.getAttribute('controls')).not.toBeNull();
    expect(await video.getAttribute('preload')).toBe('none');
    expect(await page.locator('.film video track[kind=captions]').count()).toBe(1);
    expect(await page.locator('.copy').first().isVisible()).toBe(false);
  });

  test('is a picture and its words on paper', async () => {
    const page = await open();
    await page.goto(onSite(FILMED));
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.film-play').isVisible()).toBe(false);
    expect(await page.locator('.film-open img').isVisible()).toBe(true);
    expect(await page.locator('.prose .enlarge img').first().isVisible()).toBe(true);
  });
});

describe('text to copy', () => {
  const copied = async (address: string, button: string) => {
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(address);
    await page.getByRole('button', { name: button }).first().click();
    await eventually(() => page.getByRole('status').allTextContents()).toContain('Copied');
    return page.evaluate(() => navigator.clipboard.readText());
  };

  test('is an error message, whole and with its code', async () => {
    expect(await copied(onSite(FILMED), 'Copy this message')).toBe('VER-102: We couldn’t read this file. Upload a PDF, JPEG or PNG up to 10 MB.');
  });

  test('is a piece of code, as it stands there', async () => {
    expect(await copied(onGallery(EVERY_PART), 'Copy this code')).toMatch(/^lantern:\n {2}wick: "a long line/);
  });

  test('is selected when the browser does not let a page copy', async () => {
    const page = await open();
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.goto(onGallery(EVERY_PART));
    await page.getByRole('button', { name: 'Copy this code' }).click();
    await eventually(() => page.getByRole('status').allTextContents()).toContain('Not copied. The text is selected: copy it with your keyboard or menu.');
    expect(await page.evaluate(() => getSelection()?.toString())).toContain('lantern:');
  });
});

describe('nobody is left out', () => {
  test.for([
    ['the enlarged picture', 'a.enlarge', 'dialog[open] img'],
    ['the film that plays', '.film-open', '.film video'],
    ['the words of the film', '.film-words summary', '.film-words[open]'],
    ['the copied message', '.copy', 'body > [role=status]'],
  ] as const)('%s has no violation that axe finds, light and dark', async ([, press, shown]) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open({ colorScheme });
      await page.goto(onSite(FILMED));
      await page.locator(press).first().click();
      await page.locator(shown).first().waitFor({ state: 'attached' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    }
  });
});

describe('every table', () => {
  test('of the help center fits a phone of 360 px', async () => {
    const page = await open({ viewport: { width: 360, height: 740 } });
    await page.goto(onSite('/api/articles.json'));
    const { articles } = JSON.parse(await page.locator('pre').innerText()) as { articles: { address: string }[] };
    const wide: string[] = [];
    for (const { address } of articles) {
      const { pathname } = new URL(address);
      await page.goto(onSite(pathname), { waitUntil: 'domcontentloaded' });
      const over = await page.locator('.table').evaluateAll((tables) => tables.map((table) => table.scrollWidth - table.clientWidth));
      if (over.some((pixels) => pixels > 0)) wide.push(`${pathname} ${over.join(' ')}`);
    }
    expect(wide).toEqual([]);
  });
});

test('the data for search engines is there, and the policy of the page does not stop it', async () => {
  const page = await open();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(onSite(FILMED), { waitUntil: 'networkidle' });
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '') as { '@graph': { '@type': string; image?: string }[] };
  expect(data['@graph'].map((part) => part['@type'])).toEqual(['TechArticle', 'BreadcrumbList', 'HowTo', 'VideoObject']);
  expect(problems).toEqual([]);
  const path = (address: string | null | undefined) => onSite(new URL(address ?? '').pathname);
  const card = await page.request.get(path(await page.locator('meta[property="og:image"]').getAttribute('content')));
  expect([card.status(), card.headers()['content-type']]).toEqual([200, 'image/png']);
  const twin = await page.request.get(new URL((await page.locator('link[type="text/markdown"]').getAttribute('href')) ?? '', page.url()).href);
  expect([twin.status(), twin.headers()['content-type']]).toEqual([200, 'text/markdown; charset=utf-8']);
  for (const [, address] of (await twin.text()).matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) expect((await page.request.get(path(address))).status()).toBe(200);
});
