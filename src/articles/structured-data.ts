/**
 * What search engines may know of an article, as schema.org says it.
 *
 * Only what is on the page: steps where there are steps, a film where there is one. No page is a list of
 * frequent questions, so none says that it is.
 */
import type { Element, ElementContent, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toString } from 'hast-util-to-string';
import type { Article } from '../catalog/catalog.ts';
import type { Cue } from './webvtt.ts';

export interface StructuredDataContext {
  /** Whole addresses. */
  readonly page: string;
  readonly home: string;
  readonly card: string;
  readonly language: string;
  readonly siteName: string;
  readonly product: string;
  readonly category: { readonly title: string; readonly page: string };
  /** The article as its page shows it, with `<!--image:N-->` for the N-th picture. */
  readonly html: string;
  /** The whole address of the N-th picture. */
  readonly pictures: readonly string[];
  readonly film?: { readonly address: string; readonly poster: string; readonly captions: readonly Cue[]; readonly chapters: readonly Cue[] };
}

type Thing = Readonly<Record<string, unknown>>;

export function articleData(article: Article, context: StructuredDataContext): Thing {
  const { page, home, siteName, product, category } = context;
  const steps = stepsOf(context);
  return {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': article.kind === 'how-to' || article.kind === 'troubleshooting' ? 'TechArticle' : 'Article',
        '@id': `${page}#article`,
        headline: article.title,
        description: article.summary,
        url: page,
        mainEntityOfPage: page,
        dateModified: article.lastUpdated,
        inLanguage: context.language,
        articleSection: category.title,
        image: context.card,
        author: { '@type': 'Organization', name: product, url: home },
        publisher: { '@type': 'Organization', name: product, url: home },
        isPartOf: { '@type': 'WebSite', name: siteName, url: home },
        ...(article.keywords.length === 0 ? {} : { keywords: article.keywords.join(', ') }),
      },
      {
        '@type': 'BreadcrumbList',
        itemListElement: [
          { '@type': 'ListItem', position: 1, name: siteName, item: home },
          { '@type': 'ListItem', position: 2, name: category.title, item: category.page },
          { '@type': 'ListItem', position: 3, name: article.title, item: page },
        ],
      },
      ...(steps.length < 2 ? [] : [{ '@type': 'HowTo', '@id': `${page}#steps`, name: article.title, description: article.summary, inLanguage: context.language, step: steps }]),
      ...film(article, context),
    ],
  };
}

/** Only the first list of steps: further ones are other tasks on the same page. */
function stepsOf({ html, page, pictures }: StructuredDataContext): Thing[] {
  // Most articles have none, and parsing is what costs.
  if (!html.includes('class="steps')) return [];
  const list = find(fromHtml(html, { fragment: true }), ({ tagName, properties }) => tagName === 'div' && classes(properties).includes('steps'));
  const items = list === undefined ? [] : list.children.flatMap((child) => (child.type === 'element' && child.tagName === 'ol' ? child.children : []));
  return items
    .filter((item): item is Element => item.type === 'element' && item.tagName === 'li')
    .map((item, index) => {
      const shown = picturesIn(item).map((number) => pictures[number]).find((address) => address !== undefined);
      return {
        '@type': 'HowToStep',
        position: index + 1,
        text: wordsOf(item),
        url: `${page}#steps`,
        ...(shown === undefined ? {} : { image: shown }),
      };
    });
}

function film({ title, summary, video }: Article, { film, page }: StructuredDataContext): Thing[] {
  if (video === undefined || film === undefined) return [];
  return [
    {
      '@type': 'VideoObject',
      name: video.title,
      description: summary,
      thumbnailUrl: film.poster,
      contentUrl: film.address,
      url: page,
      duration: `PT${video.seconds}S`,
      transcript: film.captions.map(({ text }) => text).join(' '),
      about: title,
      ...(video.recordedOn === undefined ? {} : { uploadDate: video.recordedOn }),
      ...(film.chapters.length === 0
        ? {}
        : {
            hasPart: film.chapters.map(({ start, end, text }) => ({
              '@type': 'Clip',
              name: text,
              startOffset: Math.floor(start),
              endOffset: Math.ceil(end),
              url: `${film.address}#t=${Math.floor(start)}`,
            })),
          }),
    },
  ];
}

/** JSON that may stand in a `<script>`: nothing in it can end the element or begin a comment. */
export function asScript(data: Thing): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function find(node: Root | Element, fits: (element: Element) => boolean): Element | undefined {
  for (const child of node.children) {
    if (child.type !== 'element') continue;
    const found = fits(child) ? child : find(child, fits);
    if (found !== undefined) return found;
  }
  return undefined;
}

function picturesIn(node: Element): number[] {
  return node.children.flatMap((child) => {
    if (child.type === 'comment') return [Number(/^image:(\d+)$/.exec(child.value)?.[1] ?? Number.NaN)].filter((number) => !Number.isNaN(number));
    return child.type === 'element' ? picturesIn(child) : [];
  });
}

/** The words of a step, without what only a screen reader hears in them. */
function wordsOf(element: Element): string {
  const heard = (node: ElementContent): ElementContent[] => {
    if (node.type !== 'element') return [node];
    if (classes(node.properties).includes('visually-hidden') || node.tagName === 'figcaption' || node.tagName === 'button') return [];
    const space: ElementContent[] = /^(p|li|ul|ol|div|figure)$/.test(node.tagName) ? [{ type: 'text', value: ' ' }] : [];
    return [{ ...node, children: [...space, ...node.children.flatMap(heard), ...space] }];
  };
  return toString({ type: 'root', children: element.children.flatMap(heard) }).replaceAll(/\s+/g, ' ').trim();
}

function classes(properties: Element['properties']): readonly string[] {
  return Array.isArray(properties['className']) ? properties['className'].map(String) : [];
}
