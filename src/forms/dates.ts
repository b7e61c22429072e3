/** A day asked for in three fields, as people know it by heart; a program may send it as one. */
import type { ContactTexts } from '../texts/contact-texts.ts';
import { textOf, type Field, type Values } from './form.ts';

export const DATE_PARTS = ['day', 'month', 'year'] as const;
export type DatePart = (typeof DATE_PARTS)[number];

interface Around {
  readonly t: ContactTexts['errors'];
  readonly words: ContactTexts['form'];
  readonly now: number;
  readonly locale: string;
}

const DAY_MS = 86_400_000;

/** The three parts in the order this language writes them: month first in the United States, year first in Japan. */
export function partsInOrder(locale: string): DatePart[] {
  const written = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', year: 'numeric' }).formatToParts(0).map(({ type }) => type);
  return [...DATE_PARTS].sort((a, b) => written.indexOf(a) - written.indexOf(b));
}

export function readDate(field: Field, values: Values, { t, words, now, locale }: Around): { text: string } | { problem: string } {
  const [year = '', month = '', day = ''] = partsOf(field, values);
  const given: Readonly<Record<DatePart, string>> = { day, month, year };
  if (day === '' && month === '' && year === '') return field.required ? { problem: field.error ?? t.missing(field.label) } : { text: '' };
  const missing = partsInOrder(locale).filter((part) => given[part] === '');
  if (missing.length > 0) return { problem: t.dateMissing(field.label, missing.map((part) => words[part].toLowerCase())) };
  const at = instantOf(Number(year), Number(month), Number(day));
  if (at === undefined) return { problem: t.dateUnreal(field.label) };
  // Today is a different day elsewhere: a day of grace on both sides.
  if (field.when === 'past' && at > now + DAY_MS) return { problem: t.datePast(field.label) };
  if (field.when === 'future' && at < now - 2 * DAY_MS) return { problem: t.dateFuture(field.label) };
  return { text: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(at) };
}

function partsOf({ name }: Field, values: Values): string[] {
  const whole = textOf(values, name).trim();
  if (whole !== '') return whole.split('-');
  return [`${name}-year`, `${name}-month`, `${name}-day`].map((part) => textOf(values, part).trim());
}

/** Midnight of that day, UTC; `undefined` when there is no such day. */
function instantOf(year: number, month: number, day: number): number | undefined {
  if (![year, month, day].every(Number.isInteger) || year < 1_900 || year > 2_200) return undefined;
  const at = Date.UTC(year, month - 1, day);
  const read = new Date(at);
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === day ? at : undefined;
}
