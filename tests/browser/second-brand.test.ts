/** The second brand in a browser: its own look and words on every template, found by its own readers' words, and reached by its own forms. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { createLog } from '../../src/service/log.ts';
import { startServer, type RunningServer } from '../../src/service/server.ts';
import { openStore } from '../../src/store/open.ts';
import { DESKTOP, PHONE, readToTheEnd, useBrowser } from './browser.ts';

const newPage = useBrowser();
const at = (path: string) => new URL(path, inject('second').url).href;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const VIEWS = [
  { colorScheme: 'light', viewport: PHONE, rules: 'all' },
  { colorScheme: 'dark', viewport: DESKTOP, rules: 'all' },
  { colorScheme: 'dark', viewport: PHONE, rules: 'color' },
] as const;

const TEMPLATES: readonly { readonly name: string; readonly open: (page: Page) => Promise<unknown> }[] = [
  ...['/', '/patients/', '/patients/booking-appointments/', '/security/your-health-information/', '/troubleshooting/reach-support/', '/contact/', '/contact/appointments/', '/status/', '/nothing/of-this-kind/'].map((path) => ({ name: path, open: (page: Page) => page.goto(at(path)) })),
  {
    name: 'search, results',
    open: async (page) => {
      await page.goto(at('/search/?q=prescription'));
      await page.locator('.results').waitFor();
    },
  },
  {
    name: 'contact form, with what is missing',
    open: async (page) => {
      await page.goto(at('/contact/prescriptions/'));
      await page.getByRole('button', { name: 'Check your answers' }).click();
      await page.locator('[data-problems]').waitFor();
    },
  },
];

describe.for(TEMPLATES)('$name', ({ open }) => {
  test('has no barrier that axe finds, light and dark, and fits a phone', async () => {
    const page = await newPage({ reducedMotion: 'reduce' });
    await open(page);
    for (const { colorScheme, viewport, rules } of VIEWS) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const axe = new AxeBuilder({ page }).setLegacyMode();
      const { violations } = await (rules === 'all' ? axe.withTags(TAGS) : axe.withRules(['color-contrast', 'link-in-text-block'])).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`), `${viewport.width} px, ${colorScheme}`).toEqual([]);
    }
    await page.setViewportSize(PHONE);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  });
});

test('no page names the first brand, and each shows its own', () => {
  const { folder } = inject('second');
  const first = loadCatalog('content', { today: '2026-11-23', unpublished: false }).site;
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(html|md|txt|json|xml|svg|ics)$/.test(file));
  expect(pages.length).toBeGreaterThan(80);
  const names = [first.product, new URL(first.url).hostname, first.product.replaceAll(' ', '')].map((name) => name.toLowerCase());
  const found = pages.filter((file) => {
    const text = readFileSync(join(folder, file), 'utf8').toLowerCase();
    return names.some((name) => text.includes(name));
  });
  expect(found).toEqual([]);
  for (const file of pages.filter((one) => one.endsWith('.html'))) expect(readFileSync(join(folder, file), 'utf8'), file).toContain('SmartMed');
});

test('the accent of the brand is the one on links and the main button', async () => {
  const page = await newPage({ colorScheme: 'light' });
  await page.goto(at('/contact/appointments/'));
  const { accent } = loadCatalog('examples/smartmed', { today: '2026-11-23', unpublished: false }).site.brand;
  const button = await page.getByRole('button', { name: 'Check your answers' }).evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(button.replaceAll(/\s+/g, ' ')).toBe(accent.light);
});

test('pictures of an article load in their light and their dark version', async () => {
  const page = await newPage({ colorScheme: 'dark' });
  await page.goto(at('/patients/booking-appointments/'));
  await readToTheEnd(page);
  const shown = await page.locator('main figure img').evaluateAll((images) => images.map((image) => [(image as HTMLImageElement).currentSrc, (image as HTMLImageElement).naturalWidth] as const));
  expect(shown).toHaveLength(2);
  for (const [source, width] of shown) expect([source.includes('.dark.'), width > 0], source).toEqual([true, true]);
});

test.for([
  ['no free appointment with my doctor', 'Why do I find no free appointment?'],
  ['AUTH-104', 'Why is my account locked?'],
  ['perscription', 'Where do I see my prescriptions?'],
])('a reader who types “%s” is led to the answer', async ([query, title]) => {
  const page = await newPage({ viewport: PHONE });
  await page.goto(at('/'));
  await page.getByRole('searchbox').first().fill(query!);
  await page.locator('.results > li').first().waitFor();
  await expect.poll(() => page.locator('.results > li').allTextContents(), { timeout: 30_000 }).toEqual(expect.arrayContaining([expect.stringContaining(title!)]));
});

describe('contact', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bedside-second-'));
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ folder: inject('second').folder, host: '127.0.0.1', port: 0, store: { dataDir }, log: createLog('silent') });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('the phone has its number, and every form its promise', async () => {
    const page = await newPage({ viewport: PHONE });
    await page.goto(new URL('/contact/', server.url).href);
    expect(await page.getByRole('link', { name: 'Phone' }).getAttribute('href')).toBe('tel:+18007627863');
    expect(await page.locator('.form-list > li').count()).toBe(7);
    await page.getByRole('link', { name: 'Prescriptions' }).first().click();
    await page.getByText('A person answers within 1 day, often sooner.').first().waitFor();
  });

  test('an appointment that could not be booked becomes a ticket of the right kind', async () => {
    const page = await newPage({ viewport: PHONE });
    await page.goto(new URL('/contact/appointments/', server.url).href);
    await page.getByLabel('My booking failed').check();
    // On a phone the suggestions wait folded.
    await page.getByText('Why did my booking fail?').first().waitFor({ state: 'attached' });
    await page.getByLabel('What does the screen say?').fill('Booking failed. Your appointment was not saved.');
    await page.getByLabel('In a few words, what is it about?').fill('I cannot book');
    await page.getByLabel('What happened?').fill('I tried three times to book with my doctor. It always says booking failed.');
    await page.getByLabel('Your email address').fill('rose@example.org');
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.getByRole('heading', { name: 'Check your answers before you send' }).waitFor();
    const intended = page.getByLabel('It is none of these');
    if (await intended.isVisible()) await intended.check();
    await page.getByRole('button', { name: 'Send to support' }).click();
    await page.getByRole('heading', { name: 'We have your message' }).waitFor({ timeout: 30_000 });
    const store = await openStore({ dataDir });
    try {
      const tickets = await store.read((db) => db.selectFrom('ticket').selectAll().execute());
      expect(tickets).toMatchObject([{ category: 'appointments', priority: 'medium', team: 'support', tier: 'tier-1' }]);
    } finally {
      await store.close();
    }
  });
});
