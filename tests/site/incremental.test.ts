/** A build after a change leaves the same bytes as one that begins from nothing. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cacheFolder } from '../../src/site/build.ts';
import { article, CATEGORIES, SITE } from '../catalog/trees.ts';
import { incident, writeStatusTree } from '../status/trees.ts';

// Inside the project, where Astro gives each output folder a workplace of its own.
const OUT = resolve('node_modules/.cache/bedside-tests/incremental');
const root = mkdtempSync(join(tmpdir(), 'bedside-incremental-'));

const place = (file: string) => join(root, file);
const write = (file: string, content: string | Uint8Array) => {
  mkdirSync(dirname(place(file)), { recursive: true });
  writeFileSync(place(file), content);
};
const change = (file: string, from: string, to: string) => {
  const text = readFileSync(place(file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(place(file), text.replace(from, to));
};
const picture = (background: string) => sharp({ create: { width: 800, height: 400, channels: 3, background } }).png().toBuffer();

/** The status pages say when they were made. */
const MADE_AT = String(Date.UTC(2026, 10, 23, 12) / 1000);

/** @returns addresses of the pages that were taken from the build before */
function build(name: 'changed' | 'cold', env: Readonly<Record<string, string>>): string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.ts', '--out', join(OUT, name)], {
    encoding: 'utf8',
    env: { ...process.env, BEDSIDE_CONTENT: root, NODE_ENV: 'production', VITEST: undefined, NO_COLOR: '1', SOURCE_DATE_EPOCH: MADE_AT, ...env },
  });
  expect(status, stderr + stdout).toBe(0);
  return [...stdout.matchAll(/(\S+)\/index\.html \((?:restored|cached)\)/g)].map(([, address = '']) => address.replace(/^\/?/, '/')).sort();
}

/** Path → content of every file of a built site, but for the stamp, which tells one build from another. */
function built(name: 'changed' | 'cold'): Map<string, string> {
  const files = readdirSync(join(OUT, name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== 'stamp');
  const contents = files.map((entry): [string, string] => {
    const path = join(entry.parentPath, entry.name);
    return [relative(join(OUT, name), path), readFileSync(path, 'latin1')];
  });
  return new Map(contents.sort());
}

/** Builds on top of the build before, then from nothing, and compares. */
function expectSameBytes(): string[] {
  const kept = build('changed', {});
  build('cold', { BEDSIDE_INCREMENTAL: 'off' });
  const [changed, cold] = [built('changed'), built('cold')];
  expect([...changed.keys()]).toEqual([...cold.keys()]);
  for (const [path, content] of cold) expect(changed.get(path) === content, `${path} is as a cold build writes it`).toBe(true);
  return kept;
}

beforeAll(async () => {
  rmSync(OUT, { recursive: true, force: true });
  write('site.yaml', SITE);
  write('categories.yaml', CATEGORIES);
  write('articles/billing/plan.png', await picture('#246'));
  write('articles/billing/cancel.mdx', article({ related: '[refund01]' }, '## Cancel\n\nSelect Cancel. ![The plan page](./plan.png)\n\nThen read about [refunds](./refund.mdx#when).\n'));
  write('articles/billing/refund.mdx', article({ id: 'refund01', title: 'When do I get a refund?', summary: 'Within a month of paying, when you ask for it.' }, '## When\n\nWithin a month.\n'));
  write('articles/account/password.mdx', article({ id: 'passwd01', title: 'How do I change my password?', summary: 'Select Change in Settings, then write the new one twice.' }));
  write('articles/account/delete.mdx', article({ id: 'delete01', title: 'How do I delete my account?', summary: 'Cancel your plan first, then select Delete in Settings.' }, 'First [cancel your plan](../billing/cancel.mdx).\n'));
  build('changed', {});
}, 300_000);

afterAll(() => {
  for (const folder of [root, OUT, cacheFolder(root)]) rmSync(folder, { recursive: true, force: true });
});

test('a changed sentence renders its article anew and takes the other articles from the build before', { timeout: 300_000 }, () => {
  change('articles/billing/refund.mdx', 'Within a month.\n', 'Within six weeks.\n');
  const kept = expectSameBytes();
  expect(kept).toEqual(['/account', '/account/delete', '/account/password', '/billing', '/billing/cancel']);
  expect(readdirSync(join(OUT, 'changed', 'assets')).some((name) => name.endsWith('.webp'))).toBe(true);
});

test('a changed title shows wherever the article is named', { timeout: 300_000 }, () => {
  change('articles/billing/refund.mdx', 'When do I get a refund?', 'When is my money back?');
  change('articles/billing/refund.mdx', 'Within a month of paying', 'Within six weeks of paying');
  expectSameBytes();
  expect(readFileSync(join(OUT, 'changed', 'billing/cancel/index.html'), 'utf8')).toContain('When is my money back?');
});

test('a renamed file changes the addresses of links to it', { timeout: 300_000 }, () => {
  renameSync(place('articles/billing/cancel.mdx'), place('articles/billing/stop.mdx'));
  change('articles/account/delete.mdx', '../billing/cancel.mdx', '../billing/stop.mdx');
  change('articles/billing/stop.mdx', 'lastUpdated:', 'aliases: [/billing/cancel/]\nlastUpdated:');
  expectSameBytes();
  expect(existsSync(join(OUT, 'changed', 'billing/cancel'))).toBe(false);
});

test('other related articles and another picture of the same name are shown', { timeout: 300_000 }, async () => {
  change('articles/billing/stop.mdx', '[refund01]', '[delete01, passwd01]');
  write('articles/billing/plan.png', await picture('#a42'));
  expectSameBytes();
});

test('a removed article leaves the lists, the index and the folder', { timeout: 300_000 }, () => {
  rmSync(place('articles/account/password.mdx'));
  change('articles/billing/stop.mdx', '[delete01, passwd01]', '[delete01]');
  expectSameBytes();
  expect(existsSync(join(OUT, 'changed', 'account/password'))).toBe(false);
});

test('a category’s new name shows on every page', { timeout: 300_000 }, () => {
  change('categories.yaml', 'title: Billing', 'title: Payments');
  expect(expectSameBytes()).toEqual([]);
});

test('an opened incident and its end change what they change, and only articles about the broken part are rendered anew', { timeout: 300_000 }, () => {
  writeStatusTree(root, {});
  change('articles/billing/refund.mdx', 'lastUpdated:', 'components: [search]\nlastUpdated:');
  build('changed', {});
  const trouble = [{ at: '2026-11-20 09:00', state: 'investigating', more: 'components: { search: major outage }' }];
  write('status/incidents/2026-11-20-search.md', incident('srch1120', 'major', trouble));
  const kept = expectSameBytes();
  expect(kept).toEqual(['/account', '/account/delete', '/billing', '/billing/stop']);
  expect([...built('changed').keys()].filter((path) => path.includes('srch1120')).length).toBeGreaterThan(0);
  write('status/incidents/2026-11-20-search.md', incident('srch1120', 'major', [...trouble, { at: '2026-11-20 10:00', state: 'resolved' }]));
  expect(expectSameBytes()).toEqual(kept);
});
