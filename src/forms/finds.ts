/** What looks private in a message, where it stands, and the message without it. */
import { textOf, type Form, type Values } from './form.ts';

/** A piece of a text, as the detector finds it. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

export type Detect = (text: string) => readonly Found[];

export interface Find extends Found {
  /** The field's name. */
  readonly field: string;
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/** Characters shown around a find, so that its writer knows the place. */
const AROUND = 30;

/** Fields that people write freely into. */
export function watchedNames(form: Form): string[] {
  const own = form.fields.filter(({ kind, autocomplete }) => (kind === 'text' || kind === 'textarea') && autocomplete === undefined);
  return [...own.map(({ name }) => name), ...(form.message === false ? [] : ['subject', 'message'])];
}

/** @param names fields that people write into; the requester's own name and address are theirs to give */
export function findsIn(values: Values, names: readonly string[], detect: Detect): Find[] {
  return names.flatMap((field) => {
    const text = textOf(values, field);
    return [...detect(text)]
      .sort((a, b) => a.start - b.start)
      .map(({ start, end, kind }) => ({
        field,
        kind,
        start,
        end,
        before: `${start > AROUND ? '…' : ''}${text.slice(Math.max(0, start - AROUND), start)}`,
        text: text.slice(start, end),
        after: `${text.slice(end, end + AROUND)}${text.length > end + AROUND ? '…' : ''}`,
      }));
  });
}

/** The text with something else in the place of a find. */
export function without(text: string, { start, end }: Found, instead: string): string {
  return text.slice(0, start) + instead + text.slice(end);
}
