/** Every kind of page a reader meets, and how to get it onto the screen. */
import type { Page } from 'playwright';
import { onGallery, onSite } from './browser.ts';

export interface Template {
  readonly name: string;
  readonly open: (page: Page) => Promise<unknown>;
}

/** An article with steps, pictures and contents. */
export const LONG_ARTICLE = '/getting-started/verify-your-credentials/';
/** One without contents. */
export const SHORT_ARTICLE = '/rules/short-one/';
/** One with a binding text elsewhere. */
export const POLICY = '/policies/community-guidelines/';
/** One with every component, on the small site. */
export const EVERY_PART = '/guide/every-part/';

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
];
