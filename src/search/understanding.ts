/** What a reader's words mean here: spelling mended, expressions known, every other way to say it beside. */
import type { Language } from './english.ts';
import type { Lexicon } from './lexicon.ts';
import { content, joined, keyOf, pinKey, type Expression, type Meant, type Rules } from './rules.ts';
import { repair, type Repair } from './spelling.ts';
import { WEIGHTS } from './weights.ts';
import { codeOf, wordsOf } from './words.ts';

/** Why a word of the site stands for a word of the reader. */
export type Reason = 'word' | 'code' | 'spelling' | 'prefix' | 'synonym' | 'phrase';

/** One way to say it, in stems of the site. */
export interface Option {
  readonly stems: readonly string[];
  readonly text: string;
  readonly reason: Reason;
  /** 1 for the word itself, less for what only stands for it. */
  readonly weight: number;
}

/** One thing that the reader asks for. */
export interface Slot {
  /** As typed. */
  readonly text: string;
  /** How much it says: 1 for a word that few articles hold, less for one of many. */
  readonly weight: number;
  /** Neither the site nor the team's own words have it: it may be of another subject. */
  readonly foreign: boolean;
  readonly options: readonly Option[];
}

export interface Understanding {
  readonly slots: readonly Slot[];
  /** The query with its spelling mended, when something was. */
  readonly repaired: string | undefined;
  readonly pinned: number | undefined;
}

interface Token {
  readonly word: string;
  readonly typed: string;
  readonly reason: Reason;
  readonly weight: number;
  readonly completions?: readonly string[];
}

/** @param mend false searches the words as they are typed */
export function understand(query: string, { lexicon, language, rules }: { lexicon: Lexicon; language: Language; rules: Rules }, mend = true): Understanding {
  const typed = withCodes(wordsOf(query.slice(0, WEIGHTS.query.mostLetters)).slice(0, WEIGHTS.query.mostTyped).map((word) => word.slice(0, WEIGHTS.query.longestWord)), lexicon);
  const mended = typed.flatMap((word, index) => mendedWord(word, index === typed.length - 1));
  const changed = mended.some(({ reason }) => reason === 'spelling');

  // Pairs are joined after spelling is mended: "lgo in" is "log in" is one word.
  const all = joined(mended.map(({ word }) => word), language);
  const words = content(all, language).slice(0, WEIGHTS.query.mostWords);
  const tokens = words.map((word) => mended.find((token) => token.word === word) ?? { word, typed: word, reason: 'word' as const, weight: 1 });
  const stems = tokens.map(({ word }) => language.stem(word));

  const slots: Slot[] = [];
  for (let at = 0; at < tokens.length; ) {
    const found = expressionAt(stems, at);
    const length = found?.length ?? 1;
    const slot = found?.instead === undefined ? [slotOf(tokens.slice(at, at + length), stems.slice(at, at + length))] : phraseSlots(tokens.slice(at, at + length), found.instead);
    for (const one of slot) if (!slots.some((other) => keyOf(other.options[0]?.stems ?? []) === keyOf(one.options[0]?.stems ?? []))) slots.push(one);
    at += length;
  }
  return { slots: withoutEchoes(slots), repaired: changed ? mended.map(({ word }) => word).join(' ') : undefined, pinned: rules.pinned.get(pinKey(stems)) };

  function mendedWord(word: string, last: boolean): Token[] {
    const as = (one: string, reason: Reason, weight: number): Token => ({ word: one, typed: word, reason, weight });
    const right = mend ? rules.misspellings.get(word) : undefined;
    if (right !== undefined) return wordsOf(right).map((one) => as(one, 'spelling', WEIGHTS.option.spelling));
    if (isKnown(word)) return [as(word, /\d/.test(word) && /[a-z]/.test(word) ? 'code' : 'word', 1)];
    const longer = last && lexicon.missing.size === 0 ? completions(word) : [];
    if (longer.length > 0) return [{ ...as(word, 'prefix', WEIGHTS.option.prefix), completions: longer }];
    // While its part of the lexicon is on its way nothing is known of it, and repair would send for every part near it.
    if (!mend || lexicon.missing.size > 0) return [as(word, 'word', 1)];
    const near = repaired(word);
    const halves = near === undefined || near.cost > 1 ? split(word) : undefined;
    if (halves !== undefined) return halves.map((one) => as(one, 'spelling', WEIGHTS.option.spelling));
    return near === undefined ? [as(word, 'word', 1)] : [as(near.word, 'spelling', WEIGHTS.option.spelling - near.cost * WEIGHTS.option.spellingPerLetter)];
  }

  /** Remembered: the whole vocabulary is gone through for it. */
  function repaired(word: string): Repair | undefined {
    const known = repairs.get(lexicon) ?? new Map<string, Repair | undefined>();
    repairs.set(lexicon, known);
    if (known.has(word)) return known.get(word);
    const near = repair(word, candidates(word));
    if (lexicon.missing.size === 0 && known.size < MOST_REPAIRS) known.set(word, near);
    return near;
  }

  function isKnown(word: string): boolean {
    return language.stopWords.has(word) || isFaint(word) || language.commonStems.has(language.stem(word)) || rules.words.has(word) || language.pairs.has(word) || lexicon.has(word) || lexicon.entry(language.stem(word)) !== undefined || pairParts(language).has(word);
  }

  function completions(start: string): string[] {
    if (start.length < 3) return [];
    const found = new Map<string, number>();
    for (const [word, docs] of lexicon.wordsNear(start)) if (word.startsWith(start)) found.set(word, docs);
    for (const word of rules.words) if (word.startsWith(start) && !language.stopWords.has(word)) found.set(word, found.get(word) ?? 0);
    return [...found].sort((a, b) => a[0].length - b[0].length || b[1] - a[1]).slice(0, WEIGHTS.query.mostCompletions).map(([word]) => word);
  }

  function* candidates(word: string): Iterable<readonly [string, number]> {
    for (const start of new Set([word[0]!, word[1] ?? word[0]!])) {
      for (const [one, docs] of lexicon.wordsNear(start)) yield [one, saysLittle(one) ? 0 : docs];
    }
    // What the team wrote down because readers say it is the likelier meaning: "mony" is money, not many.
    for (const one of rules.words) if (!language.stopWords.has(one)) yield [one, lexicon.head.docs];
    for (const one of pairParts(language)) if (one.length > 2 && !language.stopWords.has(one)) yield [one, 1];
  }

  function isFaint(word: string): boolean {
    return language.faintWords.has(word) || rules.faint.has(word);
  }

  function saysLittle(word: string): boolean {
    return isFaint(word) || language.commonStems.has(language.stem(word));
  }

  /** Two words written as one: `passwordreset`. */
  function split(word: string): string[] | undefined {
    for (let at = 4; at <= word.length - 4; at += 1) {
      const halves = [word.slice(0, at), word.slice(at)];
      if (!halves.every((half) => lexicon.has(half) && !language.stopWords.has(half))) continue;
      const [first, second] = halves.map((half) => lexicon.entry(language.stem(half))?.postings);
      if (first !== undefined && second !== undefined && [...first.keys()].some((doc) => second.has(doc))) return halves;
    }
    return undefined;
  }

  function isSaid({ only }: Meant): boolean {
    return only === undefined || ` ${all.join(' ')} `.includes(` ${only} `);
  }

  function expressionAt(stemmed: readonly string[], at: number): { length: number; instead?: Expression } | undefined {
    for (let length = Math.min(rules.longest, stemmed.length - at); length > 0; length -= 1) {
      const key = keyOf(stemmed.slice(at, at + length));
      const instead = rules.instead.get(key);
      if (instead !== undefined && isSaid(instead)) return { length, instead };
      if (length > 1 && rules.besides.has(key)) return { length };
    }
    return undefined;
  }

  function slotOf(said: readonly Token[], own: readonly string[]): Slot {
    const text = said.map((token) => token.typed).join(' ');
    const weight = Math.min(...said.map((token) => token.weight));
    const reason = said.find((token) => token.reason !== 'word')?.reason ?? 'word';
    const options: Option[] = [{ stems: own, text: said.map((token) => token.word).join(' '), reason, weight }];
    for (const word of said[0]?.completions ?? []) options.push({ stems: [language.stem(word)], text: word, reason: 'prefix', weight: WEIGHTS.option.prefix });
    for (const option of [...options]) {
      for (const other of (rules.besides.get(keyOf(option.stems)) ?? []).filter(isSaid)) options.push({ stems: other.stems, text: other.text, reason: 'synonym', weight: option.weight * WEIGHTS.option.synonym });
    }
    const foreign = !own.some((stem) => lexicon.entry(stem) !== undefined) && options.length === 1 && !said.some(({ word }) => rules.words.has(word) || saysLittle(word));
    return { text, weight: saying(said, options), foreign, options };
  }

  /** An expression that stands for others: each of their words is asked for. */
  function phraseSlots(said: readonly Token[], instead: Expression): Slot[] {
    const typedWords = said.map((token) => token.typed).join(' ');
    return content(joined(wordsOf(instead.text), language), language).map((word) => {
      const slot = slotOf([{ word, typed: word, reason: 'word', weight: 1 }], [language.stem(word)]);
      return { ...slot, text: typedWords, options: slot.options.map((option, index) => (index === 0 ? { ...option, reason: 'phrase' as const } : option)) };
    });
  }

  /** How much the words say: rare words choose, frequent ones hardly do. */
  function saying(said: readonly Token[], options: readonly Option[]): number {
    if (said.every(({ word }) => isFaint(word))) return WEIGHTS.query.faint;
    if (said.every(({ word }) => language.commonStems.has(language.stem(word)) && lexicon.entry(language.stem(word)) === undefined)) return WEIGHTS.query.common;
    const docs = Math.max(0, ...options.flatMap((option) => option.stems.map((stem) => lexicon.entry(stem)?.docs ?? 0)).slice(0, 1));
    if (docs === 0) return WEIGHTS.query.nowhere;
    const total = Math.max(2, lexicon.head.docs);
    return Math.max(WEIGHTS.query.leastWeight, 1 - Math.log(1 + docs) / Math.log(1 + total) * WEIGHTS.query.rarity);
  }
}

/** A word does not stand for another one of the same query: who says both means something by each. */
function withoutEchoes(slots: readonly Slot[]): Slot[] {
  const said = new Set(slots.map(({ options }) => keyOf(options[0]?.stems ?? [])));
  return slots.map((slot) => {
    const options = slot.options.filter(({ stems, reason }) => reason !== 'synonym' || !said.has(keyOf(stems)));
    const repeats = options.length === 1 && slot.options.length > 1;
    return { ...slot, options, weight: repeats ? Math.min(slot.weight, WEIGHTS.query.common) : slot.weight };
  });
}

const repairs = new WeakMap<Lexicon, Map<string, Repair | undefined>>();
/** A service that runs for months is asked for ever new words. */
const MOST_REPAIRS = 5_000;

const parts = new WeakMap<Language, Set<string>>();

function pairParts(language: Language): Set<string> {
  let known = parts.get(language);
  if (known === undefined) parts.set(language, (known = new Set([...language.pairs].flatMap(([writing, one]) => [...writing.split(' '), one]))));
  return known;
}

/** `ver 102` is one word when the site has such a code. */
function withCodes(words: readonly string[], lexicon: Lexicon): string[] {
  const made: string[] = [];
  for (const word of words) {
    const code = made.length > 0 && /^\d+$/.test(word) ? codeOf(`${made.at(-1)} ${word}`) : undefined;
    if (code !== undefined && lexicon.has(code)) made[made.length - 1] = code;
    else made.push(word);
  }
  return made;
}
