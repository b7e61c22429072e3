/**
 * The small notation in which a support team writes what to look for: `<cannot> log in ..2 account|profile`.
 * Words are matched in any form; little words between them do not count.
 */

export type Term =
  /** Any form of the word. */
  | { readonly kind: 'word'; readonly text: string }
  /** This form only: `=down`. */
  | { readonly kind: 'exact'; readonly text: string }
  /** Whatever begins so: `hack*`. */
  | { readonly kind: 'beginning'; readonly text: string }
  /** A number in digits: `#`. */
  | { readonly kind: 'number' }
  /** Every phrase of a list: `<cannot>`. */
  | { readonly kind: 'list'; readonly name: string };

export interface Part {
  /** Any of these. */
  readonly terms: readonly Term[];
  /** Other words that may stand before it in the same sentence; -1 when not even a little word may. */
  readonly gap: number;
  /** `please?` may be missing. */
  readonly optional: boolean;
}

export interface Phrase {
  readonly source: string;
  /** `^do you`: only where a clause begins. */
  readonly atStart: boolean;
  readonly parts: readonly Part[];
}

/** A phrase that cannot be read, with the piece that is wrong. */
export class PhraseUnreadable extends Error {
  override readonly name = 'PhraseUnreadable';
  readonly piece: string;

  constructor(piece: string, message: string) {
    super(message);
    this.piece = piece;
  }
}

/** How many words "..." may stand for. */
const DEFAULT_GAP = 5;
const MOST_PARTS = 12;
const GAP = /^(?:\.\.(\d{1,2})|\.\.\.)$/;
const TERM = /^(?:<([a-z][a-z0-9-]*)>|(=)?([\p{L}\p{N}\p{M}]+)|([\p{L}\p{N}\p{M}]{3,})\*)$/u;

/** @throws {PhraseUnreadable} */
export function parsePhrase(source: string): Phrase {
  const parts: Part[] = [];
  const atStart = source.startsWith('^');
  let gap: number | undefined;
  for (const piece of source.slice(atStart ? 1 : 0).trim().split(/\s+/)) {
    const dots = GAP.exec(piece);
    if (dots !== null) {
      if (gap !== undefined || parts.length === 0) throw new PhraseUnreadable(piece, 'Dots stand between two words.');
      gap = dots[1] === undefined ? DEFAULT_GAP : dots[1] === '0' ? -1 : Number(dots[1]);
      continue;
    }
    const optional = piece.endsWith('?');
    parts.push({ terms: (optional ? piece.slice(0, -1) : piece).split('|').map((term) => parseTerm(term)), gap: gap ?? 0, optional });
    gap = undefined;
  }
  if (gap !== undefined) throw new PhraseUnreadable('...', 'Dots stand between two words.');
  if (parts.every(({ optional }) => optional)) throw new PhraseUnreadable(source, 'At least one word must be needed.');
  if (parts.length > MOST_PARTS) throw new PhraseUnreadable(source, `At most ${MOST_PARTS} words.`);
  return { source, atStart, parts };
}

function parseTerm(text: string): Term {
  if (text === '#') return { kind: 'number' };
  const found = TERM.exec(text);
  if (found === null) throw new PhraseUnreadable(text, 'A word of small letters and digits, =word, word*, #, <list>, several with | between them, or dots.');
  const [, list, exact, word, beginning] = found;
  if (list !== undefined) return { kind: 'list', name: list };
  if (beginning !== undefined) return { kind: 'beginning', text: beginning };
  return { kind: exact === undefined ? 'word' : 'exact', text: word ?? '' };
}

/** Which lists a phrase refers to. */
export function listsIn(phrase: Phrase): string[] {
  return phrase.parts.flatMap(({ terms }) => terms.flatMap((term) => (term.kind === 'list' ? [term.name] : [])));
}
