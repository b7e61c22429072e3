import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { openSuggester } from '../../src/search/node-suggest.ts';
import { searchFiles, writeSearch } from '../../src/site/outputs.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-suggest-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const catalogOf = (content: string) => loadCatalog(content, { today: '2026-11-23', unpublished: false });

test('a message gets the three best answers with title and summary, each once', async () => {
  writeSearch(await searchFiles(catalogOf('content')), folder);
  const { weak, results } = await openSuggester(folder)('Hello, I forgot my passwrod and cannot log in. Could you please send me a new one?\n\nDr. Mary Jones');
  expect(weak).toBe(false);
  expect(results.map(({ url }) => url)).toContain('/account/reset-password/');
  expect(results).toHaveLength(3);
  expect(new Set(results.map(({ url }) => url)).size).toBe(3);
  for (const { title, summary } of results) expect(`${title}${summary}`.length).toBeGreaterThan(40);
});

test('as many are suggested as were asked for, none for no words, and a guess is called one', async () => {
  writeSearch(await searchFiles(catalogOf('content')), folder);
  const suggest = openSuggester(folder, { limit: 1 });
  expect((await suggest('cancel subscription')).results.map(({ url }) => url)).toEqual(['/billing/cancel-premium/']);
  expect(await suggest(' \n ')).toEqual({ weak: true, results: [] });
  expect((await suggest('best lasagna near the airport')).weak).toBe(true);
});

test('a new build is read without a restart, and a missing index is only missed until there is one', async () => {
  const suggest = openSuggester(folder);
  await expect(suggest('lantern')).rejects.toThrow('ENOENT');
  writeSearch(await searchFiles(catalogOf('content')), folder);
  expect((await suggest('light a lantern')).weak).toBe(true);
  writeSearch(await searchFiles(catalogOf('tests/browser/content')), folder);
  const { weak, results } = await suggest('light a lantern');
  expect(weak).toBe(false);
  expect(results[0]?.title).toContain('lantern');
});
