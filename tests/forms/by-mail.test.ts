import { expect, test } from 'vitest';
import { mailtoOf, questionsOf } from '../../src/forms/by-mail.ts';
import { contactTextsFor } from '../../src/texts/contact-texts.ts';
import { FORMS } from '../service/ticket-site.ts';

const t = contactTextsFor('en');
const [technical, callback] = FORMS;

test('a form as mail asks what the form asks, and neither for files nor for consent', () => {
  expect(questionsOf(technical!, t).map(({ label }) => label)).toEqual(['What it is about: I cannot log in · It is slow', 'Which device?', 'Since when?', 'What happened?']);
  expect(questionsOf(callback!, t).map(({ label }) => label)).toEqual(['Phone number']);
});

test('its address cannot be broken by a title, and stays short enough for mail programs', () => {
  const title = 'A & B?bcc=x@example.com\r\nBcc: y';
  const mail = new URL(mailtoOf({ ...technical!, title }, 'support@example.org', t));
  expect([mail.pathname, [...mail.searchParams.keys()], mail.searchParams.get('subject')]).toEqual(['support@example.org', ['subject', 'body'], title]);
  const many = Array.from({ length: 60 }, (_, at) => ({ ...technical!.fields[0]!, label: `A rather long question number ${at}?` }));
  expect(mailtoOf({ ...technical!, fields: many }, 'support@example.org', t)).toBe('mailto:support@example.org?subject=Technical%20problem');
});
