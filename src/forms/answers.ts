/** What a reader answered, checked. The same in the browser, where it saves a round trip, and in the service, where it counts. */
import { contactTextsFor, type ContactTexts } from '../texts/contact-texts.ts';
import { readDate } from './dates.ts';
import { askedFields, LENGTHS, textOf, topicOf, type Field, type Form, type Values } from './form.ts';

export interface Answers {
  readonly form: string;
  readonly topic: string;
  readonly category?: string | undefined;
  readonly component?: string | undefined;
  readonly name?: string | undefined;
  readonly email: string;
  readonly subject: string;
  /** Empty when the form's own fields say all. */
  readonly message: string;
  /** The form's own fields by name, as readable text; only those that were asked and answered. */
  readonly fields: Readonly<Record<string, string>>;
  /** The id of the article the reader came from, as the page says: not checked. */
  readonly article?: string | undefined;
  /** What was searched for before. */
  readonly query?: string | undefined;
}

export interface AnswerProblem {
  /** A field's name, `topic`, or one of the requester's. */
  readonly field: string;
  readonly message: string;
}

export type ReadAnswers = { readonly ok: true; readonly answers: Answers } | { readonly ok: false; readonly problems: readonly AnswerProblem[] };

type Words = ContactTexts;

/**
 * Only what applies counts: a field that was not asked is neither needed nor kept, and whatever the form does not
 * know is ignored.
 *
 * @param now   for dates in the past and the future
 * @param locale of the messages and of readable dates
 */
export function readAnswers(form: Form, values: Values, now: number, locale: string): ReadAnswers {
  const t = contactTextsFor(locale);
  const problems: AnswerProblem[] = [];
  const take = (field: string, read: Read): string => {
    if ('problem' in read) problems.push({ field, message: read.problem });
    return 'text' in read ? read.text : '';
  };

  const topic = topicOf(form, values);
  if (topic === undefined) problems.push({ field: 'topic', message: t.errors.topic });
  const fields: Record<string, string> = {};
  for (const field of askedFields(form, values)) {
    const text = take(field.name, readField(field, values, { t, now, locale }));
    if (text !== '') fields[field.name] = text;
  }
  let subject = topic === undefined || form.topics.length === 1 ? form.title : `${form.title}: ${topic.label}`;
  let message = '';
  if (form.message !== false) {
    subject = take('subject', readLine(textOf(values, 'subject'), { label: t.form.subject, missing: t.errors.subject, most: LENGTHS.subject }, t));
    message = take('message', readLines(textOf(values, 'message'), { label: form.message.label ?? t.form.message, missing: t.errors.message, most: LENGTHS.message }, t));
  }
  const name = take('name', readLine(textOf(values, 'name'), { label: t.form.name, most: LENGTHS.name }, t));
  const email = take('email', readEmail(textOf(values, 'email'), t.errors.email, t));
  if (problems.length > 0 || topic === undefined) return { ok: false, problems };

  const article = textOf(values, 'article');
  const query = oneLine(textOf(values, 'query')).slice(0, LENGTHS.query);
  return {
    ok: true,
    answers: {
      form: form.id,
      topic: topic.id,
      category: topic.category ?? form.category,
      component: topic.component,
      ...(name === '' ? {} : { name }),
      email,
      subject,
      message,
      fields,
      ...(/^[a-z0-9]{6,12}$/.test(article) ? { article } : {}),
      ...(query === '' ? {} : { query }),
    },
  };
}

type Read = { readonly text: string } | { readonly problem: string };

interface Asked {
  readonly label: string;
  /** What to say when nothing was answered; nothing needs to be when it is missing. */
  readonly missing?: string | undefined;
  readonly least?: number | undefined;
  readonly most: number;
}

function readField(field: Field, values: Values, { t, now, locale }: { t: Words; now: number; locale: string }): Read {
  const { label, kind, required } = field;
  const given = textOf(values, field.name);
  const asked = (missing: string): Asked => ({ label, missing: required ? (field.error ?? missing) : undefined, least: field.minLength, most: field.maxLength ?? (kind === 'textarea' ? LENGTHS.message : LENGTHS.field) });
  switch (kind) {
    case 'file':
      // The files themselves travel beside the answers.
      return { text: '' };
    case 'text':
    case 'name':
      return readLine(given, asked(t.errors.missing(label)), t);
    case 'textarea':
      return readLines(given, asked(t.errors.missing(label)), t);
    case 'email':
      return readEmail(given, required ? (field.error ?? t.errors.email) : undefined, t);
    case 'consent':
      if (['yes', 'on', 'true'].includes(given) || values[field.name] === true) return { text: label };
      return required ? { problem: field.error ?? t.errors.consent(label) } : { text: '' };
    case 'choice': {
      if (given === '') return required ? { problem: field.error ?? t.errors.choose(label) } : { text: '' };
      const option = field.options.find(({ value }) => value === given);
      return option === undefined ? { problem: t.errors.notListed(label) } : { text: option.label };
    }
    case 'date':
      return readDate(field, values, { t: t.errors, words: t.form, now, locale });
  }
}

function readLine(given: string, asked: Asked, t: Words): Read {
  return within(oneLine(given), asked, t);
}

function readLines(given: string, asked: Asked, t: Words): Read {
  return within(given.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, '').trim(), asked, t);
}

function within(text: string, { label, missing, least, most }: Asked, t: Words): Read {
  if (text === '') return missing === undefined ? { text } : { problem: missing };
  if (least !== undefined && text.length < least) return { problem: t.errors.tooShort(label, least) };
  return text.length > most ? { problem: t.errors.tooLong(label, most) } : { text };
}

/** One `@`, a dot in the host, nothing that means something in a mail's head, and nothing that cannot be seen. */
const EMAIL = /^[^\s\p{C}@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:"]+\.[^\s\p{C}@<>()[\]\\,;:".]{2,}$/u;

function readEmail(given: string, missing: string | undefined, t: Words): Read {
  const text = given.trim();
  if (text === '') return missing === undefined ? { text } : { problem: missing };
  return EMAIL.test(text) && text.length <= LENGTHS.email && !text.includes('..') ? { text } : { problem: t.errors.emailForm };
}

/** A line break in a subject would be a header of its own in a mail. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}
