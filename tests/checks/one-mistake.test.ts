/** One mistake is one message: what it hides is not told as wrong, too. */
import { expect, test } from 'vitest';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { touch } from '../../src/authoring/touch.ts';
import { RULES } from '../../src/checks/registry.ts';
import { runChecks } from '../../src/checks/run.ts';
import { article, CANCEL, lineOf, PASSWORD, PNG, problemsIn, problemsOf, TODAY, treeOf, type Files } from '../catalog/trees.ts';
import { materialIn, places } from './check.ts';

/** What the loader and the rules about addresses and dates find after a change to a tree that was recorded. */
async function after(before: Files, change: Readonly<Record<string, string>>) {
  const root = treeOf(before);
  touch(root, { today: TODAY, articles: [], same: false });
  for (const [file, text] of Object.entries(change)) writeFileSync(join(root, file), text);
  const rules = RULES.filter(({ code }) => /^(address|freshness)\//.test(code));
  const { findings, notes } = await runChecks(materialIn(root, {}), { rules, loaded: problemsIn(root), accepted: [], scheduled: false });
  return { found: places({ findings }), findings, notes: notes.map(({ message }) => message) };
}

const LINKS = article({ id: 'passwd01' }, 'See [this](/old/) and [that](/billing/cancel/#was).\n');
const REDIRECTS = '/old/: /billing/cancel/\n/billing/cancel/#was: /billing/cancel/#now\n/billing/gone/: /billing/\n';

test('a wrong line in redirects.yaml makes no link through another line wrong', async () => {
  const tree = { [CANCEL]: article({}, '## Now\n\nText.\n'), [PASSWORD]: LINKS, 'redirects.yaml': REDIRECTS, 'addresses.lock.yaml': '/billing/gone/: page\n' };
  const { found, findings, notes } = await after(tree, { 'redirects.yaml': `${REDIRECTS}/a b/: /billing/\n` });
  expect(found).toEqual(['frontmatter/invalid redirects.yaml:4']);
  expect(findings[0]?.message).toContain('Expected an old address that starts with one slash');
  expect(notes).toContain('redirects.yaml has errors.');
});

test('a typo in an article that was renamed before loses none of its old addresses', async () => {
  const tree = { [CANCEL]: article({ aliases: '[/old/]' }), [PASSWORD]: article({ id: 'passwd01', aliases: '\n  - /older/\n  - "/oldest/"' }, 'See [this](/old/).\n') };
  const linked = { ...tree, 'articles/account/more.mdx': article({ id: 'more0001', title: 'What else can I change?' }, 'See [a](/older/) and [b](/oldest/).\n') };
  const { found } = await after(linked, { [CANCEL]: article({ aliases: '[/old/]', sumary: 'x' }), [PASSWORD]: article({ id: 'passwd01', aliases: '\n  - /older/\n  - "/oldest/"', sumary: 'x' }, 'See [this](/old/).\n') });
  expect(found).toEqual([`frontmatter/unknown-key ${PASSWORD}:10`, `frontmatter/unknown-key ${CANCEL}:8`]);
});

test('a picture that is missing is no change of meaning', async () => {
  const body = 'Look:\n\n![The plan with its price](./price.png)\n';
  const root = treeOf({ [CANCEL]: article({}, body), 'articles/billing/price.png': PNG });
  touch(root, { today: TODAY, articles: [], same: false });
  rmSync(join(root, 'articles/billing/price.png'));
  const rules = RULES.filter(({ code }) => code === 'freshness/old-date');
  const result = await runChecks(materialIn(root, {}), { rules, loaded: problemsIn(root), accepted: [], scheduled: false });
  expect(places(result)).toEqual([`image/missing ${CANCEL}:11`]);
});

test.each([
  ['sumary', { summary: null, sumary: 'Select Cancel in Settings.' }],
  ['lastUpdatd', { lastUpdated: null, lastUpdatd: '2026-11-18' }],
] as const)('a misspelled field (%s) is not told as missing, too', (key, fields) => {
  const source = article(fields);
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ code: 'frontmatter/unknown-key', line: lineOf(source, key), remedy: expect.stringContaining('Did you mean') }]);
});

test('a field that is missing is told when another one is unknown', () => {
  expect(problemsOf({ [CANCEL]: article({ summary: null, color: 'red' }) }).map(({ code, field }) => `${code} ${field}`).sort()).toEqual(['frontmatter/missing summary', 'frontmatter/unknown-key color']);
});

test('the top of a page, words to highlight and an encoded heading are places that are there', () => {
  const body = '## Größe\n\nSee [a](#top), [b](#), [c](#gr%C3%B6%C3%9Fe), [d](../account/password.mdx#:~:text=Sign), [e](/account/password/#before-you-start:~:text=in) and [f](#größe).\n';
  expect(problemsOf({ [CANCEL]: article({}, body) })).toEqual([]);
});
