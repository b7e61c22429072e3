/** The words of an article: names, ease, and what must never stand in one. */
import type { ReadArticle } from '../../catalog/article-file.ts';
import { shown } from '../../catalog/diagnostic.ts';
import { proseOf, sentencesOf, syllablesOf, wordsOf, type Passage } from '../prose.ts';
import { CannotRun, type Rule } from '../rule.ts';

/** Everything a reader meets: title and summary, then the text. Keywords and error messages are others’ words. */
function passagesOf(article: ReadArticle): Passage[] {
  const fields = (['title', 'summary'] as const).map((field): Passage => ({ text: article.fields[field], line: article.lineOf([field]), kind: 'label' }));
  return [...fields, ...proseOf(article)];
}

export const avoidedWord: Rule = {
  code: 'text/avoided-word',
  severity: 'warning',
  protects: 'Readers from two names for one thing.',
  remedy: 'Use the other word. When readers type this one, put it under keywords.',
  when: 'always',
  *run({ published, tree }) {
    if (tree.terms === undefined) throw new CannotRun('terms.yaml has errors.');
    const avoid = tree.terms.value.avoid.map(({ word, use }) => ({ word, use, find: new RegExp(`(?<![\\p{L}\\p{N}])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'iu') }));
    const names = tree.terms.value.ui.map((name) => name.toLowerCase());
    for (const article of published) {
      const quoted = article.fields.errors.map(({ message }) => message.toLowerCase());
      for (const { text, line } of passagesOf(article)) {
        // A message on the screen and the name of a button stand as they are.
        const own = [...quoted, ...names].reduce((rest, words) => (words.includes(' ') || rest === words ? rest.replaceAll(words, ' ') : rest), text.toLowerCase());
        for (const { word, use, find } of avoid) {
          if (find.test(own)) yield { file: article.file, line, value: shown(around(text, find)), message: `We say “${use}”, not “${word}”.` };
        }
      }
    }
  },
};

/** Flesch’s reading ease; plain English begins here. */
const PLAIN = 60;
/** Below this, one long sentence decides, and the number says nothing. */
const FEWEST_WORDS = 80;

export const readingEase: Rule = {
  code: 'text/reading-ease',
  severity: 'warning',
  protects: 'Readers who are tired, in a hurry, or read English as their second language.',
  remedy: 'Make two sentences of one, and use the short word.',
  when: 'always',
  *run({ published, settings }) {
    if (!settings.locale.startsWith('en')) throw new CannotRun(`Reading ease is known for English; this site is in ${settings.locale}.`);
    for (const article of published) {
      const sentences = proseOf(article).flatMap(({ text, line, kind }) => (kind === 'sentence' ? sentencesOf(text).map((sentence) => ({ sentence, line })) : []));
      const words = sentences.flatMap(({ sentence }) => wordsOf(sentence));
      if (words.length < FEWEST_WORDS) continue;
      const ease = easeOf(sentences.map(({ sentence }) => sentence));
      if (ease >= PLAIN) continue;
      const worst = sentences.map((one) => ({ ...one, ease: easeOf([one.sentence]) })).sort((a, b) => a.ease - b.ease).slice(0, 3);
      yield {
        file: article.file,
        line: worst[0]?.line ?? 1,
        value: `${Math.round(ease)}`,
        message: `The reading ease is below ${PLAIN}. Hardest: ${worst.map(({ sentence, line }) => `line ${line} “${shown(sentence)}” (${wordsOf(sentence).length} words)`).join('; ')}.`,
      };
    }
  },
};

function easeOf(sentences: readonly string[]): number {
  const words = sentences.flatMap(wordsOf);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 206.835 - 1.015 * (words.length / sentences.length) - 84.6 * (syllables / words.length);
}

/** Keys and tokens by the form their makers gave them; what is long and random without one is not guessed at. */
const SECRETS: readonly [what: string, find: RegExp][] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an access key of Amazon Web Services', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a token of GitHub', /\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,})\b/],
  ['a token of GitLab', /\bglpat-[\w-]{20,}/],
  ['a token of Slack', /\bxox[abprs]-[\w-]{10,}/],
  ['a live key of a payment service', /\b[rs]k_live_[A-Za-z0-9]{16,}/],
  ['a key of Google', /\bAIza[\w-]{35}\b/],
  ['a signed web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ['a password', /\b(?:password|passwd|secret|api[_-]?key)\s*[:=]\s*["']?(?=\S*\d)(?=\S*[a-z])[^\s"'<>]{8,}/i],
];

/** What belongs to a person in care. Each pattern is strict: a false alarm costs the trust in the true one. */
const PATIENT: readonly [what: string, find: RegExp, sure?: (digits: string) => boolean][] = [
  ['a social security number', /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/],
  ['a medical record number', /\b(?:MRN|medical record (?:number|no\.?))\s*[:#]?\s*(?=[A-Z-]*\d)[A-Z\d-]{5,}\b/i],
  ['a date of birth', /\b(?:DOB|date of birth|born(?: on)?)\s*[:#]?\s*(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2} \p{L}+ \d{4}|\p{L}+ \d{1,2}, \d{4})/iu],
  ['the name of a patient', /\b[Pp]atient(?:'s name| name|,| named| called)?:? (?!Information|Data|Safety)\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+\b/u],
  ['an NHS number', /(?<!\d)\d{3}[ -]\d{3}[ -]\d{4}(?!\d)/, isNhsNumber],
  ['the number of a card', /(?<!\d)(?:\d{4}[ -]){3}\d{4}(?!\d)|(?<!\d)\d{16}(?!\d)/, luhn],
];

export const secret: Rule = {
  code: 'text/secret',
  severity: 'error',
  protects: 'The keys of the team: what was published once is known for good.',
  remedy: 'Take it out, and make the key invalid where it came from: Git keeps the old text.',
  when: 'always',
  *run({ tree }) {
    for (const article of tree.read) {
      for (const { text, line } of linesOf(article)) {
        for (const [what, find] of SECRETS) {
          const match = find.exec(text);
          // The finding must not publish it once more.
          if (match !== null) yield { file: article.file, line, value: `${match[0].slice(0, 6)}…`, message: `This looks like ${what}.` };
        }
      }
    }
  },
};

export const patientData: Rule = {
  code: 'text/patient-data',
  severity: 'error',
  protects: 'Patients: nothing about a person in care belongs into a public article, not even as an example.',
  remedy: 'Write an example that can belong to nobody, such as “a patient in her fifties”. Tell your privacy contact if it was real.',
  when: 'always',
  *run({ tree }) {
    for (const article of tree.read) {
      for (const { text, line } of linesOf(article)) {
        for (const [what, find, sure] of PATIENT) {
          const match = find.exec(text);
          if (match !== null && (sure?.(match[0].replaceAll(/\D/g, '')) ?? true)) yield { file: article.file, line, value: `${match[0].slice(0, 4)}…`, message: `This looks like ${what}.` };
        }
      }
    }
  },
};

function linesOf({ source }: ReadArticle): { text: string; line: number }[] {
  return source.split('\n').map((text, index) => ({ text, line: index + 1 }));
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => total + (index % 2 === 0 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)]!), 0);
  return sum % 10 === 0 && !/^(\d)\1+$/.test(digits);
}

/** The tenth digit of an NHS number follows from the nine before it. */
function isNhsNumber(digits: string): boolean {
  const sum = [...digits.slice(0, 9)].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  return (11 - (sum % 11)) % 11 === Number(digits[9]) && !/^(\d)\1+$/.test(digits);
}

function around(text: string, find: RegExp): string {
  const at = find.exec(text)?.index ?? 0;
  return text.slice(Math.max(0, at - 20), at + 40);
}
