/** What an article tells search engines has the shapes of schema.org, and says only what the page says. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { renderArticle } from '../../src/articles/render.ts';
import { articleData, asScript, type StructuredDataContext } from '../../src/articles/structured-data.ts';
import type { Article, Catalog } from '../../src/catalog/catalog.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { renderContext } from '../../src/site/render-context.ts';
import { article as articleOf, CANCEL, catalogOf } from '../catalog/trees.ts';

const url = z.url({ protocol: /^https$/ });
const day = z.iso.date();
const words = z.string().trim().min(1);
const organization = z.strictObject({ '@type': z.literal('Organization'), name: words, url });

// The properties that schema.org requires or search engines ask for; any other would be a slip of ours.
const article = z.strictObject({
  '@type': z.enum(['Article', 'TechArticle']),
  '@id': url,
  headline: words.max(110),
  description: words,
  url,
  mainEntityOfPage: url,
  dateModified: day,
  inLanguage: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/),
  articleSection: words,
  image: url,
  author: organization,
  publisher: organization,
  isPartOf: z.strictObject({ '@type': z.literal('WebSite'), name: words, url }),
  keywords: words.optional(),
});
const breadcrumbs = z.strictObject({
  '@type': z.literal('BreadcrumbList'),
  itemListElement: z.array(z.strictObject({ '@type': z.literal('ListItem'), position: z.number().int(), name: words, item: url })).min(2),
});
const howTo = z.strictObject({
  '@type': z.literal('HowTo'),
  '@id': url,
  name: words,
  description: words,
  inLanguage: words,
  step: z.array(z.strictObject({ '@type': z.literal('HowToStep'), position: z.number().int(), text: words, url, image: url.optional() })).min(2),
});
const video = z.strictObject({
  '@type': z.literal('VideoObject'),
  name: words,
  description: words,
  thumbnailUrl: url,
  contentUrl: url,
  url,
  duration: z.string().regex(/^PT\d+S$/),
  transcript: words,
  about: words,
  uploadDate: day.optional(),
  hasPart: z.array(z.strictObject({ '@type': z.literal('Clip'), name: words, startOffset: z.number(), endOffset: z.number(), url })).optional(),
});
const graph = z.strictObject({ '@context': z.literal('https://schema.org'), '@graph': z.array(z.discriminatedUnion('@type', [article, breadcrumbs, howTo, video])) });

function dataOf(catalog: Catalog, one: Article, film?: StructuredDataContext['film']) {
  const { html, pictures } = renderArticle(one, renderContext(catalog));
  const whole = (path: string) => new URL(renderContext(catalog).href(path), catalog.site.url).href;
  return articleData(one, {
    page: whole(one.address),
    home: whole('/'),
    card: whole('/media/cards/one.png'),
    language: catalog.site.locale,
    siteName: catalog.site.name,
    product: catalog.site.product,
    category: { title: 'A category', page: whole(`/${one.category}/`) },
    html,
    pictures: pictures.map(({ file }) => whole(`/${file}`)),
    ...(film === undefined ? {} : { film }),
  });
}

const parts = (data: unknown) => graph.parse(data)['@graph'];
const only = <T extends string>(data: unknown, type: T) => parts(data).filter((part) => part['@type'] === type);
const real = loadCatalog('content', { today: '2100-01-01', unpublished: true });

describe.each(real.articles)('$file', (one) => {
  const data = dataOf(real, one);

  test('has the shapes of schema.org', () => {
    expect(graph.safeParse(data).error).toBeUndefined();
    expect(only(data, 'BreadcrumbList')).toHaveLength(1);
  });

  test('numbers its steps from one, and has steps only where the page has', () => {
    const steps = parts(data).flatMap((part) => (part['@type'] === 'HowTo' ? part.step : []));
    expect(steps.map(({ position }) => position)).toEqual(steps.map((_, index) => index + 1));
    if (!one.source.includes('<Steps>')) expect(steps).toEqual([]);
  });
});

test('a step has its words without the signs around them, and its picture', () => {
  const body = '<Steps>\n\n1. Open <Ui>Settings > Billing</Ui>.\n\n2. Select <Ui>Cancel plan</Ui>.\n\n   <Figure src="./plan.png" alt="The plan" caption="Yours" />\n\n</Steps>\n';
  const catalog = catalogOf({ 'terms.yaml': null, [CANCEL]: articleOf({}, body) });
  const [how] = only(dataOf(catalog, catalog.byFile.get(CANCEL)!), 'HowTo');
  expect(how).toMatchObject({ step: [{ text: 'Open Settings › Billing.' }, { text: 'Select Cancel plan.', image: 'https://help.example.org/articles/billing/plan.png' }] });
});

test('a film has its chapters as clips', () => {
  const fields = { video: '{ title: How to cancel, file: ./a.mp4, captions: ./a.vtt, poster: ./plan.png, seconds: 20, recordedOn: 2026-11-23 }' };
  const catalog = catalogOf({ [CANCEL]: articleOf(fields), 'articles/billing/a.mp4': 'x', 'articles/billing/a.vtt': 'WEBVTT\n' });
  const film = {
    address: 'https://help.example.org/a.mp4',
    poster: 'https://help.example.org/a.webp',
    captions: [{ start: 0, end: 4, text: 'Open Settings.' }],
    chapters: [{ start: 0, end: 9.6, text: 'Open' }, { start: 9.6, end: 20, text: 'Cancel' }],
  };
  const [seen] = only(dataOf(catalog, catalog.byFile.get(CANCEL)!, film), 'VideoObject');
  expect(seen).toMatchObject({ duration: 'PT20S', uploadDate: '2026-11-23', transcript: 'Open Settings.', hasPart: [{ startOffset: 0, endOffset: 10 }, { startOffset: 9, url: 'https://help.example.org/a.mp4#t=9' }] });
});

test('nothing that an author writes ends the script it stands in', () => {
  const script = asScript({ name: '</script><script>alert(1)</script><!-- \u2028' });
  expect(script).not.toMatch(/<|\u2028/);
  expect(JSON.parse(script)).toEqual({ name: '</script><script>alert(1)</script><!-- \u2028' });
});
