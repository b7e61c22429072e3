/** Histories that cannot have happened are errors with file and line. */
import { expect, test } from 'vitest';
import { lineOf, problemsOf as catalogProblems, CANCEL, article } from '../catalog/trees.ts';
import { COMPONENTS, incident, maintenance, problemsOf } from './trees.ts';

const AFFECTS = 'components: { search: partial outage }';
const begun = { at: '2026-11-20 10:00', state: 'investigating', more: AFFECTS };

const wrong: readonly { name: string; file: string; text: string; code: string; on: string }[] = [
  { name: 'two updates at one instant', file: 'a.md', text: incident('aaaaaaaa', 'minor', [begun, { at: '2026-11-20 10:00:00', state: 'identified' }]), code: 'incident/same-instant', on: '10:00:00' },
  { name: 'an update above an earlier one', file: 'a.md', text: incident('aaaaaaaa', 'minor', [begun, { at: '2026-11-20 09:00', state: 'identified' }]), code: 'incident/order', on: '- at: 2026-11-20 09:00' },
  { name: 'an unknown part', file: 'a.md', text: incident('aaaaaaaa', 'minor', [{ ...begun, more: 'components: { serch: partial outage }' }]), code: 'status/component', on: 'serch' },
  { name: 'resolved before it started', file: 'a.md', text: incident('aaaaaaaa', 'none', [{ at: '2026-11-20 10:00', state: 'resolved' }], 'started: 2026-11-20 11:00\n'), code: 'incident/resolved-early', on: '- at: 2026-11-20 10:00' },
  { name: 'started after its first update', file: 'a.md', text: incident('aaaaaaaa', 'minor', [begun], 'started: 2026-11-20 10:05\n'), code: 'incident/started-late', on: 'started' },
  { name: 'an update after the resolution', file: 'a.md', text: incident('aaaaaaaa', 'minor', [begun, { at: '2026-11-20 11:00', state: 'resolved' }, { at: '2026-11-20 12:00', state: 'monitoring' }]), code: 'incident/after-resolution', on: 'state: monitoring' },
  { name: 'resolved twice', file: 'a.md', text: incident('aaaaaaaa', 'minor', [begun, { at: '2026-11-20 11:00', state: 'resolved' }, { at: '2026-11-20 12:00', state: 'resolved' }]), code: 'incident/after-resolution', on: 'state: resolved\n    text: This is what we know at 12:00' },
  { name: 'reopened while open', file: 'a.md', text: incident('aaaaaaaa', 'minor', [begun, { at: '2026-11-20 11:00', state: 'identified', more: 'reopens: true' }]), code: 'incident/reopens', on: 'reopens' },
  { name: 'resolved and still broken', file: 'a.md', text: incident('aaaaaaaa', 'minor', [begun, { at: '2026-11-20 11:00', state: 'resolved', more: 'components: { email: major outage }' }]), code: 'incident/resolved-broken', on: 'email' },
  { name: 'a post-mortem of what is open', file: 'a.md', text: `${incident('aaaaaaaa', 'minor', [begun, { at: '2026-11-20 11:00', state: 'postmortem' }])}\n## What happened\n`, code: 'incident/postmortem-early', on: 'state: postmortem' },
  { name: 'a post-mortem without words', file: 'a.md', text: incident('aaaaaaaa', 'minor', [begun, { at: '2026-11-20 11:00', state: 'resolved' }, { at: '2026-11-21 11:00', state: 'postmortem' }]), code: 'incident/postmortem-missing', on: 'state: postmortem' },
  { name: 'a promise for the past', file: 'a.md', text: incident('aaaaaaaa', 'minor', [{ ...begun, more: `${AFFECTS}\n    nextUpdateBy: 2026-11-20 09:00` }]), code: 'incident/next-update', on: 'nextUpdateBy' },
  { name: 'a promise after the end', file: 'a.md', text: incident('aaaaaaaa', 'minor', [begun, { at: '2026-11-20 11:00', state: 'resolved', more: 'nextUpdateBy: 2026-11-20 12:00' }]), code: 'incident/next-update', on: 'nextUpdateBy' },
  { name: 'an update from the future', file: 'a.md', text: incident('aaaaaaaa', 'minor', [{ ...begun, at: '2026-11-24 10:00' }]), code: 'incident/future', on: 'at: 2026' },
  { name: 'an impact on nothing', file: 'a.md', text: incident('aaaaaaaa', 'major', [{ at: '2026-11-20 10:00', state: 'investigating' }]), code: 'incident/no-component', on: 'impact' },
  { name: 'a time that comes twice', file: 'a.md', text: incident('aaaaaaaa', 'minor', [{ ...begun, at: '2026-11-01 01:30' }]), code: 'status/moment', on: 'at: 2026' },
  { name: 'maintenance that ends before it begins', file: 'maintenance/m.md', text: maintenance('mmmmmmmm', '2026-11-20 10:00', '2026-11-20 09:00'), code: 'maintenance/window', on: 'until' },
  { name: 'maintenance of an unknown part', file: 'maintenance/m.md', text: maintenance('mmmmmmmm', '2026-11-20 10:00', '2026-11-20 11:00', '', 'searhc'), code: 'status/component', on: 'searhc' },
];

test.each(wrong)('$name', ({ file, text, code, on }) => {
  const found = problemsOf({ [file]: text }).find((one) => one.code === code);
  expect(found).toMatchObject({ severity: 'error', file: `status/${file.includes('/') ? file : `incidents/${file}`}`, line: lineOf(text, on) });
});

test('an unknown field is named with what was meant', () => {
  const [found] = problemsOf({ 'a.md': incident('aaaaaaaa', 'minor', [{ ...begun, more: `${AFFECTS}\n    nextUpdateBuy: 2026-11-20 11:00` }]) });
  expect(found).toMatchObject({ code: 'frontmatter/unknown-key', remedy: 'Did you mean "nextUpdateBy"?' });
});

test('two records with one id, a part and a group with one name, a part in no group', () => {
  expect(problemsOf({ 'a.md': incident('aaaaaaaa', 'minor', [begun]), 'b.md': incident('aaaaaaaa', 'minor', [begun]) }).map(({ code }) => code)).toEqual(['status/duplicate-id']);
  expect(problemsOf({ 'status/components.yaml': COMPONENTS.replace('slug: accounts', 'slug: search') }).map(({ code }) => code)).toEqual(['status/duplicate', 'status/group']);
});

test('a post-mortem that is written but not published is a warning', () => {
  const text = `${incident('aaaaaaaa', 'minor', [begun, { at: '2026-11-20 11:00', state: 'resolved' }])}\n## What happened\n\nA lot.\n`;
  expect(problemsOf({ 'a.md': text })).toMatchObject([{ severity: 'warning', code: 'incident/postmortem-draft' }]);
});

test('an article that names a part nobody knows is an error, and a tree without status asks nothing', () => {
  const files = { [CANCEL]: article({ components: '[serch]' }) };
  expect(catalogProblems({ ...files, 'status/components.yaml': COMPONENTS })).toMatchObject([{ code: 'article/component-name', file: CANCEL, value: 'serch', remedy: 'Did you mean "search"?' }]);
  expect(catalogProblems(files)).toEqual([]);
});
