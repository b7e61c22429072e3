/** Every kind of page a reader meets, and how to get it onto the screen. */
import type { Page } from 'playwright';
import { onGallery, onSite } from './browser.ts';

export interface Template {
  readonly name: string;
  readonly open: (page: Page) => Promise<unknown>;
  /** A reader has typed words, which the tab keeps. */
  readonly typed?: boolean;
}

/** An article with steps, pictures and contents. */
export const LONG_ARTICLE = '/getting-started/verify-your-credentials/';
/** One without contents. */
export const SHORT_ARTICLE = '/rules/short-one/';
/** One with a binding text elsewhere. */
export const POLICY = '/policies/community-guidelines/';
/** One with every component, on the small site. */
export const EVERY_PART = '/guide/every-part/';

/** A form with every kind of question that the others have. */
export const CONTACT_FORM = '/contact/verification/';

/** Fills the form so that it can be sent, with something private in it. */
export async function fillForm(page: Page): Promise<void> {
  await page.getByLabel('My verification takes too long').check();
  for (const [part, value] of [['Month', '11'], ['Day', '12'], ['Year', '2025']] as const) await page.getByLabel(part, { exact: true }).fill(value);
  await page.getByLabel('In review').check();
  await page.getByLabel('In a few words, what is it about?').fill('My verification takes more than a week');
  await page.getByLabel('What happened?').fill('The status has been “In review” since then. My patient John Miller, born 03/04/1961, is waiting.');
  await page.getByLabel('Your name').fill('Dana Reyes');
  await page.getByLabel('Your email address').fill('dana.reyes@example.org');
}

/** As a reader goes on to the page that checks the answers. */
export async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check your answers' }).click();
  await page.getByRole('heading', { name: 'Check your answers before you send' }).waitFor();
}

const path = (name: string, address: string): Template => ({ name, open: (page) => page.goto(onSite(address)) });

/** Pages that are there without a script. */
export const STATIC_TEMPLATES: readonly Template[] = [
  path('home', '/'),
  path('category', '/account/'),
  path('long article', LONG_ARTICLE),
  { name: 'short article', open: (page) => page.goto(onGallery(SHORT_ARTICLE)) },
  path('policy', POLICY),
  { name: 'article with every component', open: (page) => page.goto(onGallery(EVERY_PART)) },
  path('contact', '/contact/'),
  path('contact form', CONTACT_FORM),
  path('contact form, not for everyone', '/contact/callback/'),
  path('contact, nothing sent', '/contact/thanks/'),
  path('own ticket, without its link', '/contact/ticket/'),
  path('search, empty', '/search/'),
  path('not found', '/nothing/of-this-kind-xyzzy/'),
];

export const TEMPLATES: readonly Template[] = [
  ...STATIC_TEMPLATES,
  {
    name: 'search, results',
    open: async (page) => {
      await page.goto(onSite('/search/?q=verification'));
      await page.locator('.results').waitFor();
    },
  },
  {
    name: 'search, filtered',
    open: async (page) => {
      await page.goto(onSite('/search/?q=email&in=account'));
      await page.locator('.results').waitFor();
    },
  },
  {
    name: 'search, none',
    open: async (page) => {
      await page.goto(onSite('/search/?q=xyzzyplugh&in=billing'));
      await page.locator('.no-results').waitFor();
    },
  },
  {
    name: 'search, failed',
    open: async (page) => {
      await page.route('**/pagefind/**', (route) => route.abort());
      await page.goto(onSite('/search/?q=password'));
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'search dialog, empty',
    open: async (page) => {
      await page.goto(onSite('/contact/'));
      await page.keyboard.press('/');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'search dialog, results',
    open: async (page) => {
      await page.goto(onSite('/contact/'));
      await page.keyboard.press('/');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type('verify');
      await page.locator('dialog .results').waitFor();
    },
  },
  {
    name: 'contact form, problems',
    open: async (page) => {
      await page.goto(onSite(CONTACT_FORM));
      await page.getByRole('button', { name: 'Check your answers' }).click();
      await page.locator('[data-problems]').waitFor();
    },
  },
  {
    name: 'contact form, suggestions and private words',
    typed: true,
    open: async (page) => {
      await page.goto(onSite(CONTACT_FORM));
      await fillForm(page);
      await page.locator('[data-suggest-list] a').first().waitFor({ state: 'attached' });
      await page.getByText('You can remove').waitFor();
    },
  },
  {
    name: 'contact form, review',
    typed: true,
    open: async (page) => {
      await page.goto(onSite(CONTACT_FORM));
      await fillForm(page);
      await review(page);
    },
  },
  {
    name: 'contact form, not sent',
    typed: true,
    open: async (page) => {
      await page.route('**/intake/tickets', (route) => route.fulfill({ status: 503, body: '{}' }));
      await page.goto(onSite(CONTACT_FORM));
      await fillForm(page);
      await review(page);
      await page.getByLabel('It is none of these').check();
      await page.getByRole('button', { name: 'Send to support' }).click();
      await page.locator('[data-failure]').waitFor();
    },
  },
];
