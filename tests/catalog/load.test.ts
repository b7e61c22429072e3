import { expect, test } from 'vitest';
import { ContentProblems } from '../../src/catalog/diagnostic.ts';
import { loadCatalog, readCatalog } from '../../src/catalog/load.ts';
import { todayIn } from '../../src/catalog/today.ts';
import { article, CANCEL, catalogOf, PASSWORD, problemsOf, SITE, TODAY, treeOf } from './trees.ts';

test('a right tree loads without a word', () => {
  const { catalog, diagnostics } = readCatalog(treeOf(), { today: TODAY, unpublished: false });
  expect(diagnostics).toEqual([]);
  expect(catalog?.articles.map(({ address }) => address)).toEqual(['/billing/cancel/', '/account/password/']);
  expect(catalog?.categories.map(({ address, articles }) => [address, articles.length])).toEqual([
    ['/billing/', 1],
    ['/account/', 1],
  ]);
  expect(catalog?.byId.get('passwd01')?.headings).toEqual([{ depth: 2, text: 'Before you start', id: 'before-you-start', line: 9 }]);
});

test('articles stand in the order of their category, then of their number, then of their title', () => {
  const { articles } = catalogOf({
    'articles/billing/a.mdx': article({ id: 'aaaaaa', title: 'Zebra crossing', order: '5' }),
    'articles/billing/b.mdx': article({ id: 'bbbbbb', title: 'Apple picking' }),
  });
  expect(articles.map(({ title }) => title)).toEqual(['Zebra crossing', 'Apple picking', 'How do I cancel my plan?', 'How do I change my password?']);
});

test('every wrong file is reported in one run, whatever else is wrong', () => {
  const found = problemsOf({
    'site.yaml': SITE.replace('url: https://help.example.org', 'url: help.example.org'),
    'categories.yaml': '- slug: billing\n\ttitle: Billing\n',
    'terms.yaml': 'ui: Settings\n',
    [CANCEL]: article({ lastUpdated: '2026-02-30' }),
    [PASSWORD]: article({ id: 'passwd01' }, 'See [this](./nowhere.mdx).\n'),
    'articles/billing/third.mdx': '',
    'articles/billing/notes.docx': 'PK',
  });
  expect([...new Set(found.map(({ file }) => file))].sort()).toEqual([
    'articles/account/password.mdx',
    'articles/billing/cancel.mdx',
    'articles/billing/notes.docx',
    'articles/billing/third.mdx',
    'categories.yaml',
    'site.yaml',
    'terms.yaml',
  ]);
});

test('one wrong file is one error: articles that speak of it are not wrong for that', () => {
  const found = problemsOf({
    [CANCEL]: article({ lastUpdated: '2026-02-30' }, '## When\n'),
    [PASSWORD]: article({ id: 'passwd01', related: '[cancel01]' }, '[file](../billing/cancel.mdx#when) and [page](/billing/cancel/#when)\n'),
  });
  expect(found.map(({ file, code }) => [file, code])).toEqual([[CANCEL, 'frontmatter/invalid']]);
});

test('two articles of one id are found even when the first has an error of its own', () => {
  const found = problemsOf({ [CANCEL]: article({ draft: 'perhaps' }), [PASSWORD]: article({ id: 'cancel01' }) });
  expect(found.map(({ file, code }) => [file, code])).toContainEqual([PASSWORD, 'article/duplicate-id']);
});

test('a caller that cannot go on gets every error in one exception, as text with places', () => {
  const root = treeOf({ [CANCEL]: article({ kind: 'howto' }), [PASSWORD]: article({ id: 'X' }) });
  const load = () => loadCatalog(root, { today: TODAY, unpublished: false });
  expect(load).toThrow(ContentProblems);
  expect(load).toThrow(/articles\/account\/password\.mdx:2 {2}error {2}frontmatter\/invalid[^]*articles\/billing\/cancel\.mdx:3[^]*2 errors, 0 warnings in 2 files\./);
});

test.each([
  ['a draft', { draft: 'true' }],
  ['an article of tomorrow', { publishOn: '2026-11-24' }],
])('%s is not in a build, and is there in dev', (_, fields) => {
  const files = { [CANCEL]: article(fields) };
  expect(catalogOf(files).byId.has('cancel01')).toBe(false);
  expect(catalogOf(files, { unpublished: true }).byId.has('cancel01')).toBe(true);
});

test('an article is published from its day on, that day included', () => {
  const files = { [CANCEL]: article({ publishOn: '2026-11-24' }) };
  expect(catalogOf(files, { today: '2026-11-24' }).byId.has('cancel01')).toBe(true);
});

test('an article appears when its day begins for the team, not in Greenwich', () => {
  const files = { [CANCEL]: article({ publishOn: '2026-11-24' }) };
  const at = (instant: string) => catalogOf(files, { today: (zone) => todayIn(zone, Date.parse(instant)) }).byId.has('cancel01');
  // New York is five hours behind: its day begins at 05:00 in Greenwich.
  expect(at('2026-11-24T04:59:59Z')).toBe(false);
  expect(at('2026-11-24T05:00:00Z')).toBe(true);
});

test('a related article that is hidden is left out, and is no error', () => {
  const files = {
    [CANCEL]: article({ draft: 'true' }),
    [PASSWORD]: article({ id: 'passwd01', related: '[cancel01, third001]' }),
    'articles/billing/third.mdx': article({ id: 'third001' }),
  };
  expect(catalogOf(files).byId.get('passwd01')?.related).toEqual(['third001']);
  expect(catalogOf(files, { unpublished: true }).byId.get('passwd01')?.related).toEqual(['cancel01', 'third001']);
});

test('a hidden article keeps its old addresses to itself', () => {
  const files = { [CANCEL]: article({ draft: 'true', aliases: '[/old/]' }) };
  expect([...catalogOf(files).redirects]).toEqual([]);
  expect([...catalogOf(files, { unpublished: true }).redirects]).toEqual([['/old/', '/billing/cancel/']]);
});

test('a folder in any script is a category, and its file an address', () => {
  const found = problemsOf({
    'categories.yaml': '- slug: सहायता\n  title: सहायता\n  description: A category with a name in Devanagari.\n  icon: compass\n',
    'site.yaml': SITE.replace('popular:\n  - cancel01\n', ''),
    [CANCEL]: null,
    [PASSWORD]: null,
    'articles/सहायता/पासवर्ड.mdx': article(),
  });
  expect(found).toEqual([]);
});

test.each(['site.yaml', 'categories.yaml'])('a tree without %s says that the file is needed', (file) => {
  expect(problemsOf({ [file]: null })).toMatchObject([{ file, code: 'content/missing-file', remedy: `Create ${file}.` }]);
});

test('a tree without a terms list loads, and then any name of a button goes', () => {
  expect(problemsOf({ 'terms.yaml': null, [CANCEL]: article({}, 'Select <Ui>Anything</Ui>.\n') })).toEqual([]);
});
