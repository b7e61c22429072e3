/**
 * Masks what looks like personal data in free text, before it is stored and again before it is shown.
 *
 * It errs on the side of masking: a lost error number can be asked for, a patient's name in a report cannot
 * be taken back.
 */

export type ScrubKind = 'email' | 'link' | 'phone' | 'date' | 'number' | 'name';

interface Pattern {
  readonly kind: ScrubKind;
  readonly find: RegExp;
}

/**
 * In this order: an address contains what a later pattern would take a piece of. Each begins where a word begins, or
 * looks at most a known distance ahead, so that a long text of one letter takes no longer than any other.
 */
const PATTERNS: readonly Pattern[] = [
  { kind: 'email', find: /(?<![\p{L}\p{N}])[\p{L}\p{N}._%+'-]{1,128}\s?(?:@|\(at\)|\[at\])\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu },
  { kind: 'link', find: /\b(?:https?:\/\/|www\.)[^\s<>"']+/gi },
  // Written with slashes, dots, hyphens or a month's name; years alone stay.
  { kind: 'date', find: /\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b/g },
  { kind: 'date', find: /\b\d{1,2}(?:st|nd|rd|th)?\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,? \d{2,4})?\b/gi },
  { kind: 'date', find: /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{2,4})?\b/gi },
  // Seven or more digits, spaced as telephone numbers are.
  { kind: 'phone', find: /(?<![\p{L}\p{N}])\+?\(?\d(?:[\s().-]{0,2}\d){6,}(?![\p{L}\p{N}])/gu },
  // Record, insurance and licence numbers: letters may be mixed in, but more than four digits stand together.
  { kind: 'number', find: /(?<![\p{L}\p{N}])[\p{L}\p{N}]*\d{5,}[\p{L}\p{N}]*/gu },
  // A form of address and the capitalized words after it.
  { kind: 'name', find: /\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Doctor|Nurse|Patient|Sr|Sra|Herr|Frau)\b\.?\s+\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+){0,2}/gu },
  // "my name is …", "patient named …".
  { kind: 'name', find: /(?=\p{L})(?<=\b(?:my name is|i am called|named|name:)\s+)\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+){0,2}/giu },
];

/**
 * The text with each find replaced by its kind in square brackets, `[email]`.
 * Scrubbing twice changes nothing more.
 */
export function scrub(text: string): string {
  return PATTERNS.reduce((scrubbed, { kind, find }) => scrubbed.replaceAll(find, `[${kind}]`), text.normalize('NFC'));
}
