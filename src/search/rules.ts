/** A brand's own words, from `content/search.yaml`, made ready to be looked up. */
import type { Language } from './english.ts';
import { wordsOf } from './words.ts';

/** As the file has them, with articles as numbers of the index. */
export interface RawRules {
  /** Words and expressions that mean the same. */
  readonly synonyms: readonly (readonly string[])[];
  /** Readers' words, and the article's words that they may stand for. */
  readonly oneWay: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[];
  /** Expressions, and what is searched instead. */
  readonly phrases: readonly { readonly say: readonly string[]; readonly search: string }[];
  /** Wrong writing → right writing. */
  readonly misspellings: Readonly<Record<string, string>>;
  /** Words that say little on this site, such as the product's name. */
  readonly faint: readonly string[];
  readonly pinned: readonly { readonly queries: readonly string[]; readonly doc: number }[];
}

export interface Expression {
  readonly text: string;
  readonly stems: readonly string[];
}

/** What an expression stands for. */
export interface Meant extends Expression {
  /** Holds only where these words stand side by side: what is left of "without name" is "name", which means something else. */
  readonly only?: string;
}

export interface Rules {
  /** Every word that stands in a rule, in small letters: readers use them, so they are spelled right. */
  readonly words: ReadonlySet<string>;
  readonly misspellings: ReadonlyMap<string, string>;
  readonly faint: ReadonlySet<string>;
  /** By the stems of an expression, joined: what may be searched besides. */
  readonly besides: ReadonlyMap<string, readonly Meant[]>;
  /** What is searched instead. */
  readonly instead: ReadonlyMap<string, Meant>;
  /** By stems in the order of the alphabet. */
  readonly pinned: ReadonlyMap<string, number>;
  /** The most words an expression has. */
  readonly longest: number;
}

/** The meaningful words of a text with their stems, pairs joined: `How do I log in?` → `login`. */
export function meaningful(text: string, language: Language): { word: string; stem: string }[] {
  return content(joined(wordsOf(text), language), language).map((word) => ({ word, stem: language.stem(word) }));
}

/** `log in` → `login`. */
export function joined(words: readonly string[], language: Language): string[] {
  const made: string[] = [];
  const begin = beginnings(language);
  for (let at = 0; at < words.length; at += 1) {
    // Few words begin a pair, and every word of every article comes by here.
    const may = begin.has(words[at]!);
    const three = may ? language.pairs.get(words.slice(at, at + 3).join(' ')) : undefined;
    const one = three ?? (may ? language.pairs.get(words.slice(at, at + 2).join(' ')) : undefined);
    made.push(one ?? language.pairs.get(words[at]!) ?? words[at]!);
    if (one !== undefined) at += three === undefined ? 1 : 2;
  }
  return made;
}

const begins = new WeakMap<Language, ReadonlySet<string>>();

function beginnings(language: Language): ReadonlySet<string> {
  let known = begins.get(language);
  if (known === undefined) begins.set(language, (known = new Set([...language.pairs.keys()].map((writing) => writing.split(' ')[0]!))));
  return known;
}

/** Without the words that say nothing; a text of nothing else stays as it is. */
export function content(words: readonly string[], language: Language): string[] {
  const kept = words.filter((word) => !language.stopWords.has(word));
  return kept.length > 0 ? kept : [...words];
}

export function keyOf(stems: readonly string[]): string {
  return stems.join(' ');
}

export function compileRules(raw: RawRules, language: Language): Rules {
  const words = new Set<string>();
  const expression = (text: string): Expression => {
    for (const word of wordsOf(text)) words.add(word);
    return { text, stems: meaningful(text, language).map(({ stem }) => stem) };
  };
  /** The words as they must be typed, when those that go away turn the one that is left. */
  const condition = ({ text, stems }: Expression): { only?: string } => {
    const all = joined(wordsOf(text), language);
    return stems.length === 1 && all.length > 1 && all.some((word) => language.turningWords.has(word)) ? { only: all.join(' ') } : {};
  };
  /** Of "not working" only "working" could be looked up, of "get into my account" only "account". */
  const saysSomething = ({ text, stems }: Expression) => {
    const all = wordsOf(text);
    return all.length === stems.length || !all.every((word) => language.stopWords.has(word) || language.faintWords.has(word));
  };
  const besides = new Map<string, Meant[]>();
  const add = (from: Expression, to: readonly Expression[]) => {
    const key = keyOf(from.stems);
    const known = besides.get(key) ?? [];
    const only = condition(from);
    const fresh = to.filter((one) => saysSomething(one) && keyOf(one.stems) !== key && !known.some((other) => other.only === only.only && keyOf(other.stems) === keyOf(one.stems)));
    besides.set(key, [...known, ...fresh.map((one) => ({ ...one, ...only }))]);
  };
  for (const group of raw.synonyms) {
    const all = group.map(expression);
    for (const one of all) add(one, all);
  }
  for (const { from, to } of raw.oneWay) {
    const meant = to.map(expression);
    for (const one of from) add(expression(one), meant);
  }
  const instead = new Map<string, Meant>();
  for (const { say, search } of raw.phrases) {
    const meant = expression(search);
    for (const one of say.map(expression)) instead.set(keyOf(one.stems), { ...meant, ...condition(one) });
  }
  const misspellings = new Map(Object.entries(raw.misspellings).map(([wrong, right]) => [wordsOf(wrong).join(' '), right]));
  for (const right of misspellings.values()) expression(right);
  const pinned = new Map(raw.pinned.flatMap(({ queries, doc }) => queries.map((query) => [pinKey(expression(query).stems), doc] as const)));
  const longest = Math.max(1, ...[...besides.keys(), ...instead.keys()].map((key) => key.split(' ').length));
  return { words, misspellings, faint: new Set(raw.faint.flatMap(wordsOf)), besides, instead, pinned, longest };
}

/** A pinned query is the same in any order of its words. */
export function pinKey(stems: readonly string[]): string {
  return [...new Set(stems)].sort().join(' ');
}
