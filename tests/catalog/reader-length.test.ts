/** How long a text is to whoever reads it, in any script. */
import { expect, test } from 'vitest';
import { newArticle } from '../../src/authoring/new-article.ts';
import { articleSchema } from '../../src/catalog/schema.ts';
import { readerLength } from '../../src/catalog/reader-length.ts';
import { article, CANCEL, CATEGORIES, lineOf, problemsIn, problemsOf, TODAY, treeOf } from './trees.ts';

test.each([
  ['Cancel', 6],
  ['取消订阅', 8],
  ['解約する', 8],
  ['ｺﾝﾆﾁﾊ', 10],
  ['구독 취소', 9],
  ['Ｑ＆Ａ', 6],
  ['Größe', 5],
  ['Gro\u0308ße', 5],
  ['पासवर्ड', 4],
  ['👩‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['', 0],
])('%s is as long as %i letters', (text, length) => expect(readerLength(text)).toBe(length));

const chinese = { title: '取消订阅', summary: '在设置中选择取消订阅即可。' };

test('an article in Chinese has a title of four characters, and a category one of two', () => {
  const categories = CATEGORIES.replace('title: Billing', 'title: 账单').replace('How you pay, and how you stop paying.', '如何付款以及如何停止付款。');
  expect(problemsOf({ 'categories.yaml': categories, [CANCEL]: article(chinese) })).toEqual([]);
});

test.each([
  ['title', '退款吗', 'Too short: at least 8 characters, here 6 (a Chinese, Japanese or Korean character and an emoji count two).'],
  ['title', '怎'.repeat(36), 'Too long: at most 70 characters, here 72 (a Chinese, Japanese or Korean character and an emoji count two).'],
  ['title', 'Refunds', 'Too short: at least 8 characters, here 7.'],
  ['summary', 'a'.repeat(161), 'Too long: at most 160 characters, here 161.'],
] as const)('the message about the %s %s counts as the rule does', (field, value, says) => {
  const source = article({ [field]: value });
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ code: 'frontmatter/invalid', field, line: lineOf(source, `${field}:`), message: `${says} ${articleSchema.shape[field].description}` }]);
});

test('npm run new takes a title in Japanese, and makes its address of it', () => {
  const root = treeOf();
  const file = newArticle(root, { title: '解約方法', summary: '設定画面で解約を選んでください。', category: 'billing', kind: 'how-to' }, { today: TODAY, random: Math.random });
  expect(file).toBe('articles/billing/解約方法.mdx');
  expect(problemsIn(root)).toEqual([]);
});
