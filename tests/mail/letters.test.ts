/** Templates, and what becomes of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReplies, replyNamed, TemplateMissing, type ReplySite } from '../../src/catalog/support/replies.ts';
import type { Diagnostic } from '../../src/catalog/diagnostic.ts';
import { compose, ValueMissing } from '../../src/mail/compose.ts';
import { momentInWords } from '../../src/mail/moment.ts';
import { PLACEHOLDERS, type ReplyKind, type ValuesOf } from '../../src/mail/placeholders.ts';
import { parseBody, templateProblems, type Template } from '../../src/mail/template.ts';
import { treeOf } from '../catalog/trees.ts';

const reader = { timeZone: 'America/New_York', locale: 'en-US' };
const head = { name: 'Example Help', address: 'https://help.example.org/' };
const values: ValuesOf<'acknowledgement'> = {
  'site.name': 'Example Help',
  'site.product': 'Example',
  'site.helpCenter': 'https://help.example.org/',
  'ticket.reference': 'UD-7K2M9X',
  'ticket.priority': 'High',
};

const template = (body: string, subject = 'About {{ticket.reference}}'): Template<'acknowledgement'> => ({ name: 'test', kind: 'acknowledgement', subject, description: 'For a test.', body: parseBody(body) });
const textOf = (body: string, more: Partial<ValuesOf<'acknowledgement'>> = {}) => compose(template(body), { ...values, ...more }, reader, head).text.split('\n\n-- \n')[0];
const htmlOf = (body: string, more: Partial<ValuesOf<'acknowledgement'>> = {}) => (/<main[^>]*>([^]*)<footer/.exec(compose(template(body), { ...values, ...more }, reader, head).html)?.[1] ?? '').replaceAll(/ style="[^"]*"/g, '');

/** Links are held against a whole tree elsewhere: tests/catalog/reply-links.test.ts. */
const UNCHECKED: ReplySite = { site: { url: 'https://help.example.org', base: '/' }, checkLink: () => {} };

describe('a gap', () => {
  test('that has a value is filled, in the subject too', () => {
    expect(compose(template('For {{ ticket.reference }}.'), values, reader, head)).toMatchObject({ subject: 'About UD-7K2M9X', text: expect.stringMatching(/^For UD-7K2M9X\./) });
  });

  test('without a value takes its paragraph along, its list item, or its heading, and nothing else', () => {
    expect(textOf('One.\n\nOn {{ticket.topic}}.\n\n- A\n- Topic: {{ticket.topic}}\n- B\n\n### About {{ticket.topic}}\n\nTwo.')).toBe('One.\n\n- A\n- B\n\nTwo.');
  });

  test('of which no item is left takes the list along, and the heading above it', () => {
    expect(textOf('One.\n\n## Topic\n\n- {{ticket.topic}}\n\n## Then\n\nTwo.')).toBe('One.\n\nThen\n====\n\nTwo.');
    expect(textOf('One.\n\n## Outer\n\n### Inner\n\n{{answers}}')).toBe('One.');
  });

  test('with empty words has no value', () => expect(textOf('A\n\nOn {{ticket.topic}}.', { 'ticket.topic': '  ' })).toBe('A'));

  test('that must have a value and has none is an error that names it', () => {
    expect(() => compose(template('x'), { ...values, 'ticket.priority': '' }, reader, head)).toThrow(ValueMissing);
    expect(() => compose(template('x'), { ...values, 'ticket.priority': '' }, reader, head)).toThrow('{{ticket.priority}}');
  });

  test('that is a list becomes one, with links in whole', () => {
    const answers = [{ title: 'Reset your password', summary: 'Choose a new one.', href: 'https://help.example.org/account/reset/' }, { title: 'Log in', summary: '', href: 'https://help.example.org/log-in/' }];
    expect(textOf('## Answers\n\n{{answers}}', { answers })).toBe('Answers\n=======\n\n- Reset your password: https://help.example.org/account/reset/\n  Choose a new one.\n\n- Log in: https://help.example.org/log-in/');
    expect(htmlOf('{{answers}}', { answers })).toBe('<ul><li dir="auto"><a href="https://help.example.org/account/reset/">Reset your password</a><br>Choose a new one.</li><li dir="auto"><a href="https://help.example.org/log-in/">Log in</a></li></ul>');
  });

  test.each([
    ['America/New_York', 'Monday, November 23, 10:30 AM EST'],
    ['Europe/Berlin', 'Monday, November 23, 4:30 PM GMT+1 (Berlin time)'],
    ['America/Argentina/Buenos_Aires', 'Monday, November 23, 12:30 PM GMT-3 (Buenos Aires time)'],
    ['UTC', 'Monday, November 23, 3:30 PM UTC'],
  ])('that is an instant is told in %s time, zone included', (timeZone, words) => {
    expect(momentInWords(Date.UTC(2026, 10, 23, 15, 30), timeZone, 'en-US')).toBe(words);
  });
});

describe('a value', () => {
  const nasty = '<script>alert(1)</script> [x](https://evil.example/) **bold** {{ticket.priority}} & "quotes"';

  test('is text wherever it stands: no markup, no link, no further gap', () => {
    const html = htmlOf('On {{ticket.topic}}, **{{ticket.topic}}**.', { 'ticket.topic': nasty });
    expect(html).not.toMatch(/<script|<a |High/);
    expect(html).toContain('&#x3C;script>alert(1)&#x3C;/script> [x](https://evil.example/) **bold** {{ticket.priority}} &#x26; "quotes"');
    expect(textOf('On {{ticket.topic}}.', { 'ticket.topic': nasty })).toBe(`On ${nasty}.`);
  });

  test('that is no web address is no target of a link', () => {
    expect(textOf('A\n\n[Open]({{ticket.page}})', { 'ticket.page': 'javascript:alert(1)' })).toBe('A');
    expect(htmlOf('[Open]({{ticket.page}})', { 'ticket.page': 'https://help.example.org/t#k=a"b' })).toBe('');
    expect(htmlOf('[Open]({{ticket.page}})', { 'ticket.page': 'https://help.example.org/t#k=a' })).toContain('href="https://help.example.org/t#k=a"');
  });
});

describe('the page', () => {
  const { html } = compose(template('Hello.'), values, reader, head);

  test('loads nothing, runs nothing, tells nobody who read it, and names no color of its own ground', () => {
    expect(html).not.toMatch(/<img|<script|<link|@import|url\(|src=|background/);
    expect(html).toContain('color-scheme');
    expect([...html.matchAll(/https?:\/\/[^"<\s]+/g)].map(([address]) => address)).toEqual(['https://help.example.org/']);
  });

  test('says its language and its subject', () => {
    expect(html).toMatch(/^<!doctype html><html lang="en-US">/);
    expect(html).toContain('<title>About UD-7K2M9X</title>');
  });
});

describe('a template', () => {
  const problems = (body: string, subject = 'About it', kind: ReplyKind = 'acknowledgement') => templateProblems(kind, subject, parseBody(body)).map(({ code, line, value }) => [code, line, value]);

  test.each([
    ['an unknown gap', 'Hi {{ticket.refrence}}', ['reply/placeholder', 1, '{{ticket.refrence}}']],
    ['what a mail by itself must not know: a name', 'A\n\nHi {{requester.name}}', ['reply/placeholder', 3, '{{requester.name}}']],
    ['a gap with a name of the language', 'Hi {{constructor}}', ['reply/placeholder', 1, '{{constructor}}']],
    ['a gap that does not end', 'Hi {{ticket.reference', ['reply/placeholder', 1, 'Hi {{ticket.reference']],
    ['a gap in code', 'Run `show {{ticket.reference}}`', ['reply/placeholder', 1, 'show {{ticket.reference}}']],
    ['a list among words', 'See {{answers}} here', ['reply/placeholder', 1, '{{answers}}']],
    ['HTML', 'A\n\n<b>no</b>', ['reply/markup', 3, 'html']],
    ['a picture', '![x](https://example.org/x.png)', ['reply/markup', 1, 'image']],
    ['code', '    let x', ['reply/markup', 1, 'code']],
    ['a title of its own', '# Hello', ['reply/markup', 1, '#']],
    ['a link that runs', '[x](javascript:alert)', ['reply/link', 1, 'javascript:alert']],
    ['a link in plain text', '[x](http://example.org)', ['reply/link', 1, 'http://example.org']],
    ['a link to another host without a scheme', '[x](//example.org/)', ['reply/link', 1, '//example.org/']],
    ['a link to words', '[x]({{ticket.topic}})', ['reply/link', 1, '{{ticket.topic}}']],
    ['a link to a gap and more', '[x]({{ticket.page}}/more)', ['reply/link', 1, '{{ticket.page}}/more']],
    ['nothing', '', ['reply/empty', 1, '']],
  ])('with %s is refused with its line', (_, body, problem) => expect(problems(body)).toContainEqual(problem));

  test('whose subject may stay empty, or tells an instant, is refused', () => {
    expect(problems('x', 'On {{ticket.topic}}')).toEqual([['reply/placeholder', 0, '{{ticket.topic}}']]);
    expect(problems('x', 'By {{promise.firstResponse}}')).toEqual([['reply/placeholder', 0, '{{promise.firstResponse}}']]);
  });

  test('in the content tree is told of with file, line and what was meant', () => {
    const root = treeOf({
      'replies/ack.md': '---\nkind: acknowledgement\nsubject: Reference {{ticket.referense}}\ndescription: For a test of it.\n---\n\nHello.\n\nOn {{ticket.topik}}.\n',
      'replies/kind.md': '---\nkind: acknowledgment\nsubject: Reference\ndescription: For a test of it.\n---\n\nHello.\n',
      'replies/notes.txt': 'x',
      'replies/No Name.md': 'x',
    });
    const found: Diagnostic[] = [];
    expect([...readReplies(root, UNCHECKED, (one) => void found.push(one)).keys()]).toEqual([]);
    expect(found.map(({ file, line, code, value, remedy }) => [file, line, code, value, remedy])).toEqual([
      ['replies/ack.md', 3, 'reply/placeholder', '{{ticket.referense}}', 'Did you mean "ticket.reference"?'],
      ['replies/ack.md', 9, 'reply/placeholder', '{{ticket.topik}}', 'Did you mean "ticket.topic"?'],
      ['replies/kind.md', 2, 'frontmatter/invalid', 'acknowledgment', 'Did you mean "acknowledgement"?'],
      ['replies/No Name.md', 1, 'reply/file', undefined, 'Rename it, for example cannot-log-in.md.'],
      ['replies/notes.txt', 1, 'reply/file', undefined, 'Move it, or give it the ending .md.'],
    ]);
  });
});

describe('our own templates', () => {
  const replies = readReplies('content', UNCHECKED, (problem) => {
    throw new Error(`${problem.file}:${problem.line} ${problem.message}`);
  });

  test('acknowledge with reference, priority and promise, and with more when there is more', () => {
    const ours = replyNamed(replies, 'acknowledgement', 'acknowledgement');
    const bare = compose(ours, values, reader, head);
    expect(bare.subject).toBe('We have your message, reference UD-7K2M9X');
    expect(bare.text).toContain('- Reference: UD-7K2M9X\n- Priority: High\n');
    expect(bare.text).not.toMatch(/\{\{|undefined|Topic|at work|answers may help/);
    const full = compose(ours, {
      ...values,
      'ticket.topic': 'Billing',
      'promise.firstResponse': Date.UTC(2026, 10, 23, 15, 30),
      'support.backAt': Date.UTC(2026, 10, 23, 14),
      answers: [{ title: 'Refunds', summary: 'Ask within 14 days.', href: 'https://help.example.org/billing/refunds/' }],
    }, reader, head);
    expect(full.text).toContain('You hear from us by: Monday, November 23, 10:30 AM EST');
    expect(full.text).toContain('We are back on Monday, November 23, 9:00 AM EST.');
    expect(full.text).toContain('Refunds: https://help.example.org/billing/refunds/');
  });

  test('tell the team without a word of the requester', () => {
    const ours = replyNamed(replies, 'notify-team', 'notify-team');
    const { subject, text } = compose(ours, { 'site.name': 'Example Help', 'ticket.reference': 'UD-7K2M9X', 'ticket.priority': 'Critical', 'due.clock': 'First response', 'due.at': Date.UTC(2026, 10, 23, 15, 30) }, reader, head);
    expect(subject).toBe('Critical: UD-7K2M9X waits for an answer');
    expect(text).toContain('- Due: First response, Monday, November 23, 10:30 AM EST');
  });

  test('are missed by name when they are not there or of another kind', () => {
    expect(() => replyNamed(replies, 'goodbye', 'reply')).toThrow(TemplateMissing);
    expect(() => replyNamed(replies, 'acknowledgement', 'reply')).toThrow('is of the kind "acknowledgement"');
  });

  test('and every kind’s gaps stand in the authors’ guide as the table has them', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../docs/authors/replies.md'), 'utf8');
    for (const [kind, gaps] of Object.entries(PLACEHOLDERS)) {
      const lines = Object.entries(gaps).map(([name, { type, always, describes }]) => `| \`{{${name}}}\` | ${type} | ${always ? 'always' : 'sometimes'} | ${describes} |`);
      expect(guide).toContain(`### \`${kind}\`\n\n| placeholder | type | there | what it is |\n|---|---|---|---|\n${lines.join('\n')}\n`);
    }
  });
});
