import { describe, expect, test } from 'vitest';
import { readAnswers } from '../../src/forms/answers.ts';
import { askedFields } from '../../src/forms/form.ts';
import { summaryOf } from '../../src/forms/summary.ts';
import { formOf, NOW, values } from './forms.ts';

const read = (changes: Readonly<Record<string, unknown>> = {}, form = formOf()) => readAnswers(form, values(changes), NOW, 'en-US');
const problems = (changes: Readonly<Record<string, unknown>> = {}, form = formOf()) => {
  const result = read(changes, form);
  return result.ok ? [] : result.problems;
};

test('right answers come out readable, with the topic’s category and part of the product', () => {
  expect(read({ name: ' Dana  Reyes ', article: 'td9v8uvd', query: 'unknown charge' })).toEqual({
    ok: true,
    answers: {
      form: 'refunds',
      topic: 'charge',
      category: 'fraud',
      component: 'payments',
      name: 'Dana Reyes',
      email: 'dana@example.org',
      subject: 'A payment',
      message: 'I see a payment that is not mine.',
      fields: { paidOn: 'November 12, 2026', honest: 'This is true' },
      article: 'td9v8uvd',
      query: 'unknown charge',
    },
  });
});

describe('what is not asked', () => {
  test('is neither needed nor kept', () => {
    expect(read({ reason: 'other', other: 'Left over from another topic' })).toMatchObject({ ok: true, answers: { fields: { paidOn: 'November 12, 2026', honest: 'This is true' } } });
  });

  test('takes along what hangs on it', () => {
    const form = formOf();
    const names = (changes: object) => askedFields(form, values(changes as Record<string, unknown>)).map(({ name }) => name);
    expect(names({ topic: 'refund', reason: 'other' })).toContain('other');
    expect(names({ topic: 'charge', reason: 'other' })).not.toContain('other');
  });

  test('is ignored when no form knows it', () => {
    expect(read({ admin: 'true', __proto__x: '1', priority: 'critical' })).toMatchObject({ ok: true, answers: { fields: { paidOn: 'November 12, 2026' } } });
    expect(JSON.stringify(read({ priority: 'critical' }))).not.toContain('critical');
  });
});

test.each([
  ['no topic', { topic: undefined }, 'topic', 'Choose what you need help with'],
  ['a topic that is not there', { topic: 'free-money' }, 'topic', 'Choose what you need help with'],
  ['no email address', { email: ' ' }, 'email', 'Enter your email address'],
  ['an email address without a host', { email: 'dana@example' }, 'email', 'Enter an email address in the form name@example.com'],
  ['two email addresses', { email: 'a@example.org,b@example.org' }, 'email', 'Enter an email address in the form name@example.com'],
  ['an email address with a header in it', { email: 'a@example.org\nBcc: b@example.org' }, 'email', 'Enter an email address in the form name@example.com'],
  ['an email address that is too long', { email: `${'a'.repeat(250)}@example.org` }, 'email', 'Enter an email address in the form name@example.com'],
  ['no message', { message: '\n \t' }, 'message', 'Enter a message'],
  ['a message that is too long', { message: 'x'.repeat(10_001) }, 'message', '“What happened?” takes at most 10,000 characters'],
  ['no subject', { subject: undefined }, 'subject', 'Enter in a few words what it is about'],
  ['something else than text', { message: ['a', 'b'] }, 'message', 'Enter a message'],
  ['no consent', { honest: undefined }, 'honest', 'Tick “This is true” to go on'],
  ['no choice', { topic: 'refund' }, 'reason', 'Choose why'],
  ['a choice that is not listed', { topic: 'refund', reason: 'bored' }, 'reason', 'Choose an answer to “Why?” from the list'],
  ['too short a text', { topic: 'refund', reason: 'other', other: 'no' }, 'other', '“Which reason?” needs at least 3 characters'],
  ['too long a text', { topic: 'refund', reason: 'other', other: 'x'.repeat(21) }, 'other', '“Which reason?” takes at most 20 characters'],
  ['no day at all', { 'paidOn-day': '', 'paidOn-month': '', 'paidOn-year': '' }, 'paidOn', 'Answer “When was it?”'],
  ['a day without its year', { 'paidOn-year': '' }, 'paidOn', '“When was it?” needs a year'],
  ['a day without month and year', { 'paidOn-month': '', 'paidOn-year': '' }, 'paidOn', '“When was it?” needs a month and year'],
  ['a day that is not in the calendar', { 'paidOn-month': '2', 'paidOn-day': '30' }, 'paidOn', '“When was it?” must be a day that exists, for example 27 3 2026'],
  ['a day in words', { 'paidOn-month': 'May' }, 'paidOn', '“When was it?” must be a day that exists, for example 27 3 2026'],
  ['a payment in the future', { 'paidOn-year': '2027' }, 'paidOn', '“When was it?” must be today or in the past'],
  ['a visit in the past', { 'visitOn-day': '1', 'visitOn-month': '2', 'visitOn-year': '2026' }, 'visitOn', '“Which day suits you?” must be today or in the future'],
])('%s is told at its field', (_, changes, field, message) => {
  expect(problems(changes)).toEqual([{ field, message }]);
});

test('everything that is wrong is told at once', () => {
  expect(problems({ topic: undefined, email: '', message: '', honest: '' }).map(({ field }) => field)).toEqual(['topic', 'honest', 'message', 'email']);
});

test('today is both past and future, wherever the reader is', () => {
  // On Kiritimati it is the 24th already; on Midway the 23rd has hardly begun.
  for (const day of ['23', '24']) expect(problems({ 'paidOn-day': day })).toEqual([]);
  for (const day of ['22', '23']) expect(problems({ 'visitOn-day': day, 'visitOn-month': '11', 'visitOn-year': '2026' })).toEqual([]);
});

test('a program may send a day as one text', () => {
  const one = { 'paidOn-day': undefined, 'paidOn-month': undefined, 'paidOn-year': undefined };
  expect(read({ ...one, paidOn: '2026-11-12' })).toMatchObject({ answers: { fields: { paidOn: 'November 12, 2026' } } });
  expect(problems({ ...one, paidOn: 'yesterday' })).toMatchObject([{ field: 'paidOn' }]);
});

test('a line stays one line, and a message keeps its own', () => {
  const result = read({ subject: 'A payment\r\nBcc: all@example.org', name: 'Dana\u2028Reyes', message: 'One\r\n\r\nTwo\u0000' });
  expect(result).toMatchObject({ answers: { subject: 'A payment Bcc: all@example.org', name: 'Dana Reyes', message: 'One\n\nTwo' } });
});

test('a form whose own fields say all asks for no message, and its topic is the subject', () => {
  expect(read({ subject: undefined, message: undefined }, formOf({ message: false }))).toMatchObject({ ok: true, answers: { subject: 'Refunds: I do not know a payment', message: '' } });
});

test('a form with one topic does not ask for it', () => {
  expect(read({ topic: undefined }, formOf({ topics: [{ id: 'only', label: 'The only one' }], fields: [] }))).toMatchObject({ ok: true, answers: { topic: 'only' } });
});

test('an article’s id that is none is dropped', () => {
  expect(read({ article: '../../etc' })).not.toHaveProperty('answers.article');
});

test('the summary has every question that was asked, in the order of the page, with what was not answered', () => {
  const form = formOf();
  const result = read({ topic: 'refund', reason: 'twice' });
  if (!result.ok) throw new Error('These answers are right.');
  const rows = summaryOf(form, result.answers, askedFields(form, values({ topic: 'refund', reason: 'twice' })).map(({ name }) => name), 'en-US');
  expect(rows.map(({ name, text }) => [name, text])).toEqual([
    ['topic', 'I want a refund'],
    ['paidOn', 'November 12, 2026'],
    ['reason', 'I paid twice'],
    ['visitOn', ''],
    ['subject', 'A payment'],
    ['message', 'I see a payment that is not mine.'],
    ['name', ''],
    ['email', 'dana@example.org'],
    ['honest', 'This is true'],
  ]);
});
