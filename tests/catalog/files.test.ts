import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readCatalog } from '../../src/catalog/load.ts';
import { article, CANCEL, catalogOf, PNG, problemsIn, problemsOf, SITE, TODAY, treeOf } from './trees.ts';

const BODY = '## When it ends\n\n<Callout kind="tip">\n\nYou keep it.\n\n</Callout>\n';

test('a file with Windows line ends is the same article as one without', () => {
  const unix = catalogOf({ [CANCEL]: article({}, BODY) }).byId.get('cancel01');
  const windows = catalogOf({ [CANCEL]: article({}, BODY).replaceAll('\n', '\r\n'), 'site.yaml': SITE.replaceAll('\n', '\r\n') }).byId.get('cancel01');
  expect(windows?.headings).toEqual([{ depth: 2, text: 'When it ends', id: 'when-it-ends', line: 9 }]);
  expect(windows).toEqual(unix);
});

test('a wrong line in a file with Windows line ends is counted right', () => {
  const source = article({}, `${BODY}\n{alert(1)}\n`).replaceAll('\n', '\r\n');
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ code: 'article/code', line: 17 }]);
});

test('a byte-order mark before an article or a setting is not part of it', () => {
  expect(catalogOf({ [CANCEL]: `\uFEFF${article()}`, 'site.yaml': `\uFEFF${SITE}` }).byId.get('cancel01')?.source).toBe(article());
});

test('a file saved in another encoding says so', () => {
  const found = problemsOf({ [CANCEL]: Buffer.from(article(), 'utf16le'), 'site.yaml': Buffer.from(SITE.replace('name: Example', 'name: Exämple'), 'latin1') });
  expect(found.map(({ file, code }) => [file, code])).toEqual([
    ['site.yaml', 'content/encoding'],
    [CANCEL, 'content/encoding'],
  ]);
});

test.each([
  ['a file of no bytes', '', 'article/empty'],
  ['a file of blank lines', ' \n\n', 'article/empty'],
  ['a file that begins with its text', 'Select Cancel.\n', 'frontmatter/missing'],
  ['a file whose fields never end', '---\nid: cancel01\n', 'frontmatter/missing'],
  ['a file with a blank line before its fields', `\n${article()}`, 'frontmatter/missing'],
])('%s is an error on its first line', (_, source, code) => {
  expect(problemsOf({ [CANCEL]: source, 'site.yaml': SITE.replace('popular:\n  - cancel01\n', '') })).toMatchObject([{ file: CANCEL, code, line: 1 }]);
});

test.each(['.md', '.docx', '.MDX', '.html', '.txt'])('an article that ends in %s is not passed over in silence', (extension) => {
  expect(problemsOf({ [`articles/billing/refund${extension}`]: article({ id: 'refund01' }) })).toMatchObject([
    { code: 'content/extension', file: `articles/billing/refund${extension}`, remedy: 'Rename it to refund.mdx.' },
  ]);
});

test('a content folder that is not there is one sentence, and not one for each of its files', () => {
  const { diagnostics } = readCatalog('/nowhere/at-all', { today: TODAY, unpublished: false });
  expect(diagnostics).toMatchObject([{ code: 'content/missing-folder', value: '/nowhere/at-all', remedy: expect.stringContaining('BEDSIDE_CONTENT') }]);
});

test.each(['Thumbs.db', 'desktop.ini', '~$prices.docx', 'cancel.mdx~', '.DS_Store'])('%s, which its author never saw, is nobody’s mistake', (name) => {
  expect(problemsOf({ [`articles/billing/${name}`]: 'x' })).toEqual([]);
});

test.each(['half.png', 'half.jpg'])('%s, whose upload stopped, is an error and no gray picture', (name) => {
  const half = name.endsWith('.png') ? PNG.subarray(0, 45) : Buffer.from('ffd8ffe000104a464946000101', 'hex');
  expect(problemsOf({ [`articles/billing/${name}`]: half })).toMatchObject([{ code: 'image/format', file: `articles/billing/${name}`, message: expect.stringContaining('ends too early') }]);
});

test('a link to a picture says how to show it, and a link below the status page waits for the built site', () => {
  expect(problemsOf({ [CANCEL]: article({}, 'See [it](./plan.png), [what was](/status/history/) and [the feed](/status/history.atom).\n') })).toMatchObject([{ code: 'link/article', remedy: 'To show it, write ![What it tells](./plan.png).' }]);
});

test.each(['setup.js', 'vite.config.ts', 'page.astro', 'data.json', 'run.sh'])('the program %s has no place among articles', (name) => {
  expect(problemsOf({ [`articles/billing/${name}`]: 'x' })).toMatchObject([{ code: 'content/extension', file: `articles/billing/${name}` }]);
});

test.each(['setup.js?x.png', 'a#b.png', "it's.png", '{a}.png', 'a%2fb.png', '[slug].png'])('a picture called %s is refused, because a bundler would read its name', (name) => {
  expect(problemsOf({ [`articles/billing/${name}`]: PNG })).toMatchObject([{ code: 'content/file-name', value: name }]);
});

test.each([
  ['straight under articles', 'articles/refund.mdx', 'articles/refund.mdx', 'Known: billing, account.'],
  ['in a folder that is no category', 'articles/biling/refund.mdx', 'biling', 'Did you mean "billing"?'],
  ['in a folder of a folder', 'articles/billing/more/refund.mdx', 'articles/billing/more/refund.mdx', 'Known: billing, account.'],
])('an article %s has no address', (_, file, value, remedy) => {
  expect(problemsOf({ [file]: article({ id: 'refund01' }) })).toMatchObject([{ code: 'article/category', file, line: 1, value, remedy }]);
});

test.each(['Refund', 'refund_now', 'refund--now', 'refund.v2', '-refund'])('an article file called %s has no address', (name) => {
  const codes = problemsOf({ [`articles/billing/${name}.mdx`]: article({ id: 'refund01' }) }).map(({ code }) => code);
  expect(codes).toEqual([name.startsWith('-') ? 'content/file-name' : 'article/file-name']);
});

test('names that begin with a dot are not looked at', () => {
  expect(problemsOf({ 'articles/.DS_Store': 'x', 'articles/.obsidian/app.json': '{}', 'articles/billing/.draft.md': 'x' })).toEqual([]);
});

function elsewhere(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-elsewhere-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'secret.yaml'), 'password: hunter2\n');
  writeFileSync(join(folder, 'picture.png'), PNG);
  writeFileSync(join(folder, 'refund.mdx'), article({ id: 'refund01' }));
  return folder;
}

test('links of the file system that leave the tree are refused, and no word of what they show is printed', () => {
  const outside = elsewhere();
  const root = treeOf({ [CANCEL]: article({}, '![A plan](./other.png)\n'), 'terms.yaml': null });
  symlinkSync(join(outside, 'picture.png'), join(root, 'articles/billing/other.png'));
  symlinkSync(join(outside, 'refund.mdx'), join(root, 'articles/billing/refund.mdx'));
  symlinkSync(outside, join(root, 'articles/more'));
  symlinkSync(join(outside, 'secret.yaml'), join(root, 'terms.yaml'));
  const found = problemsIn(root);
  expect(found.filter(({ code }) => code === 'content/link').map(({ file }) => file).sort()).toEqual([
    'articles/billing/other.png',
    'articles/billing/refund.mdx',
    'articles/more',
    'terms.yaml',
  ]);
  expect(found.map(({ code }) => code)).toContain('image/missing');
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

test('the content tree itself may be a link, and so may a setting that stays in it', () => {
  const root = treeOf({ 'terms.yaml': null, 'shared/terms.yaml': 'ui: [Settings]\n' });
  symlinkSync('shared/terms.yaml', join(root, 'terms.yaml'));
  const link = join(elsewhere(), 'content');
  symlinkSync(root, link);
  const { catalog, diagnostics } = readCatalog(link, { today: TODAY, unpublished: false });
  expect(diagnostics).toEqual([]);
  expect(catalog?.terms.ui).toEqual(['Settings']);
});

test.each([
  ['of no bytes', 'plan.png', '', 'This file is empty.'],
  ['of another kind', 'plan.jpg', PNG, 'This is a .png file by its content.'],
  ['that is a page', 'plan.webp', '<!doctype html>', 'This is not a .webp file.'],
])('a picture %s is an error, used or not: no build could read it', (_, name, content, message) => {
  expect(problemsOf({ 'articles/billing/plan.png': null, [`articles/billing/${name}`]: content })).toMatchObject([{ code: 'image/format', file: `articles/billing/${name}`, value: name, message }]);
});
