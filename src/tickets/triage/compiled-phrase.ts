/** Phrases of the rules, made ready for looking: words as numbers, lists by name. */
import { parsePhrase, type Part, type Term } from '../../catalog/support/phrase.ts';
import type { PhraseIndex } from './phrase-index.ts';
import type { Vocabulary } from './vocabulary.ts';

interface CompiledTerm {
  readonly label: string;
  readonly id: number | undefined;
  readonly list: string | undefined;
}
export interface CompiledPart {
  readonly terms: readonly CompiledTerm[];
  /** The same as terms: what a word of this number is called here, and the lists. */
  readonly labels: ReadonlyMap<number, string>;
  readonly lists: readonly string[];
  readonly gap: number;
  readonly optional: boolean;
}
/** Little words are free, but not without end. */
export const MOST_FILLERS = 4;
/** No phrase of a list takes more words than this. */
const LONGEST_OF_A_LIST = 40;

/** What all phrases share. */
export interface Grammar {
  readonly fillers: ReadonlySet<string>;
  readonly lists: ReadonlyMap<string, readonly CompiledPhrase[]>;
  readonly index: PhraseIndex;
}
export interface CompiledPhrase {
  readonly atStart: boolean;
  /** No match is longer, in words. */
  readonly reach: number;
  readonly parts: readonly CompiledPart[];
  /** Parts that name a list, and must be there. */
  readonly listed: readonly CompiledPart[];
}

/** @param index is told of the phrases, so that a message finds those that it could hold */
export function compile(sources: readonly string[], vocabulary: Vocabulary, index: PhraseIndex): CompiledPhrase[] {
  const compileTerm = (term: Term): CompiledTerm =>
    term.kind === 'list' ? { label: '', id: undefined, list: term.name } : { label: term.kind === 'number' ? '#' : term.text, id: vocabulary.add(term), list: undefined };
  const phrases = sources.map((source) => {
    const { atStart, parts } = parsePhrase(source);
    const compiled = parts.map(({ terms, gap, optional }) => compilePart(terms.map(compileTerm), gap, optional));
    return { atStart, reach: reachOf(parts), parts: compiled, listed: compiled.filter(({ lists, optional }) => !optional && lists.length > 0) };
  });
  index.add(phrases);
  return phrases;
}

/** How far apart the first and last word of a phrase can stand; what a list's phrase takes is not known here. */
function reachOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { gap, terms }) => sum + 2 * Math.max(0, gap) + MOST_FILLERS + (terms.some(({ kind }) => kind === 'list') ? LONGEST_OF_A_LIST : 1), 0);
}

function compilePart(terms: readonly CompiledTerm[], gap: number, optional: boolean): CompiledPart {
  const labels = new Map(terms.flatMap(({ id, label }): [number, string][] => (id === undefined ? [] : [[id, label]])));
  return { terms, labels, lists: terms.flatMap(({ list }) => (list === undefined ? [] : [list])), gap, optional };
}
