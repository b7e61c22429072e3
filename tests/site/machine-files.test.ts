import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadCatalog } from '../../src/catalog/load.ts';
import { cardPath } from '../../src/site/card-path.ts';
import { articleList, llmsTxt, robotsTxt, twinPath } from '../../src/site/machine-files.ts';
import { lastChange } from '../../src/site/sitemap.ts';
import { drawCard, writeCards } from '../../src/site/social-cards.ts';
import { article, CANCEL, catalogOf, SITE } from '../catalog/trees.ts';

const real = loadCatalog('content', { today: '2100-01-01', unpublished: false });
const inFolder = () => catalogOf({ 'site.yaml': `${SITE}base: /help/\n` });

test('robots may read everything but what the service answers, and are shown the sitemap', () => {
  expect(robotsTxt(inFolder())).toBe('User-agent: *\nAllow: /\nDisallow: /help/intake/\n\nSitemap: https://help.example.org/help/sitemap-index.xml\n');
});

test('llms.txt begins with the name and a summary, and leads to every article’s Markdown', () => {
  const text = llmsTxt(real);
  expect(text).toMatch(/^# .+\n\n> .+\n/);
  for (const one of real.articles) expect(text).toContain(`](https://help.unitingdoctors.com${twinPath(one)}): ${one.summary}`);
  expect(text.match(/^## /gm)).toHaveLength(real.categories.length + 1);
});

test('a title with brackets stays one link in llms.txt', () => {
  expect(llmsTxt(catalogOf({ [CANCEL]: article({ title: '"How do I cancel [old] plans?"' }) }))).toContain('[How do I cancel \\[old\\] plans?](https://');
});

const listSchema = z.strictObject({
  version: z.literal(1),
  site: z.string(),
  language: z.string(),
  articles: z.array(
    z.strictObject({ id: z.string(), title: z.string(), summary: z.string(), address: z.url(), markdown: z.url(), category: z.string(), lastUpdated: z.iso.date(), keywords: z.array(z.string()) }),
  ),
});

test('the list of articles has each once, with whole addresses', () => {
  const { articles } = listSchema.parse(articleList(real));
  expect(articles.map(({ id }) => id)).toEqual(real.articles.map(({ id }) => id));
  const [first] = listSchema.parse(articleList(inFolder())).articles;
  expect(first).toMatchObject({ address: 'https://help.example.org/help/billing/cancel/', markdown: 'https://help.example.org/help/billing/cancel.md' });
});

describe('the sitemap', () => {
  const tree = () => catalogOf({ 'site.yaml': `${SITE}base: /help/\n`, 'articles/billing/pay.mdx': article({ id: 'payment1', title: 'How do I pay for it?', lastUpdated: '2026-11-20' }) });

  test('says when an article’s meaning changed, and a category when its newest article’s did', () => {
    expect(lastChange(tree(), '/help/billing/cancel/')).toBe('2026-11-18');
    expect(lastChange(tree(), '/help/billing/')).toBe('2026-11-20');
  });

  test('says nothing where nobody stands for a date', () => {
    expect(lastChange(tree(), '/help/')).toBeUndefined();
    expect(lastChange(tree(), '/help/contact/')).toBeUndefined();
  });
});

describe('social cards', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-cards-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const plain = { category: 'Billing', site: 'Example Help', mark: 'EX', accent: '#005a60', onAccent: '#ffffff' };

  test('every article’s is 1200 by 630 pixels and at most 200 KB', async () => {
    await writeCards(real, folder, join(folder, 'cache'));
    for (const one of real.articles) {
      const file = join(folder, cardPath(real, one));
      expect(await sharp(file).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
      expect(statSync(file).size).toBeLessThanOrEqual(200 * 1024);
    }
  });

  test('are drawn once', async () => {
    const times = () => readdirSync(join(folder, 'cache')).map((name) => statSync(join(folder, 'cache', name)).mtimeMs);
    const before = times();
    await writeCards(real, folder, join(folder, 'cache'));
    expect(times()).toEqual(before);
  });

  test('have another address when their words or the brand change', () => {
    const path = (catalog: ReturnType<typeof catalogOf>) => cardPath(catalog, catalog.byFile.get(CANCEL)!);
    const was = path(catalogOf());
    expect(path(catalogOf({ [CANCEL]: article({ lastUpdated: '2026-11-20' }) }))).toBe(was);
    expect(path(catalogOf({ [CANCEL]: article({ title: 'How do I stop my plan?' }) }))).not.toBe(was);
    expect(path(catalogOf({ 'site.yaml': SITE.replace('0.42 0.07 205', '0.42 0.07 20') }))).not.toBe(was);
  });

  test.each([
    ['a long title', 'How do I cancel a plan that somebody else in my institution has paid?'],
    ['one long word', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten'],
    ['signs of markup', '<b>&amp; "who" can \'join\'</b>?'],
    ['another script', 'どうすれば解約できますか。次の手順に従ってください。'],
  ])('%s stays on the card, above its foot', async (_, title) => {
    const { data, info } = await sharp(await drawCard({ ...plain, title })).raw().toBuffer({ resolveWithObject: true });
    const dark = (x: number, y: number) => data[(y * info.width + x) * info.channels]! < 110;
    let words = 0;
    for (let y = 0; y < info.height; y += 1) {
      for (let x = 17; x < info.width; x += 1) {
        if (!dark(x, y)) continue;
        words += 1;
        expect(x < info.width - 80 && (y < 430 || y > 480), `a dark pixel at ${x}, ${y}`).toBe(true);
      }
    }
    expect(words).toBeGreaterThan(1_000);
  });
});
