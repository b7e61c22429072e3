/** The engine knows no brand: what a brand is stands in a content tree. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';

const ENGINE = ['src', 'scripts', 'schemas', 'public', 'astro.config.mjs', 'eslint.config.mjs', 'package.json', 'tsconfig.json', 'vitest.config.ts', '.vscode', 'docs/ci'];
const brands = ['content', 'examples/smartmed'].map((root) => loadCatalog(root, { today: '2026-11-23', unpublished: true }).site);

/** A product's name however it is written, and the host of its addresses. */
const namesOf = brands.flatMap(({ product, url }) => {
  const host = new URL(url).hostname.split('.').at(-2) ?? '';
  return [...new Set([product, product.replaceAll(/\s/g, ''), product.replaceAll(/\s/g, '-'), product.replaceAll(/\s/g, '_'), host].map((name) => name.toLowerCase()))];
});

test('there are two brands to look for, each under every writing of its name', () => {
  expect(namesOf.length).toBeGreaterThanOrEqual(4);
  for (const { product } of brands) expect(namesOf).toContain(product.toLowerCase());
});

test('no file of the engine names a brand, in code, comments or data', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...ENGINE], { encoding: 'utf8' }).split('\0').filter((file) => file !== '' && existsSync(file));
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8').toLowerCase();
    return namesOf.filter((name) => text.includes(name) || file.toLowerCase().includes(name)).map((name) => `${file}: ${name}`);
  });
  expect(found).toEqual([]);
});
