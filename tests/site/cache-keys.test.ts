/** A key that forgets something a page shows leaves a stale page online. One that holds too much renders for nothing. */
import { expect, test } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { articleKey, categoryKey } from '../../src/site/cache-keys.ts';
import { knownProblems } from '../../src/site/known-problems.ts';
import { article, CANCEL, catalogOf, CATEGORIES, PASSWORD, PNG, SITE, type Files } from '../catalog/trees.ts';

const OTHER_PNG = Buffer.concat([PNG, Buffer.from('x')]);
const REFUND = 'articles/billing/refund.mdx';
const password = (fields: Readonly<Record<string, string>> = {}, body = 'Sign in.\n') => article({ id: 'passwd01', title: 'How do I change my password?', ...fields }, body);

/** The cancel article shows a picture with a dark twin, a related article, and links to three others. */
const BASE: Files = {
  [CANCEL]: article({ related: '[passwd01]' }, '[A](../account/security.mdx) [B](/account/privacy/) [C](./refund.mdx)\n\n![The plan](./plan.png)\n'),
  [PASSWORD]: password(),
  [REFUND]: article({ id: 'refund01', title: 'When do I get a refund?' }),
  'articles/account/security.mdx': article({ id: 'secure01', title: 'Keep your account safe' }),
  'articles/account/privacy.mdx': article({ id: 'private1', title: 'Who can see my profile?' }),
  'articles/billing/plan.png': PNG,
  'articles/billing/plan.dark.png': PNG,
};

/** The same with a film. */
const FILMED: Files = {
  ...BASE,
  [CANCEL]: String(BASE[CANCEL]).replace('\n---\n', '\nvideo: { title: The film, file: ./a.mp4, captions: ./a.vtt, chapters: ./b.vtt, poster: ./plan.png, seconds: 30 }\n---\n'),
  'articles/billing/a.mp4': 'film',
  'articles/billing/a.vtt': 'WEBVTT\n',
  'articles/billing/b.vtt': 'WEBVTT\n',
};

const keyOf = (catalog: Catalog) => articleKey(catalog, catalog.byId.get('cancel01')!);
const billingKey = (catalog: Catalog) => categoryKey(catalog, catalog.categories.find(({ slug }) => slug === 'billing')!);
const cancel = (change: (source: string) => string): Files => ({ [CANCEL]: change(String(BASE[CANCEL])) });

test('an article about a part that an open incident affects shows it, and its key has it, until the incident is over', () => {
  const about = (updates: readonly string[]): Files => ({
    ...BASE,
    [CANCEL]: article({ related: '[passwd01]', components: '[log-in]' }, '[A](../account/security.mdx) [B](/account/privacy/) [C](./refund.mdx)\n\n![The plan](./plan.png)\n'),
    'status/components.yaml': 'recordedSince: 2026-01-01\ncomponents:\n  - { slug: log-in, name: Log-in }\n',
    ...(updates.length === 0 ? {} : { 'status/incidents/one.md': `---\nid: opennow1\ntitle: Log-in fails\nimpact: major\nupdates:\n${updates.join('')}---\n` }),
  });
  const at = '2026-02-01';
  const begun = `  - { at: ${at} 09:00, state: investigating, text: We are looking for the cause., components: { log-in: major outage }, nextUpdateBy: ${at} 09:30 }\n`;
  const known = `  - { at: ${at} 09:20, state: identified, text: We know the cause., nextUpdateBy: ${at} 09:50 }\n`;
  const over = `  - { at: ${at} 10:00, state: resolved, text: It is fixed. }\n`;
  const [calm, open, later, ended] = [[], [begun], [begun, known], [begun, known, over]].map((updates) => catalogOf(about(updates)));
  const told = (catalog: Catalog | undefined) => knownProblems(catalog!, ['log-in']).map(({ title, part, text }) => [title, part, text]);
  expect([calm, open, later, ended].map(told)).toEqual([[], [['Log-in fails', 'Log-in', 'We are looking for the cause.']], [['Log-in fails', 'Log-in', 'We know the cause.']], []]);
  expect(knownProblems(open!, ['billing'])).toEqual([]);
  expect(keyOf(open!)).not.toBe(keyOf(calm!));
  expect(keyOf(later!)).not.toBe(keyOf(open!));
  expect(keyOf(ended!)).toBe(keyOf(calm!));
});

test('the same tree in another place has the same keys', () => {
  expect(keyOf(catalogOf(BASE))).toBe(keyOf(catalogOf(BASE)));
  expect(billingKey(catalogOf(BASE))).toBe(billingKey(catalogOf(BASE)));
});

test.each<[string, Files]>([
  ['its own words', cancel((source) => source.replace('[A]', '[Safe]'))],
  ['its own date', cancel((source) => source.replace('2026-11-18', '2026-11-19'))],
  ['the title of a related article', { [PASSWORD]: password({ title: 'How do I reset my password?' }) }],
  ['the summary of a related article', { [PASSWORD]: password({ summary: 'Select Change password in Settings.' }) }],
  ['the address of a related article', { [PASSWORD]: null, 'articles/account/new-password.mdx': password() }],
  ['that a related article is published', { [PASSWORD]: password({ draft: 'true' }) }],
  ['the title of its category', { 'categories.yaml': CATEGORIES.replace('title: Billing', 'title: Payments') }],
  ['the title of another category', { 'categories.yaml': CATEGORIES.replace('title: Account', 'title: Profile') }],
  ['the owner that it has from its category', { 'categories.yaml': CATEGORIES.replace('icon: credit-card', 'icon: credit-card\n  owner: Billing team') }],
  ['the title of an article beside it', { [REFUND]: article({ id: 'refund01', title: 'When is my refund paid?' }) }],
  ['the order of the articles beside it', { [REFUND]: article({ id: 'refund01', title: 'When do I get a refund?', order: '1' }) }],
  ['a new article beside it', { 'articles/billing/invoice.mdx': article({ id: 'invoice1', title: 'Where is my invoice?' }) }],
  ['the name of the site', { 'site.yaml': SITE.replace('Example Help', 'Sample Help') }],
  ['the folder of the site', { 'site.yaml': SITE.replace('locale:', 'base: /help/\nlocale:') }],
  ['the emergency line', { 'site.yaml': `${SITE}emergency: Call your local emergency number.\n` }],
  ['the bytes of a picture', { 'articles/billing/plan.png': OTHER_PNG }],
  ['the bytes of a dark picture', { 'articles/billing/plan.dark.png': OTHER_PNG }],
  ['that a picture has a dark twin', { 'articles/billing/plan.dark.png': null }],
  ['that an article it links to by file is published', { 'articles/account/security.mdx': article({ id: 'secure01', title: 'Keep your account safe', publishOn: '2100-01-01' }) }],
  ['that an article it links to by address is published', { 'articles/account/privacy.mdx': article({ id: 'private1', title: 'Who can see my profile?', draft: 'true' }) }],
])('an article is rendered again when this changes: %s', (_, change) => {
  expect(keyOf(catalogOf({ ...BASE, ...change }))).not.toBe(keyOf(catalogOf(BASE)));
});

test.each(['a.mp4', 'a.vtt', 'b.vtt', 'plan.png'])('an article with a film is rendered again when %s changes', (file) => {
  expect(keyOf(catalogOf({ ...FILMED, [`articles/billing/${file}`]: file.endsWith('.png') ? Buffer.concat([PNG, Buffer.from('another')]) : 'WEBVTT\n\nNOTE another\n' }))).not.toBe(keyOf(catalogOf(FILMED)));
});

test.each<[string, Files]>([
  ['the text of a related article', { [PASSWORD]: password({}, 'Sign in, then select your name.\n') }],
  ['the search words of a related article', { [PASSWORD]: password({ keywords: '[passphrase]' }) }],
  ['the text and summary of an article beside it', { [REFUND]: article({ id: 'refund01', title: 'When do I get a refund?', summary: 'Within a week, on the card you paid with.' }, 'Within a week.\n') }],
  ['the title of an article that it links to', { 'articles/account/security.mdx': article({ id: 'secure01', title: 'Protect your account' }) }],
  ['a new article in another category', { 'articles/account/email.mdx': article({ id: 'email001', title: 'How do I change my email?' }) }],
  ['a picture that it does not show', { 'articles/billing/other.png': PNG }],
  ['the description of its category', { 'categories.yaml': CATEGORIES.replace('How you pay, and', 'How you pay and') }],
  ['the terms list', { 'terms.yaml': 'ui: [Settings]\n' }],
])('an article is not rendered again when this changes: %s', (_, change) => {
  expect(keyOf(catalogOf({ ...BASE, ...change }))).toBe(keyOf(catalogOf(BASE)));
});

test.each<[string, Files]>([
  ['its title', { 'categories.yaml': CATEGORIES.replace('title: Billing', 'title: Payments') }],
  ['its description', { 'categories.yaml': CATEGORIES.replace('How you pay, and', 'How you pay and') }],
  ['the title of another category', { 'categories.yaml': CATEGORIES.replace('title: Account', 'title: Profile') }],
  ['the title of one of its articles', { [REFUND]: article({ id: 'refund01', title: 'When is my refund paid?' }) }],
  ['the summary of one of its articles', { [REFUND]: article({ id: 'refund01', title: 'When do I get a refund?', summary: 'Within a week, on the card you paid with.' }) }],
  ['the order of its articles', { [REFUND]: article({ id: 'refund01', title: 'When do I get a refund?', order: '1' }) }],
  ['an article less', { [REFUND]: article({ id: 'refund01', title: 'When do I get a refund?', draft: 'true' }) }],
  ['a setting of the site', { 'site.yaml': SITE.replace('Example Help', 'Sample Help') }],
])('a category is rendered again when this changes: %s', (_, change) => {
  expect(billingKey(catalogOf({ ...BASE, ...change }))).not.toBe(billingKey(catalogOf(BASE)));
});

test.each<[string, Files]>([
  ['the text of one of its articles', { [REFUND]: article({ id: 'refund01', title: 'When do I get a refund?' }, 'Within a week.\n') }],
  ['an article of another category', { [PASSWORD]: password({ title: 'How do I reset my password?' }) }],
  ['a picture', { 'articles/billing/plan.png': OTHER_PNG }],
])('a category is not rendered again when this changes: %s', (_, change) => {
  expect(billingKey(catalogOf({ ...BASE, ...change }))).toBe(billingKey(catalogOf(BASE)));
});
