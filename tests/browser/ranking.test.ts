import { build } from 'esbuild';
import type { Page } from 'playwright';
import { describe, expect, inject, test } from 'vitest';
import { createFinder } from '../../src/search/finder.ts';
import { loadNodeEngine } from '../../src/search/node-engine.ts';
import { openSuggester, type Suggester } from '../../src/search/node-suggest.ts';
import { readQuerySet } from '../search/query-set.ts';
import { eventually, onSite, useBrowser } from './browser.ts';

const open = useBrowser();

const answers = (page: Page) => page.locator('.results > li');
const count = (page: Page) => page.locator('[data-search-count]').last();

async function search(page: Page, words: string): Promise<void> {
  await page.goto(onSite(`/search/?${new URLSearchParams({ q: words })}`));
  await eventually(() => count(page).textContent()).toMatch(/answers? for|No answer found/);
}

describe('browser and service', () => {
  test('give the same first three and the same warning for every query of the set', { timeout: 240_000 }, async () => {
    const queries = readQuerySet().map(({ query }) => query);
    const finder = createFinder(await loadNodeEngine(inject('site').folder));
    const inNode = [];
    for (const query of queries) {
      const finding = await finder.find({ query, topic: '', mend: true });
      const urls = await Promise.all(finding.results.slice(0, 3).map(async (result) => (await finding.data(result)).url));
      inNode.push({ query, weak: finding.weak, urls });
    }

    const page = await open();
    await page.goto(onSite('/search/'));
    const script = await page.evaluate(async () => {
      document.querySelector('input')?.focus();
      for (;;) {
        const found = performance.getEntriesByType('resource').find(({ name }) => name.includes('search-box'));
        if (found !== undefined) return found.name;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    expect(script).toContain('search-box');
    const inBrowser = [];
    const field = page.getByRole('searchbox');
    for (const query of queries) {
      // The field is emptied first, so that old answers are never taken for new ones.
      await field.fill('');
      await page.keyboard.press('Enter');
      await field.fill(query);
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => /answers? for|No answer found/.test(document.querySelector('[data-search-count]')?.textContent ?? ''));
      inBrowser.push(
        await page.evaluate((asked) => {
          const urls = [...document.querySelectorAll<HTMLAnchorElement>('.results > li .result-title')].slice(0, 3).map((link) => link.pathname);
          return { query: asked, weak: document.querySelector('.search-weak, .no-results') !== null, urls };
        }, query),
      );
    }
    expect(inBrowser).toEqual(inNode);
  });

  test('suggest the same three, with title and summary, to somebody who writes to a person', async () => {
    const texts = readQuerySet()
      .filter(({ kind }) => kind === 'sentence' || kind === 'nonsense')
      .map(({ query }) => query);
    const suggest = openSuggester(inject('site').folder);
    const inNode = [];
    for (const text of texts) inNode.push(await suggest(text));

    const entry = { contents: `import { createSuggester } from './suggest.ts'; globalThis.suggest = createSuggester();`, resolveDir: 'src/search' };
    const { outputFiles } = await build({ stdin: entry, bundle: true, format: 'esm', write: false });
    const page = await open();
    await page.route('**/suggest-under-test.js', (route) => route.fulfill({ contentType: 'text/javascript', body: outputFiles[0]!.text }));
    await page.goto(onSite('/contact/'));
    await page.addScriptTag({ url: '/suggest-under-test.js', type: 'module' });
    const inBrowser = await page.evaluate(async (all) => {
      const { suggest: ask } = globalThis as unknown as { suggest: Suggester };
      const said = [];
      for (const text of all) said.push(await ask(text));
      return said;
    }, texts);
    expect(inBrowser).toEqual(inNode);
    expect(inNode.filter(({ weak, results }) => !weak && results.length === 3).length).toBeGreaterThan(20);
  });
});

describe('what is mistyped', () => {
  test('is mended, said, and can be searched as it is', async () => {
    const page = await open();
    await search(page, 'forgot passwrod');
    expect(await page.locator('.search-repaired').textContent()).toBe('Showing answers for forgot password. Search for “forgot passwrod” instead');
    expect(await count(page).textContent(), 'a screen reader hears what was searched').toMatch(/answers? for “forgot password”/);
    expect(await answers(page).first().locator('.result-title').textContent()).toBe('How do I reset my password?');
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.className), 'the first arrow leads to the first answer').toBe('result-title');
    await page.getByRole('button', { name: 'Search for “forgot passwrod” instead' }).click();
    await eventually(() => count(page).textContent()).toMatch(/“forgot passwrod”/);
    expect(await page.locator('.search-repaired').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
    expect(await page.getByRole('searchbox').inputValue()).toBe('forgot passwrod');
  });

  test('is not told to have no answer before typing rests', async () => {
    const page = await open();
    await page.goto(onSite('/search/?q=password'));
    await answers(page).first().waitFor();
    await page.evaluate(() => {
      const said: string[] = ((globalThis as { said?: string[] }).said = []);
      new MutationObserver(() => said.push(document.querySelector('[data-search-count]')?.textContent ?? '')).observe(document.querySelector('[data-search-count]')!, { childList: true, characterData: true, subtree: true });
    });
    // Letter by letter within the page, so that a busy machine makes no pauses.
    await page.getByRole('searchbox').evaluate((field: HTMLInputElement) => {
      for (const letters of ['x', 'xq', 'k', 'ka', 'karm', 'karma']) {
        field.value = letters;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    await eventually(() => count(page).textContent()).toMatch(/“karma”/);
    expect(await page.evaluate(() => (globalThis as { said?: string[] }).said)).toEqual([expect.stringMatching(/^1 answer for “karma”$/)]);
  });

  test('is not called mistyped while its word is being typed', async () => {
    const page = await open();
    await search(page, 'passw');
    expect(await page.locator('.search-repaired').count()).toBe(0);
    expect(await answers(page).first().locator('.result-title').textContent()).toBe('How do I reset my password?');
  });
});

describe('an answer', () => {
  test('that is clearly first is given as the answer', async () => {
    const page = await open();
    await search(page, 'karma');
    const first = answers(page).first();
    expect(await first.locator('.clear-answer-label').textContent()).toBe('Answer');
    expect(await first.locator('.result-title').textContent()).toBe('How does reputation work?');
    expect(await page.locator('.clear-answer').count()).toBe(1);
  });

  test('is found by the message on the screen', async () => {
    const page = await open();
    await search(page, 'Error: “This NPI number doesn’t match the name on your account.” VER-110');
    expect(await answers(page).first().locator('.result-title').textContent()).toBe('How do I verify my medical credentials?');
  });
});

describe('a weak answer', () => {
  test('is called weak, also aloud, and a person is offered with the words carried over', async () => {
    const page = await open();
    await search(page, 'my dog ate my homework');
    await page.locator('.search-weak, .no-results').waitFor();
    expect(await count(page).textContent()).toMatch(/Not sure (these help|it helps)|No answer found/);
    expect(await count(page).textContent(), 'a guess is not said to be for other words').toContain('“my dog ate my homework”');
    expect(await page.locator('.search-repaired').count()).toBe(0);
    await page.getByRole('link', { name: 'Ask a person' }).click();
    await page.waitForURL('**/contact/');
    expect(page.url()).not.toContain('dog');
    expect(await page.evaluate(() => sessionStorage.getItem('bedside:words'))).toBe('my dog ate my homework');
  });
});

describe('what readers do', () => {
  /** Batches as the service would get them. */
  async function watched(page: Page): Promise<{ session: string; events: Record<string, unknown>[] }[]> {
    const batches: { session: string; events: Record<string, unknown>[] }[] = [];
    await page.route('**/intake/events', async (route) => {
      batches.push(JSON.parse(new URLSearchParams(route.request().postData() ?? '').get('events') ?? '{}') as (typeof batches)[number]);
      await route.fulfill({ status: 204 });
    });
    return batches;
  }

  /** Stays on the page though a link is followed, and then leaves it as a phone does: by showing another app. */
  async function leave(page: Page): Promise<void> {
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    });
  }

  test('is told when they leave the page: what was searched, how it went, what was opened', async () => {
    const page = await open();
    const batches = await watched(page);
    await search(page, 'karma');
    await answers(page).first().waitFor();
    await page.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
    await answers(page).first().locator('.result-title').click();
    expect(batches).toEqual([]);
    await leave(page);
    await eventually(() => batches.length).toBe(1);
    expect(batches[0]!.events).toEqual([
      { kind: 'search', search: 1, surface: 'search', query: 'karma', results: expect.any(Number), outcome: 'good', repaired: false, refined: false, ago: expect.any(Number) },
      { kind: 'open', search: 1, position: 1, address: '/features/reputation/', ago: expect.any(Number) },
    ]);
    expect(batches[0]!.session).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('reaches the service', async () => {
    const page = await open();
    await search(page, 'xyzzyplugh');
    await page.evaluate(() => addEventListener('click', (event) => event.preventDefault()));
    await page.getByRole('link', { name: 'Ask a person' }).click();
    const answered = page.waitForResponse('**/intake/events');
    await leave(page);
    expect((await answered).status()).toBe(204);
  });

  test('hinders nobody when the service is down', async () => {
    const page = await open();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.route('**/intake/**', (route) => route.abort());
    await search(page, 'karma');
    await answers(page).first().locator('.result-title').click();
    await page.waitForURL('**/features/reputation/');
    expect(errors).toEqual([]);
  });

  test.for([
    ['Do-Not-Track', () => Object.defineProperty(navigator, 'doNotTrack', { value: '1' })],
    ['Global Privacy Control', () => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })],
  ] as const)('is not told with %s', async ([, ask]) => {
    const page = await open();
    await page.addInitScript(ask);
    const batches = await watched(page);
    await search(page, 'karma');
    await answers(page).first().locator('.result-title').click();
    await page.waitForURL('**/features/reputation/');
    await page.waitForTimeout(300);
    expect(batches).toEqual([]);
    expect(await page.evaluate(() => sessionStorage.getItem('bedside:session'))).toBeNull();
  });
});

test('a reader without a mouse searches, hears the count, moves, opens, and comes back to the same query', async () => {
  const page = await open();
  await page.goto(onSite('/contact/'));
  await page.keyboard.press('/');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('cancle subscription');
  const status = page.getByRole('dialog').getByRole('status');
  await eventually(() => status.textContent()).toMatch(/^\d+ answers? for “cancel subscription”/);
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('How do I cancel my Premium subscription?');
  await page.keyboard.press('ArrowUp');
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('cancle subscription');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/?q=cancle+subscription');
  await answers(page).first().waitFor();
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/billing/cancel-premium/');
  await page.goBack();
  await page.waitForURL('**/search/?q=cancle+subscription');
  expect(await page.getByRole('searchbox').inputValue()).toBe('cancle subscription');
  await answers(page).first().waitFor();
});
