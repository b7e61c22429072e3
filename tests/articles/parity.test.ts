/**
 * The page says what the article says. Every real article is read three ways: as the page we make, as the
 * program that MDX stands for, and with the second parser, which code uses that reads articles as data.
 */
import GithubSlugger from 'github-slugger';
import type { Root } from 'hast';
import { evaluate, htmlToHast } from 'satteri';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, test } from 'vitest';
import { renderArticle } from '../../src/articles/render.ts';
import { ARTICLE_COMPONENTS } from '../../src/catalog/components.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { renderContext } from '../../src/site/render-context.ts';
import { elementsOf, factsOfHtml, factsOfJsx, factsOfMarkdown, type Facts, type Jsx } from './facts.ts';

const catalog = loadCatalog('content', { today: '2100-01-01', unpublished: true });
const context = renderContext(catalog);
// Callouts without a title say their kind here; the interface's words are tested elsewhere.
const kinds = { ...context, texts: { ...context.texts, callouts: { note: 'note', tip: 'tip', important: 'important', warning: 'warning' } } };

const features = { gfm: true, frontmatter: true, headingAttributes: true, smartPunctuation: false };
const components = Object.fromEntries(Object.keys(ARTICLE_COMPONENTS).map((name) => [name, name]));
const jsx = (type: unknown, props: Jsx['props']): Jsx => ({ type, props });

function asProgram(source: string): Facts {
  const { default: content } = evaluate(source, { Fragment: 'Fragment', jsx: jsx as never, jsxs: jsx as never, features }) as { default: (props: object) => Jsx };
  return factsOfJsx(content({ components }));
}

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter).use(remarkMdx);

/** remark-mdx takes `{#anchor}` for a program, so whoever uses it sets such anchors aside first. */
function asData(source: string): Facts & { readonly ids: readonly string[] } {
  const own: (string | undefined)[] = [];
  const text = source.replaceAll(/^#{2,6} .*$/gm, (line) => {
    own.push(/\{#([^}]+)\}$/.exec(line)?.[1]);
    return line.replace(/ *\{#[^}]+\}$/, '');
  });
  const facts = factsOfMarkdown(parser.parse(text));
  const slugger = new GithubSlugger();
  return { ...facts, words: facts.words, ids: facts.headings.map((heading, index) => own[index] ?? slugger.slug(heading.text)) };
}

/** Where a target leads from an article's file, by the rules of URLs rather than by our own. */
function addressOf(file: string, target: string): string {
  if (!target.startsWith('.')) return target;
  const { pathname, hash } = new URL(target, `https://x/${file}`);
  return pathname.replace(/^\/articles/, '').replace(/\.mdx$/, '/') + hash;
}

describe.each(catalog.articles)('$file', (article) => {
  const { html, pictures } = renderArticle(article, kinds);
  const tree = htmlToHast(html) as unknown as Root;
  const page = factsOfHtml(tree);

  test.each([
    ['the program that it stands for', asProgram],
    ['the parser that reads it as data', asData],
  ])('has the words, headings, links and pictures of %s', (_, read) => {
    const other = read(article.source);
    expect(page.words).toEqual(other.words);
    expect(page.headings).toEqual(other.headings);
    expect(page.links).toEqual(other.links.map((target) => addressOf(article.file, target)));
    expect(pictures.map(({ file, alt }) => ({ file, alt }))).toEqual(other.pictures.map(({ target, alt }) => ({ file: new URL(target, `https://x/${article.file}`).pathname.slice(1), alt })));
  });

  test('has the anchors that its words give, or its author', () => {
    const ids = elementsOf(tree).flatMap(({ tagName, properties }) => (/^h[2-6]$/.test(tagName) ? [properties['id']] : []));
    expect(ids).toEqual(asData(article.source).ids);
    expect(ids).toEqual(article.headings.map(({ id }) => id));
  });

  test('has no style, no event and no element that runs', () => {
    for (const { tagName, properties } of elementsOf(tree)) {
      expect(tagName).not.toMatch(/^(script|style|iframe|object|embed|link|meta|base|form|input)$/);
      expect(Object.keys(properties).filter((name) => /^(style|on.*)$/i.test(name))).toEqual([]);
    }
  });

  test('gives no id twice', () => {
    const ids = elementsOf(tree).flatMap(({ properties }) => properties['id'] ?? []);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
