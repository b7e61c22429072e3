/** A tree that an editor on Windows wrote: commands change the lines that they are about, and no other. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rename } from '../../src/authoring/rename.ts';
import { review } from '../../src/authoring/review.ts';
import { touch } from '../../src/authoring/touch.ts';
import { fixAll } from '../../src/checks/fix.ts';
import { readCatalog } from '../../src/catalog/load.ts';
import { article, CANCEL, lineOf, PASSWORD, TODAY, treeOf } from '../catalog/trees.ts';

const windows = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
const LINKED = article({ id: 'passwd01', lastUpdated: '2026-11-18' }, 'See [this](../billing/cancel.mdx)\nand [that](/old/).\n');
const FILES = { [CANCEL]: article({ lastUpdated: '2026-11-18' }, 'One.\n\nTwo.\n'), [PASSWORD]: LINKED, 'redirects.yaml': '/old/: /billing/\n' };

function tree() {
  const root = treeOf(FILES);
  touch(root, { today: TODAY, articles: [], same: false });
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  for (const file of [...Object.keys(FILES), 'addresses.lock.yaml', 'freshness.lock.yaml']) writeFileSync(join(root, file), windows(read(file)));
  return { root, read };
}

test('touch and review change one line each', () => {
  const { root, read } = tree();
  const changed = FILES[CANCEL]!.replace('Two.', 'Three.');
  writeFileSync(join(root, CANCEL), windows(changed));
  touch(root, { today: TODAY, articles: [], same: false });
  expect(read(CANCEL)).toBe(windows(changed.replace('lastUpdated: 2026-11-18', `lastUpdated: ${TODAY}`)));
  review(root, { today: TODAY, articles: ['account/password'] });
  expect(read(PASSWORD)).toBe(windows(LINKED.replace('lastUpdated: 2026-11-18', `lastUpdated: 2026-11-18\nreviewedOn: ${TODAY}`)));
  for (const file of ['addresses.lock.yaml', 'freshness.lock.yaml']) expect(read(file), file).toMatch(/^\uFEFF([^\r\n]*\r\n)+$/);
});

test('a rename changes the link in another article, and moves the file as it is', () => {
  const { root, read } = tree();
  rename(root, 'billing/cancel', 'billing/stop', { today: TODAY });
  expect(read(PASSWORD)).toBe(windows(LINKED.replace('cancel.mdx', 'stop.mdx')));
  expect(read('articles/billing/stop.mdx')).toBe(windows(FILES[CANCEL]!.replace('\n---\n\n', '\naliases:\n  - /billing/cancel/\n---\n\n')));
});

test('--fix changes the address of the link', () => {
  const { root, read } = tree();
  const { tree: checked } = readCatalog(root, { today: TODAY, unpublished: false });
  const finding = { code: 'link/redirected', severity: 'warning', file: PASSWORD, line: lineOf(LINKED, 'See'), message: '', fix: { from: '/old/', to: '/billing/' } } as const;
  expect(fixAll(checked, [finding], TODAY)).toEqual([finding]);
  expect(read(PASSWORD)).toBe(windows(LINKED.replace('/old/', '/billing/')));
});

test('a file with both kinds of line ends gets one', () => {
  const { root, read } = tree();
  writeFileSync(join(root, CANCEL), FILES[CANCEL]!.replace('One.\n', 'One.\r\n').replace('Two', 'Three'));
  touch(root, { today: TODAY, articles: [], same: false });
  expect(read(CANCEL)).toBe(FILES[CANCEL]!.replace('Two', 'Three').replace('lastUpdated: 2026-11-18', `lastUpdated: ${TODAY}`));
});
