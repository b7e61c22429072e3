/** One Chromium for the tests of a file, and fresh pages in it. */
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { BROWSER_FLAGS, ensureBrowser } from '../../scripts/browser.ts';

export const PHONE = { width: 375, height: 760 };
export const DESKTOP = { width: 1280, height: 800 };

/**
 * Starts a browser before the file's tests and stops it after them.
 *
 * @returns opens a page in a context of its own, closed after the test
 */
export function useBrowser(): (options?: BrowserContextOptions) => Promise<Page> {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(() => browser.close());
  return async (options = {}) => {
    const context = await browser.newContext({ viewport: DESKTOP, ...options });
    contexts.push(context);
    return context.newPage();
  };
}

/** The address of a path on the site of the default content. */
export function onSite(path: string): string {
  return new URL(path, inject('site').url).href;
}

/** The address of a path on the small site that uses every component; it lives in a folder of its host. */
export function onGallery(path: string): string {
  return new URL(`.${path}`, inject('gallery').url).href;
}

/** Lets lazy pictures load, as they do for a reader who scrolls to the end. */
export async function readToTheEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
      scrollTo(0, top);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    scrollTo(0, 0);
  });
}

/** Waits for what a page comes to; how long is the machine's business, not the test's. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 30_000 });
}
