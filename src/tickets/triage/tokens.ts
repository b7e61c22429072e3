/** A message as words, each with its sentence and clause. */

export interface Token {
  /** Small letters without accents and apostrophes. */
  readonly word: string;
  readonly sentence: number;
  /** Counted through the message; a comma, a dash or a word such as "but" begins a new one. */
  readonly clause: number;
  readonly inSubject: boolean;
}

export interface Words {
  readonly tokens: readonly Token[];
  /** By sentence: whether it ends with a question mark. */
  readonly questions: readonly boolean[];
  /** By sentence: its paragraph, which ends at an empty line. */
  readonly paragraphs: readonly number[];
  /** Share of capitals among the letters, 0 to 1. */
  readonly shouting: number;
  readonly exclamations: number;
}

/** What is longer is cut: a problem that is not told in 100,000 characters is told in the attachment. */
const MOST_CHARACTERS = 100_000;
/** An abbreviation's dot ends no sentence. */
const ABBREVIATION = new Set(['dr', 'mr', 'mrs', 'ms', 'prof', 'vs', 'etc', 'approx', 'no', 'st', 'eg', 'ie']);
// A dot within an address, a version or a number is part of the word before; the gap decides what ends.
const WORD_OR_MARK = /[\p{L}\p{N}\p{M}]+(?:['’ʼ`´][\p{L}]+)*|[.!?]+|\n+|[,;:()"“”–—]|(?<=\s)-+(?=\s)/gu;

/** @param separators words that begin a new clause */
export function readWords(subject: string, body: string, separators: ReadonlySet<string>): Words {
  const subjectPart = subject.slice(0, 1_000);
  const text = `${subjectPart}\n\n${body.slice(0, MOST_CHARACTERS)}`.normalize('NFKC');
  const boundary = subjectPart.normalize('NFKC').length;
  const tokens: Token[] = [];
  const questions: boolean[] = [];
  const paragraphs: number[] = [];
  let paragraph = 0;
  let sentence = 0;
  let clause = 0;
  let inSentence = 0;
  let last = '';
  const end = (asked: boolean) => {
    if (inSentence === 0) return;
    questions[sentence] = asked;
    paragraphs[sentence] = paragraph;
    sentence += 1;
    clause += 1;
    inSentence = 0;
  };
  for (const found of text.matchAll(WORD_OR_MARK)) {
    const piece = found[0];
    const at = found.index;
    const first = piece.charCodeAt(0);
    if (piece.startsWith('.') && piece.length === 1) {
      // "5.2", "example.org" and "Dr. Smith" go on.
      if (/\S/.test(text[at + 1] ?? ' ') && !/["”)]/.test(text[at + 1] ?? '')) continue;
      if (ABBREVIATION.has(last)) continue;
      end(false);
    } else if (piece === ':' || piece === ';') {
      // "7:30" goes on; "Urgent: the site is down" are two.
      if (/\s/.test(text[at + 1] ?? ' ')) end(false);
    } else if (piece[0] === '.' || piece[0] === '!' || piece[0] === '?') end(piece.includes('?'));
    else if (first === 10) {
      // A single line break may only be where a narrow window wrapped the text.
      if (piece.length > 1 || !/^[ \t>]*\p{Ll}/u.test(text.slice(at + 1, at + 40))) end(false);
      if (piece.length > 1) paragraph += 1;
    } else if (!/[\p{L}\p{N}\p{M}]/u.test(piece)) clause += 1;
    else {
      const word = plain(piece);
      if (word === '') continue;
      if (separators.has(word)) clause += 1;
      tokens.push({ word, sentence, clause, inSubject: at < boundary });
      inSentence += 1;
      last = word;
    }
  }
  end(false);
  return { tokens, questions, paragraphs, ...loudness(text) };
}

const ASCII = /^[a-z0-9]+$/;

/** One writing for one word: small letters, no accents, no apostrophe, no possessive. */
export function plain(word: string): string {
  const small = word.toLowerCase();
  if (ASCII.test(small)) return small;
  return small
    .normalize('NFKD')
    .replaceAll(/(?<=[a-z])\p{M}+/gu, '')
    .normalize('NFC')
    .replaceAll(/[’ʼ`´]/g, "'")
    .replace(/'s$/, '')
    .replaceAll("'", '');
}

function loudness(text: string): { shouting: number; exclamations: number } {
  const sample = text.slice(0, 5_000);
  const capitals = sample.match(/\p{Lu}/gu)?.length ?? 0;
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  return { shouting: letters < 12 ? 0 : capitals / letters, exclamations: sample.match(/!/g)?.length ?? 0 };
}
