/** A Markdown twin tells everything its page tells, and stands on its own. */
import type { Nodes, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import fc from '../chance.ts';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { fromHtml } from 'hast-util-from-html';
import { describe, expect, test } from 'vitest';
import { renderArticle } from '../../src/articles/render.ts';
import { articleTwin, type TwinContext } from '../../src/articles/twin.ts';
import type { Article, Catalog } from '../../src/catalog/catalog.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { renderContext } from '../../src/site/render-context.ts';
import { catalogOf, CANCEL, withBody } from '../catalog/trees.ts';
import { elementsOf, factsOfHtml, factsOfMarkdown } from './facts.ts';

const gfm = unified().use(remarkParse).use(remarkGfm);

function contextOf(catalog: Catalog, article: Article): TwinContext {
  return {
    render: renderContext(catalog),
    page: new URL(renderContext(catalog).href(article.address), catalog.site.url).href,
    pictureAddress: (file) => `https://pictures.example/${file}`,
    related: article.related.flatMap((id) => catalog.byId.get(id) ?? []),
    texts: { related: 'Related articles', lastUpdated: 'Last updated', bindingNote: 'The binding text is', page: 'On the web', film: 'Film' },
  };
}

function all<T extends Nodes['type']>(tree: Nodes, type: T): Extract<Nodes, { type: T }>[] {
  const own = tree.type === type ? [tree as Extract<Nodes, { type: T }>] : [];
  return 'children' in tree ? [...own, ...tree.children.flatMap((child) => all(child as Nodes, type))] : own;
}

function twinOf(body: string): { readonly text: string; readonly tree: Root } {
  const catalog = catalogOf({ 'terms.yaml': null, ...withBody(`${body}\n`) });
  const article = catalog.byFile.get(CANCEL)!;
  const text = articleTwin(article, contextOf(catalog, article));
  return { text, tree: gfm.parse(text) };
}

/** The part between the summary and the foot. */
const bodyOf = (text: string) => text.split('\n').slice(4).join('\n').split('\n---\n')[0]!.trim();

const real = loadCatalog('content', { today: '2100-01-01', unpublished: true });

describe.each(real.articles)('the twin of $file', (article) => {
  const context = contextOf(real, article);
  const tree = gfm.parse(articleTwin(article, context));
  const { html, pictures } = renderArticle(article, context.render);
  const page = fromHtml(html, { fragment: true });

  test('has the title, and every heading of the page beneath it', () => {
    const headings = all(tree, 'heading').map((heading) => [heading.depth, toString(heading)]);
    const shown = factsOfHtml(page).headings.map(({ depth, text }) => [depth, text]);
    expect(headings[0]).toEqual([1, article.title]);
    expect(headings.slice(1, shown.length + 1)).toEqual(shown);
  });

  test('loses no step, no row of a table and no item of a list', () => {
    const count = (name: string) => elementsOf(page).filter(({ tagName }) => tagName === name).length;
    const related = article.related.length;
    expect(all(tree, 'listItem')).toHaveLength(count('li') + related);
    expect(all(tree, 'list').filter(({ ordered }) => ordered)).toHaveLength(count('ol'));
    expect(all(tree, 'tableCell')).toHaveLength(count('td') + count('th'));
  });

  test('loses no link, and each is whole', () => {
    const urls = all(tree, 'link').map(({ url }) => url);
    for (const link of factsOfHtml(page).links) expect(urls).toContain(new URL(link, context.page).href);
    for (const url of urls) expect(url).toMatch(/^(https?:\/\/|mailto:|tel:)/);
    if (article.binding) expect(urls).toContain(article.binding.href);
  });

  test('loses no picture, and each has its words', () => {
    expect(all(tree, 'image').map(({ url, alt }) => ({ url, alt }))).toEqual(pictures.map(({ file, alt }) => ({ url: `https://pictures.example/${file}`, alt })));
  });

  test('loses no word', () => {
    const said = factsOfMarkdown(tree).words.join(' ').replaceAll(/\s+/g, ' ');
    for (const words of factsOfHtml(page).words) expect(said).toContain(words);
  });

  test('has no component left', () => {
    expect(all(tree, 'html')).toEqual([]);
  });
});

test('each component becomes what it means', () => {
  expect(bodyOf(twinOf('<Callout kind="warning" title="Careful">\n\nHot.\n\n</Callout>').text)).toBe('> **Warning: Careful**\n>\n> Hot.');
  expect(bodyOf(twinOf('<Callout>Words.</Callout>').text)).toBe('> **Note**\n>\n> Words.');
  expect(bodyOf(twinOf('<Tabs>\n\n<Tab title="Web">\n\nA.\n\n</Tab>\n\n<Tab title="App">\n\nB.\n\n</Tab>\n\n</Tabs>').text)).toBe('**Web**\n\nA.\n\n**App**\n\nB.');
  expect(bodyOf(twinOf('<Details summary="By invoice">\n\nAsk us.\n\n</Details>').text)).toBe('**By invoice**\n\nAsk us.');
  expect(bodyOf(twinOf('Select <Ui>Settings > Billing</Ui>.').text)).toBe('Select **Settings** > **Billing**.');
  expect(bodyOf(twinOf('<Figure src="./plan.png" alt="The plan" caption="Yours" />').text)).toBe('![The plan](https://pictures.example/articles/billing/plan.png)\n\n_Yours_');
  expect(bodyOf(twinOf('H<sub>2</sub>O, <kbd>Esc</kbd>').text)).toBe('H<sub>2</sub>O, <kbd>Esc</kbd>');
});

test('an author’s anchor and comment are not words, and braces in code stay', () => {
  expect(bodyOf(twinOf('## When {#when}\n\n{/* later */}\n\n```md\n## Not this {#one}\n```').text)).toBe('## When\n\n```md\n## Not this {#one}\n```');
});

test('a link inside the page, to another article and by reference gets the whole address', () => {
  const { tree } = twinOf('## When {#when}\n\n[a](#when) [b](../account/password.mdx#before-you-start) [c](/account/) [d][ref]\n\n[ref]: ../account/password.mdx');
  const urls = [...all(tree, 'link'), ...all(tree, 'definition')].map(({ url }) => url);
  expect(urls).toEqual(
    expect.arrayContaining([
      'https://help.example.org/billing/cancel/#when',
      'https://help.example.org/account/password/#before-you-start',
      'https://help.example.org/account/',
      'https://help.example.org/account/password/',
    ]),
  );
});

test('any words of an author come back as they were', () => {
  const words = fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(...'abc 123 *_[]()#-+.!|~`>"\'&:/@é漢') });
  fc.assert(
    fc.property(words, (given) => {
      const said = given.replaceAll(/\s+/g, ' ').trim();
      fc.pre(said !== '');
      // As an author would write them to be taken for words.
      const written = said.replaceAll(/[^\p{L}\p{N} ]/gu, (mark) => `\\${mark}`).replaceAll('\\é', 'é');
      const { tree } = twinOf(`x ${written} x`);
      const paragraphs = all(tree, 'paragraph').map((paragraph) => toString(paragraph));
      expect(paragraphs).toContain(`x ${said} x`);
    }),
    { numRuns: 60 },
  );
});

test('words beside links, code, bold print and line breaks come back as they were', () => {
  const unit = fc.constantFrom(...'ab wps 12 ..::()-!/[]#&+*_');
  const words = fc.string({ minLength: 1, maxLength: 8, unit });
  const mark = fc.constantFrom({ written: '[a link](https://example.org/x)', said: '‹link a link›' }, { written: '`code`', said: '‹inlineCode code›' }, { written: '**bold**', said: '‹strong bold›' }, { written: '\\\n', said: '‹break ›' });
  const piece = fc.tuple(mark, words.map((said) => ({ written: said.replaceAll(/[^\p{L}\p{N} ]/gu, (one) => `\\${one}`), said })));
  const shown = (node: Nodes): string => (node.type === 'text' ? node.value : node.type === 'paragraph' ? node.children.map(shown).join('') : `‹${node.type} ${toString(node)}›`);
  const even = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll(/ *‹break › */g, '‹break ›').trim();
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pairs) => {
      const pieces = pairs.flat();
      const written = pieces.map((one) => one.written).join('');
      const { tree } = twinOf(`x ${written} x`);
      expect(all(tree, 'paragraph').map((paragraph) => even(shown(paragraph)))).toContain(even(`x ${pieces.map(({ said }) => said).join('')} x`));
    }),
    { numRuns: 100 },
  );
});
