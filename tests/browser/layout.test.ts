import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { eventually, onGallery, onSite, PHONE, readToTheEnd, useBrowser } from './browser.ts';
import { EVERY_PART, LONG_ARTICLE, TEMPLATES } from './templates.ts';

const open = useBrowser();

/** How far the page scrolls sideways, in pixels, and what sticks out. */
function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll<HTMLElement>('*')]
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return right > width + 1 || left < -1;
      })
      .slice(0, 5)
      .map((element) => `${element.tagName}.${element.className} sticks out of ${width} px`);
  });
}

/** Controls that a thumb would miss. */
function small(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, .button, input:not(.choice input, [type=hidden]), select, .site-header a, .footer-links a, summary, [role=tab]')]
      .filter((control) => control.checkVisibility({ visibilityProperty: true }))
      .map((control) => ({ control, box: control.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 44 || box.width < 44)
      .map(({ control, box }) => `${control.tagName}.${control.className} ${Math.round(box.width)} × ${Math.round(box.height)}`),
  );
}

describe.for(TEMPLATES)('$name', (template) => {
  test('fits a phone of 320 px with controls of 44 px, a zoom of 200 %, and text twice as large', async () => {
    const page = await open({ viewport: { width: 320, height: 640 } });
    await template.open(page);
    expect(await sideways(page), '320 px').toEqual([]);
    expect(await small(page)).toEqual([]);
    await page.setViewportSize({ width: 640, height: 400 });
    expect(await sideways(page), '1280 px at 200 %').toEqual([]);
    await page.setViewportSize(PHONE);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
    await eventually(() => page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('34px');
    expect(await sideways(page), 'a phone with text twice as large').toEqual([]);
  });
});

test.for(['/', '/search/'])('on a touch screen a title of a list on %s is as high as a thumb wants', async (path) => {
  const page = await open({ viewport: PHONE, hasTouch: true, isMobile: true });
  await page.goto(onSite(path));
  const heights = await page.locator(':is(.topic-columns, .topic-list) li a').evaluateAll((titles) => titles.map((title) => title.getBoundingClientRect().height));
  expect(heights.length).toBeGreaterThan(10);
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
});

describe('nothing jumps', () => {
  /** Every shift, also those right after a key, which the usual measure forgives. */
  const watch = (page: Page) =>
    page.addInitScript(() => {
      Object.assign(globalThis, { shifts: [] });
      new PerformanceObserver((list) => {
        const shifts = (globalThis as unknown as { shifts: unknown[] }).shifts;
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources: { node: Element | null }[] })[]) {
          shifts.push(`${entry.value.toFixed(4)} ${entry.sources.map(({ node }) => `${node?.nodeName}.${node?.className}`).join(' ')}`);
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
  const shifts = async (page: Page) => {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    return page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);
  };

  test.for([PHONE, { width: 1280, height: 800 }])('while pictures of an article load, at $width px', async (viewport) => {
    const page = await open({ viewport });
    await watch(page);
    await page.goto(onSite(LONG_ARTICLE));
    await readToTheEnd(page);
    expect(await shifts(page)).toEqual([]);
  });

  test.for([PHONE, { width: 1280, height: 800 }])('when an address asks for answers, at $width px', async (viewport) => {
    const page = await open({ viewport });
    await watch(page);
    await page.goto(onSite('/search/?q=verification'));
    await page.locator('.results').waitFor();
    expect(await shifts(page)).toEqual([]);
  });

  test.for([PHONE, { width: 1280, height: 800 }])('while a reader types on the search page, at $width px', async (viewport) => {
    const page = await open({ viewport });
    await watch(page);
    await page.goto(onSite('/search/'));
    await page.getByRole('searchbox').focus();
    for (const word of ['pass', 'word', ' reset']) {
      await page.keyboard.type(word, { delay: 40 });
      await page.waitForLoadState('networkidle');
    }
    await page.locator('.results').waitFor();
    expect(await shifts(page)).toEqual([]);
  });

  test('in the dialog while a reader types', async () => {
    const page = await open();
    await page.goto(onSite(LONG_ARTICLE));
    await page.keyboard.press('/');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
    const before = await dialog.boundingBox();
    await page.keyboard.type('password');
    await page.locator('dialog .results').waitFor();
    expect(await dialog.boundingBox()).toEqual(before);
  });

  test('an address that asks for answers never shows the topics first', async () => {
    const page = await open();
    await page.addInitScript(() => {
      const seen: boolean[] = [];
      Object.assign(globalThis, { seen });
      const look = () => {
        const topics = document.querySelector('.topic-list');
        if (topics) seen.push(topics.checkVisibility({ visibilityProperty: true }));
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(onSite('/search/?q=verification'));
    await page.locator('.results').waitFor();
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: boolean[] }).seen);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).not.toContain(true);
  });

  test('the topics come by themselves when the scripts do not', async () => {
    const page = await open();
    await page.route('**/*.js', (route) => route.abort());
    await page.goto(onSite('/search/?q=verification'));
    await eventually(() => page.locator('.topic-list').evaluate((list) => list.checkVisibility({ visibilityProperty: true }))).toBe(true);
  });
});

describe('in print', () => {
  test.for(['light', 'dark'] as const)('an article of a %s page is black on white, without what only a screen needs', async (colorScheme) => {
    const page = await open({ colorScheme });
    await page.goto(onGallery(EVERY_PART));
    await page.getByRole('tab').first().waitFor();
    await page.emulateMedia({ media: 'print', colorScheme });
    for (const part of ['.site-nav', '.breadcrumb', '.side-nav', '.toc-side', '.toc-inline', '.site-footer', '.pager', '.feedback', '.stuck', '.anchor', '.tab-list']) {
      expect(await page.locator(part).evaluateAll((found) => found.some((one) => one.checkVisibility())), part).toBe(false);
    }
    const { ground, colors } = await page.evaluate(() => ({
      ground: getComputedStyle(document.documentElement).backgroundColor,
      colors: [...document.querySelectorAll('main :is(h1, h2, h3, p, li, td, th, a, time, code, summary, figcaption, blockquote)')]
        .filter((one) => one.checkVisibility())
        .map((one) => `${one.tagName} ${getComputedStyle(one).color}`)
        .filter((color) => !color.endsWith('rgb(0, 0, 0)')),
    }));
    expect(ground).toBe('rgb(255, 255, 255)');
    expect(colors).toEqual([]);
  });

  test('a long line of code and a wide table are not cut', async () => {
    const page = await open({ viewport: { width: 640, height: 800 } });
    await page.goto(onGallery(EVERY_PART));
    const cut = () => page.locator('.prose :is(pre, .table)').evaluateAll((boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== 'visible').length);
    expect(await cut()).toBeGreaterThan(0);
    await page.emulateMedia({ media: 'print' });
    expect(await cut()).toBe(0);
  });

  test('what the screen folds away is on paper', async () => {
    const page = await open();
    await page.goto(onGallery(EVERY_PART));
    await page.getByRole('tab').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    for (const words of ['in the browser', 'until it shines', 'Folded words']) {
      expect(await page.getByText(words).evaluate((one) => one.checkVisibility({ contentVisibilityAuto: true })), words).toBe(true);
      expect((await page.getByText(words).boundingBox())?.height, words).toBeGreaterThan(10);
    }
    expect(await page.locator('.tab-title', { hasText: 'In the app' }).isVisible()).toBe(true);
  });
});

describe('from right to left', () => {
  test.for([PHONE, { width: 1280, height: 800 }])('an article keeps its order at $width px: numbers of steps before their words, nothing sticks out', async (viewport) => {
    const page = await open({ viewport });
    await page.goto(onGallery(EVERY_PART));
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    expect(await sideways(page)).toEqual([]);
    const step = await page.evaluate(() => {
      const item = document.querySelector('.steps li')!;
      const number = getComputedStyle(item, '::before');
      return { right: number.right, left: Number.parseFloat(number.left), words: Number.parseFloat(getComputedStyle(item).paddingRight) };
    });
    expect(step.right).toBe('0px');
    expect(step.left).toBeGreaterThan(100);
    expect(step.words).toBe(48);
    const brand = (await page.locator('.brand').boundingBox())!;
    expect(brand.x + brand.width).toBeGreaterThan(viewport.width - 60);
  });
});

describe('as a reader’s system asks', () => {
  test('with forced colors the chosen tab and the edges of controls stay visible', async () => {
    const page = await open({ forcedColors: 'active' });
    await page.goto(onGallery(EVERY_PART));
    await page.getByRole('tab').first().waitFor();
    const edge = (name: string) => page.getByRole('tab', { name }).evaluate((tab) => getComputedStyle(tab).borderBottomColor);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await edge('On the web')).not.toBe(await edge('In the app'));
    expect(await page.locator('.stuck .button').evaluate((button) => getComputedStyle(button).borderTopColor)).not.toBe(ground);
  });

  test('with forced colors the vote that was given is another than the one that was not', async () => {
    const page = await open({ forcedColors: 'active' });
    await page.goto(onGallery(EVERY_PART));
    const fill = (name: string) => page.getByRole('button', { name, exact: true }).evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(await fill('Yes')).toBe(await fill('No'));
    await page.getByRole('button', { name: 'No', exact: true }).evaluate((button) => button.setAttribute('aria-pressed', 'true'));
    expect(await fill('Yes')).not.toBe(await fill('No'));
  });

  test('with reduced motion nothing moves', async () => {
    const page = await open({ reducedMotion: 'reduce' });
    await page.goto(onSite('/contact/'));
    await page.keyboard.press('/');
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});
