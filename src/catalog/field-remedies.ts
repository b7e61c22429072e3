/** What to write in place of a value, when one thing is clearly meant. */
import type { z } from 'zod';
import { didYouMean, shown } from './diagnostic.ts';

/** Signs that an editor or a web page left in a text, and nobody sees. */
const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/;

/** What is known of a value that a schema did not take. */
export interface WrongValue {
  readonly issue: z.core.$ZodIssue;
  readonly field: string;
  readonly value: unknown;
  /** What stands in the file, when YAML takes it for something else than text. */
  readonly written: string | undefined;
  /** Whether this would be taken in its place. */
  readonly takes: (value: unknown) => boolean;
}

export function valueRemedy({ issue, field, value, written, takes }: WrongValue): string | undefined {
  if (isNumberForText(issue, value) && written !== undefined && takes(written)) return `Put it in quotes: "${written}".`;
  if (typeof value !== 'string') return undefined;
  if (issue.code === 'invalid_value') return didYouMean(value, issue.values.map(String));
  if (issue.code === 'invalid_format') {
    const day = dayOf(value);
    return day !== undefined && takes(day) ? `Write ${day}` : undefined;
  }
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.expected === 'array') return /^-\S/.test(value) ? `After the hyphen of a list stands a space: - ${shown(value.slice(1))}` : `Write ${field.split('.').at(-1)}: [${shown(value)}]`;
  if (issue.expected === 'boolean' && /^(yes|no|on|off)$/i.test(value)) return `Write ${/^(yes|on)$/i.test(value) ? 'true' : 'false'}.`;
  if (issue.expected === 'boolean' || issue.expected === 'number' || issue.expected === 'int') return /^(true|false|\d+)$/i.test(value.trim()) ? `Take the quotes away: ${value.trim().toLowerCase()}` : undefined;
  return undefined;
}

/** A value that YAML read as a number or as true or false, where a text is wanted. */
export function isNumberForText(issue: z.core.$ZodIssue, value: unknown): boolean {
  return issue.code === 'invalid_type' && issue.expected === 'string' && ['number', 'boolean'].includes(typeof value);
}

/** A name with a sign in it that cannot be seen looks right, and is not. */
export function unseenIn(name: string): string | undefined {
  return UNSEEN.test(name) ? 'It holds a sign that cannot be seen: delete the name and type it anew.' : undefined;
}

/** A day in another form; where day and month could be either, only a person knows. */
function dayOf(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text) ?? [];
  if (year !== undefined) return iso(year, month, day);
  const [, first = '', mark, second = '', last] = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text) ?? [];
  if (last === undefined) return undefined;
  if (mark === '.' || Number(first) > 12) return iso(last, second, first);
  return Number(second) > 12 ? iso(last, first, second) : undefined;
}

function iso(year: string, month = '', day = ''): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
