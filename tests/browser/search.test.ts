import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { eventually, onGallery, onSite, PHONE, useBrowser } from './browser.ts';
import { EVERY_PART, LONG_ARTICLE } from './templates.ts';

const open = useBrowser();
const RESET = 'How do I reset my password?';

const count = (page: Page) => page.locator('[data-search-count]').last();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim());
const answers = (page: Page) => page.locator('.results > li');

async function says(page: Page, words: RegExp): Promise<void> {
  await eventually(() => count(page).textContent()).toMatch(words);
}

describe('the dialog', () => {
  test.for(['/', 'Control+k', 'Meta+k'])('opens with %s, its field ready to type in', async (keys) => {
    const page = await open();
    await page.goto(onSite(LONG_ARTICLE));
    await page.keyboard.press(keys);
    await page.getByRole('dialog', { name: 'Search the help center' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
    expect(await page.getByRole('dialog').getByRole('searchbox').inputValue()).toBe('');
  });

  test('opens from the link in the header, and on a phone fills the screen', async () => {
    const page = await open({ viewport: PHONE, hasTouch: true });
    await page.goto(onSite(LONG_ARTICLE));
    await page.getByRole('banner').getByRole('link', { name: 'Search' }).tap();
    await page.getByRole('dialog').waitFor();
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
    expect(await page.getByRole('dialog').boundingBox()).toEqual({ x: 0, y: 0, ...PHONE });
  });

  test('is walked with the keyboard alone: type, hear the count, go down, open', async () => {
    const page = await open();
    await page.goto(onSite(LONG_ARTICLE));
    await page.keyboard.press('/');
    await page.getByRole('dialog').waitFor();
    expect(await count(page).getAttribute('role')).toBe('status');
    expect(await count(page).evaluate((status) => status.checkVisibility()), 'a status is heard only when it was there before its words').toBe(true);
    await page.keyboard.type('reset password');
    await says(page, /^\d+ answers? for “reset password”$/);
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(RESET);
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).not.toBe(RESET);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account/reset-password/');
  });

  test('closes with Escape and gives the focus back', async () => {
    const page = await open();
    await page.goto(onSite(LONG_ARTICLE));
    const link = page.locator('.toc-side a').first();
    await link.focus();
    const before = await focused(page);
    await page.keyboard.press('/');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('x');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe(before);
  });

  test('leads to the search page with Enter in its field', async () => {
    const page = await open();
    await page.goto(onSite(LONG_ARTICLE));
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('password');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search/?q=password');
    await says(page, /answers? for “password”/);
  });

  test('gets out of the way when an answer is on this very page', async () => {
    const page = await open();
    await page.goto(onGallery(EVERY_PART));
    await page.keyboard.press('/');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('paraffin');
    await page.locator('.result-section').first().click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(new URL(page.url()).hash).toBe('#figures');
  });

  test('no longer opens with the slash once that is switched off, and does again when it is switched on', async () => {
    const page = await open();
    const dialog = page.getByRole('dialog');
    const slash = dialog.getByLabel('Open search with the / key');
    await page.goto(onSite(LONG_ARTICLE));
    await page.keyboard.press('/');
    const link = page.getByRole('banner').getByRole('link', { name: 'Search' });
    expect(await link.getAttribute('aria-keyshortcuts')).toBe('/ Control+K');
    await slash.uncheck();
    await page.keyboard.press('Escape');
    expect(await link.locator('kbd').isVisible(), 'the header does not name a key that does nothing').toBe(false);
    await page.goto(onSite('/contact/'));
    expect(await link.locator('kbd').isVisible()).toBe(false);
    expect(await link.getAttribute('aria-keyshortcuts')).toBe('Control+K');
    await page.keyboard.press('/');
    await page.keyboard.press('Control+k');
    await dialog.waitFor();
    expect(await dialog.getByRole('searchbox').inputValue()).toBe('');
    await slash.check();
    await page.keyboard.press('Escape');
    expect(await link.locator('kbd').isVisible()).toBe(true);
    await page.locator('main').click();
    await page.keyboard.press('/');
    await dialog.waitFor();
  });

  test('leaves a slash alone that is typed into a field', async () => {
    const page = await open();
    await page.goto(onSite('/'));
    await page.getByRole('searchbox').fill('and');
    await page.keyboard.press('End');
    await page.keyboard.type('/or');
    expect(await page.getByRole('searchbox').inputValue()).toBe('and/or');
  });
});

describe('answers', () => {
  test('show the title, the one-sentence answer with the words marked, the topic and the section', async () => {
    const page = await open();
    await page.goto(onGallery('/search/?q=flame'));
    const first = answers(page).first();
    await first.waitFor();
    expect(await first.locator('.result-title').textContent()).toBe('How do I light a lantern with every part?');
    expect(await first.locator('mark').allTextContents()).toContain('flame');
    expect(await first.locator('.result-place').textContent()).toContain('Guide');
    await page.getByRole('searchbox').fill('paraffin');
    await eventually(() => page.locator('.result-section').first().textContent()).toBe('Figures and code');
    await page.locator('.result-section').first().click();
    await page.waitForURL('**/help/guide/every-part/#figures');
  });

  test('on the home page take the place of the lists, and give it back', async () => {
    const page = await open();
    await page.goto(onSite('/'));
    await page.getByRole('searchbox').fill('password');
    await says(page, /answers? for “password”/);
    expect(await page.getByRole('heading', { name: 'Most read' }).isVisible()).toBe(false);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('heading', { name: 'Most read' }).waitFor();
    expect(await answers(page).count()).toBe(0);
  });

  test('come more at a time, and the focus goes to the first new one', async () => {
    const page = await open();
    await page.goto(onSite('/search/?q=post'));
    await answers(page).first().waitFor();
    const before = await answers(page).count();
    await page.getByRole('button', { name: 'Show more answers' }).click();
    await eventually(() => answers(page).count()).toBeGreaterThan(before);
    expect(await focused(page)).toBe(await answers(page).nth(before).locator('.result-title').textContent());
  });

  test('have an address that can be shared, words and topic and all', async () => {
    const page = await open();
    await page.goto(onSite('/search/'));
    await page.getByRole('searchbox').fill('email');
    await says(page, /answers? for “email”$/);
    const everywhere = Number.parseInt((await count(page).textContent()) ?? '');
    await page.getByRole('combobox', { name: 'Topic' }).selectOption('account');
    await says(page, /for “email” in Account and settings$/);
    expect(Number.parseInt((await count(page).textContent()) ?? '')).toBeLessThan(everywhere);
    expect(new URL(page.url()).search).toBe('?q=email&in=account');
    expect(await page.title()).toMatch(/^Search: email · /);
    for (const place of await page.locator('.result-place > span:first-child').allTextContents()) expect(place).toBe('Account and settings');

    const other = await open();
    await other.goto(page.url());
    await says(other, /for “email” in Account and settings$/);
    expect(await other.getByRole('combobox').inputValue()).toBe('account');
  });

  test('are still there after a look at one of them', async () => {
    const page = await open();
    await page.goto(onSite('/search/'));
    await page.getByRole('searchbox').pressSequentially('reset password');
    await says(page, /answers? for “reset password”/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account/reset-password/');
    await page.goBack();
    await page.waitForURL('**/search/?q=reset+password');
    expect(await page.getByRole('searchbox').inputValue()).toBe('reset password');
    await answers(page).first().waitFor();
  });
});

describe('when there is no answer', () => {
  test('the reader is told in which topic, can search all, and finds the topics and a person', async () => {
    const page = await open();
    await page.goto(onSite('/search/?q=password&in=policies'));
    await says(page, /^(No answer found|\d+ answers?) for “password” in Policies and conduct$/);
    await page.goto(onSite('/search/?q=xyzzyplugh&in=billing'));
    await says(page, /^No answer found for “xyzzyplugh” in Billing and Premium$/);
    expect(await page.getByRole('link', { name: 'Ask a person' }).getAttribute('href')).toBe('/contact/');
    expect(await page.locator('.topic-list').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Search all topics' }).click();
    await says(page, /^No answer found for “xyzzyplugh”$/);
    expect(new URL(page.url()).search).toBe('?q=xyzzyplugh');
    expect(await page.getByRole('combobox').inputValue()).toBe('');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
    expect(await page.getByRole('button', { name: 'Search all topics' }).count()).toBe(0);
  });

  test('the words go with the reader to a person, but not through an address', async () => {
    const page = await open();
    await page.goto(onSite('/search/?q=xyzzyplugh'));
    await page.getByRole('link', { name: 'Ask a person' }).click();
    await page.waitForURL('**/contact/');
    // The session is what events are told under, and goes with the tab.
    expect(await page.evaluate(() => ({ ...sessionStorage }))).toEqual({ 'bedside:words': 'xyzzyplugh', 'bedside:session': expect.any(String) });
  });
});

describe('when search cannot be loaded', () => {
  test.for(['**/pagefind/**', '**/pagefind/pagefind.js*', '**/pagefind/wasm*', '**/pagefind/fragment/*'])('because of %s, the reader is told, can browse, and can try again', async (missing) => {
    const page = await open();
    await page.route(missing, (route) => route.abort());
    await page.goto(onSite('/search/?q=password'));
    await says(page, /^Search did not load/);
    expect(await page.locator('.topic-list').isVisible()).toBe(true);
    await page.unroute(missing);
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(page, /answers? for “password”/);
    await answers(page).first().waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  });

  test('because the connection went away, the reader is not told that there is no answer', async () => {
    const page = await open();
    await page.goto(onSite('/search/?q=verification'));
    await answers(page).first().waitFor();
    await page.context().setOffline(true);
    await page.getByRole('searchbox').fill('premium');
    await says(page, /^Search did not load/);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(page, /answers? for “premium”/);
  });

  test('because a new site was put in place, the reader is not told so either', async () => {
    const page = await open();
    // What a page meets that was opened before: the files of its index are gone.
    await page.route('**/pagefind/index/*', (route) => route.fulfill({ status: 404 }));
    await page.goto(onSite('/search/?q=verification'));
    await says(page, /^Search did not load/);
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(page, /answers? for “verification”/);
  });

  test('because its own small script is missing, the reader is told, too', async () => {
    const page = await open();
    await page.route('**/search-box.*', (route) => route.abort());
    await page.goto(onSite('/search/?q=password'));
    await says(page, /^Search did not load/);
    expect(await page.locator('.topic-list').isVisible()).toBe(true);
  });

  test('because the dialog’s script is missing, the link leads to the search page', async () => {
    const page = await open();
    await page.route('**/dialog.*', (route) => route.abort());
    await page.goto(onSite(LONG_ARTICLE));
    await page.getByRole('banner').getByRole('link', { name: 'Search' }).click();
    await page.waitForURL('**/search/');
  });
});

describe('any words', () => {
  test.for([
    ['markup', '<img src=x onerror="document.title=1"><b>'],
    ['quotes', `"'\`“”«»`],
    ['signs of patterns', '.*+?^${}()|[]\\'],
    ['an emoji', '🩺 password'],
    ['another script', 'كلمة المرور'],
    ['200 characters', 'password '.repeat(23).slice(0, 200)],
  ] as const)('are safe: %s', async ([, words]) => {
    const page = await open();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(onSite(`/search/?${new URLSearchParams({ q: words })}`));
    await says(page, /(No answer found|\d+ answers?) for “/);
    expect(await page.getByRole('searchbox').inputValue()).toBe(words);
    expect(await count(page).locator('*').count()).toBe(0);
    expect(await page.locator('main img').count()).toBe(0);
    expect(errors).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
  });
});

test('a page that is not there searches for the words of its address', async () => {
  const page = await open();
  const answer = await page.goto(onSite('/help/reset-my-password.html'));
  expect(answer?.status()).toBe(404);
  await says(page, /answers? for “reset my password”/);
  expect(await answers(page).first().locator('.result-title').textContent()).toBe(RESET);
});

test('a site in a folder of its host searches there', async () => {
  const page = await open();
  await page.goto(onGallery('/'));
  await page.getByRole('searchbox').fill('indoors');
  await answers(page).first().waitFor();
  expect(await answers(page).first().locator('.result-title').getAttribute('href')).toMatch(/^\/help\//);
});
