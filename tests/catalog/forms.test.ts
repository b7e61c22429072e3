import { describe, expect, test } from 'vitest';
import { slowestFirstResponse } from '../../src/forms/promise.ts';
import { manifestSchema } from '../../src/site/manifest.ts';
import { manifestOf } from '../../src/site/outputs.ts';
import { catalogOf, lineOf, problemsOf, SITE, withBody } from './trees.ts';

const FILE = 'support/forms/refunds.yaml';
const FORM = `title: Refunds
description: Getting money back for something.
channel: email
topics:
  - id: charge
    label: I do not know a payment
    articles: [cancel01]
  - id: refund
    label: I want a refund
fields:
  - name: reason
    label: Why do you want a refund?
    kind: choice
    options:
      - { value: twice, label: I paid twice }
      - { value: other, label: Another reason }
    showIf: { topic: refund }
  - name: which
    label: Which reason?
    kind: text
    showIf: { reason: other }
  - name: files
    label: The receipt
    kind: file
next:
  - A person answers by email.
`;

const problems = (source: string, more: Readonly<Record<string, string>> = {}) => problemsOf({ [FILE]: source, ...more });

test('a right form is read, with its name from the file, in the order of forms', () => {
  const forms = catalogOf({ [FILE]: FORM, 'support/forms/ask.yaml': FORM.replace('title: Refunds', 'title: Ask\norder: 1') }).support?.forms;
  expect(forms?.map(({ id, audience, question }) => [id, audience, question])).toEqual([
    ['ask', 'everyone', 'What do you need help with?'],
    ['refunds', 'everyone', 'What do you need help with?'],
  ]);
});

test('the service is told of forms and channels in a manifest that its own schema takes', () => {
  const manifest = manifestOf(catalogOf({ [FILE]: FORM }));
  expect(manifestSchema.parse(JSON.parse(JSON.stringify(manifest))).contact).toMatchObject({ forms: [{ id: 'refunds' }], channels: [{ id: 'email', mail: 'help@example.org' }], timeZone: 'America/New_York' });
});

test('an article may send its reader to a form that is there, and to no other', () => {
  const linked = (form: string) => problemsOf({ [FILE]: FORM, ...withBody(`[Ask for it](/contact/${form}/)\n`) });
  expect(linked('refunds')).toEqual([]);
  expect(linked('refund')).toMatchObject([{ code: 'link/page', remedy: 'Did you mean "/contact/refunds/"?' }]);
});

test.each([
  ['a channel', 'channel: email', 'channel: emai', { code: 'forms/channel', remedy: 'Did you mean "email"?' }],
  ['an article', '[cancel01]', '[cancel02]', { code: 'forms/article', remedy: 'Did you mean "cancel01"?' }],
  ['a topic in a condition', 'topic: refund }', 'topic: refnud }', { code: 'forms/condition', remedy: 'Did you mean "refund"?' }],
  ['a choice in a condition', 'reason: other }', 'reasn: other }', { code: 'forms/condition', remedy: 'Did you mean "reason"?' }],
  ['an option in a condition', 'reason: other }', 'reason: othr }', { code: 'forms/condition', remedy: 'Did you mean "other"?' }],
  ['a field of a form', 'description:', 'desciption:', { code: 'frontmatter/unknown-key', remedy: 'Did you mean "description"?' }],
  ['a kind', 'kind: text', 'kind: txt', { code: 'frontmatter/invalid', remedy: 'Did you mean "text"?' }],
])('%s that is mistyped is told on its line, with what was meant', (_, right, wrong, expected) => {
  const source = FORM.replace(right, wrong);
  expect(problems(source)).toContainEqual(expect.objectContaining({ file: FILE, line: lineOf(source, wrong), ...expected }));
});

describe('an error is', () => {
  test.each([
    ['a name that the form has already', 'name: which', 'name: email', 'forms/duplicate'],
    ['a second field of one name', 'name: which', 'name: reason', 'forms/duplicate'],
    ['a condition on what comes later', 'topic: refund }', 'which: other }', 'forms/condition'],
    ['a choice of one', '      - { value: other, label: Another reason }\n', '', 'forms/options'],
    ['two options of one value', 'value: other', 'value: twice', 'forms/duplicate'],
    ['options of a text', 'kind: text', 'kind: text\n    options: [{ value: a, label: Ay }]', 'forms/options'],
    ['files under another name', 'name: files', 'name: receipt', 'forms/file'],
    ['files that are required', 'kind: file', 'kind: file\n    required: true', 'forms/file'],
    ['a date’s side on a text', 'kind: text', 'kind: text\n    when: past', 'forms/when'],
    ['least above most', 'kind: text', 'kind: text\n    minLength: 9\n    maxLength: 3', 'forms/length'],
    ['two topics of one name', 'id: refund', 'id: charge', 'forms/duplicate'],
    ['a closed form that tells nobody what to do', 'channel: email', 'channel: email\naudience: enterprise', 'forms/otherwise'],
  ])('%s', (_, right, wrong, code) => {
    expect(problems(FORM.replace(right, wrong)).map((one) => one.code)).toContain(code);
  });

  test('a file that is none, or whose address is taken', () => {
    expect(problemsOf({ 'support/forms/Refunds.yml': FORM, 'support/forms/thanks.yaml': FORM }).map(({ code, file }) => [code, file])).toEqual([
      ['forms/file', 'support/forms/Refunds.yml'],
      ['forms/file', 'support/forms/thanks.yaml'],
    ]);
  });
});

test('a channel names a form and a calendar that are there', () => {
  const site = SITE.replace('    bestFor: Everything.\n', '    bestFor: Everything.\n    form: refnds\n    hours: offce\n');
  const calendars = 'calendars:\n  - id: office\n    title: Office\n    timeZone: UTC\n    versions: [{ hours: { daily: [00:00-24:00] } }]\n';
  const found = problemsOf({ 'site.yaml': site, [FILE]: FORM, 'support/calendars.yaml': calendars });
  expect(found).toMatchObject([
    { code: 'channel/form', field: 'channels[0].form', remedy: 'Did you mean "refunds"?' },
    { code: 'channel/hours', field: 'channels[0].hours', remedy: 'Did you mean "office"?' },
  ]);
});

test('the promise on a page is the slowest that holds: by the clock on the wall, not by the number of hours', () => {
  const calendars = 'calendars:\n  - { id: office, title: Office, timeZone: UTC, versions: [{ hours: { weekdays: [09:00-17:00] } }] }\n  - { id: always, title: Always, timeZone: UTC, versions: [{ hours: { daily: [00:00-24:00] } }] }\n';
  const policies = (last: string) => `versions:\n  - policies:\n      - { id: urgent, title: Urgent, when: { priority: [critical] }, targets: { first-response: { within: 12 hours, calendar: always } } }\n      - { id: rest, title: Rest, default: true, targets: { ${last} } }\n`;
  const slowest = (last: string) => {
    const { support } = catalogOf({ [FILE]: FORM, 'support/calendars.yaml': calendars, 'support/policies.yaml': policies(last) });
    return slowestFirstResponse(support!.policies, support!.calendars, 0);
  };
  expect(slowest('first-response: { within: 4 hours, calendar: office }')).toMatchObject({ seconds: 14_400, calendar: 'office' });
  expect(slowest('first-response: { within: 1 hours, calendar: office }')).toMatchObject({ seconds: 43_200, calendar: 'always' });
  expect(slowest('resolution: { within: 8 hours, calendar: office }')).toBeUndefined();
});
