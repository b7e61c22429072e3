/**
 * Finds what looks like patient data or a secret in what somebody writes, and says where.
 *
 * Runs in the browser while they write, so it errs on the side of silence: whoever is warned of a reference
 * number three times no longer reads the fourth warning. An address, a telephone number, a license and an NPI
 * number are no finds: people give their own, and NPI numbers are public.
 */

export type DetectedKind = 'birth-date' | 'record-number' | 'social-security' | 'card' | 'iban' | 'password' | 'secret';

export interface Detected {
  readonly kind: DetectedKind;
  readonly start: number;
  readonly end: number;
}

type Pattern = readonly [kind: DetectedKind, find: RegExp, isOne?: (found: string) => boolean];

const MONTH = '[JFMASONDjfmasond]\\p{L}{2,8}\\.?';
const DATE = `(?:\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}|\\d{1,2}(?:st|nd|rd|th)?\\.? ${MONTH},? \\d{2,4}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{2,4})`;
const NAME = "\\p{Lu}[\\p{L}'’-]{1,30}(?:,? \\p{Lu}[\\p{L}'’.-]{0,30}){1,3}";

// Every quantifier is bounded, so that no text takes long.
const PATTERNS: readonly Pattern[] = [
  ['secret', /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g],
  ['secret', /\b(?:[sr]k_(?:live|test)_\w{16,99}|sk-[\w-]{20,99}|gh[pousr]_\w{20,99}|github_pat_\w{20,99}|AKIA[A-Z\d]{16}|AIza[\w-]{30,50}|xox[abprs]-[\w-]{10,99}|eyJ[\w-]{8,999}\.[\w-]{8,999}\.[\w-]{8,999})/g],
  ['secret', /\b(?:api[ _-]?key|token|secret|bearer)(?: is)?[ :="']{1,4}[\w./+=-]{16,200}/gi, (found) => /\d/.test(found) && /[a-z]\d|\d[a-z]/i.test(found)],
  // A value that is quoted, holds a digit or a sign, or stands alone after a colon; "my password is wrong" holds none.
  ['password', /\b(?:password|passwort|passcode|passwd|pwd|contraseña|mot de passe)(?: (?:is|was|ist|es|est)\b:?|\s?[:=])\s{0,3}(?:["'“«‘][^"'”»’\n]{4,64}["'”»’]|(?=\S{0,40}\d|[^\s.,;!?]{1,40}[@#$%^&*_+!?][^\s.,;!?])\S{4,64})/giu],
  ['password', /\b(?:password|passcode|passwd|pwd)\s?[:=] ?\S{4,64}(?=[ \t]*(?:\n|$))/gi],
  ['password', /\bpin(?: code)?(?: is| was|\s?[:=])\s?\d{4,8}\b/gi],
  ['social-security', /\b(?:ssn|social security(?: number| no\.?)?)(?: is)?[ :#]{0,3}\d{3}[- ]?\d{2}[- ]?\d{4}\b/gi],
  ['social-security', /(?<![\d-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])/g],
  ['record-number', /\b(?:mrn|(?:medical|patient|health|hospital|chart|case|nhs|insurance|medicare)(?:['’]s)?(?: record| file)? ?(?:id|no\.?|nr\.?|number|#))(?: is| was)?[ :#=.-]{0,4}(?=[a-z-]{0,5}\d)[a-z\d][a-z\d -]{2,16}\d/gi],
  ['card', /(?<![\w.-]|\d )[3-6](?:[ -]?\d){12,18}(?![\w-])/g, isCard],
  ['iban', /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b/g, isIban],
  ['birth-date', new RegExp(`(?:${NAME}[ ,;(–-]{1,4})?\\b(?:[Dd][Oo][Bb]|[Dd]\\.[Oo]\\.[Bb]\\.?|[Bb]orn(?: on)?|[Dd]ate of [Bb]irth|[Bb]irth ?(?:date|day)|[Gg]eb\\.?|[Nn]é\\(?e?\\)? le)(?: is| was)?[ :*(,-]{0,4}${DATE}`, 'gu')],
  // Without such a word only a year of long ago tells a birthday from any other day.
  ['birth-date', new RegExp(`${NAME}[ ,;(*–-]{1,4}(?:\\d{1,2}[./-]\\d{1,2}[./-](?:19\\d{2}|20[01]\\d)|(?:19\\d{2}|20[01]\\d)-\\d{2}-\\d{2})\\b`, 'gu')],
];

/** Every find by its place in the text; finds do not overlap. */
export function detect(text: string): Detected[] {
  const found: Detected[] = [];
  for (const [kind, find, isOne] of PATTERNS) {
    for (const match of text.matchAll(find)) {
      const start = match.index;
      const end = start + match[0].replace(/[\s.,;!?]+$/, '').length;
      if (isOne?.(match[0]) === false || found.some((other) => start < other.end && other.start < end)) continue;
      found.push({ kind, start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The text without its finds, for "remove it for me"; `instead` says what stands there then. */
export function withoutDetected(text: string, instead: (kind: DetectedKind) => string): string {
  return detect(text).reduceRight((left, { kind, start, end }) => left.slice(0, start) + instead(kind) + left.slice(end), text);
}

/** The check sum of all payment cards. */
function isCard(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]) * (index % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0 && new Set(digits).size > 1;
}

function isIban(found: string): boolean {
  const plain = found.replaceAll(' ', '');
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const character of plain.slice(4) + plain.slice(0, 4)) rest = Number(`${rest}${parseInt(character, 36)}`) % 97;
  return rest === 1;
}
