import { expect, onTestFinished, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import type { IndexedArticle } from '../../src/search/index-articles.ts';
import { indexOnThread } from '../../src/search/index-thread.ts';
import { searchFiles, searchFilesMeanwhile } from '../../src/site/outputs.ts';

const catalog = loadCatalog('tests/browser/content', { today: '2026-11-23', unpublished: false });

test('the index made on a thread of its own has the same files as one made here', async () => {
  const asBytes = (files: readonly { path: string; content: Uint8Array }[]) => files.map(({ path, content }) => [path, Buffer.from(content).toString('base64')] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  expect(asBytes(await searchFilesMeanwhile(catalog))).toEqual(asBytes(await searchFiles(catalog)));
});

test('an article that cannot be made fails the index with its own error', async () => {
  let asked = 0;
  const articles: Iterator<IndexedArticle> = {
    next: () => {
      asked += 1;
      throw new Error('This article has no end.');
    },
  };
  const warnings: Error[] = [];
  const warned = (warning: Error) => void warnings.push(warning);
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));
  await expect(indexOnThread(articles, catalog.search, 'en')).rejects.toThrow('This article has no end.');
  // The thread has asked for many at once; what it asked for besides is not made any more.
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(asked).toBe(1);
  expect(warnings).toEqual([]);
});

test('what goes wrong on the thread fails the index', async () => {
  const whole = { id: 'a', url: '/a/b/', title: 'T', summary: '', keywords: [], headings: [], standing: 0, topic: { slug: 'a', title: 'A' }, html: '<p>x</p>' };
  const wrong = { ...whole, errors: undefined } as unknown as IndexedArticle;
  await expect(indexOnThread([wrong].values(), catalog.search, 'en')).rejects.toThrow(/errors|undefined/);
});
