/** How each word of a message is meant: said, denied, only supposed, or over. */
import type { Triage } from './compiled.ts';
import type { CompiledPhrase } from './compiled-phrase.ts';
import { matcherOf, type Match } from './matcher.ts';
import { readWords, type Words } from './tokens.ts';

export interface Reading {
  readonly words: Words;
  /** Sentences of a legal footer, which nobody wrote for this message. */
  readonly footer: ReadonlySet<number>;
  /** Every place of these phrases, however it is meant. */
  find(phrases: readonly CompiledPhrase[]): readonly Match[];
  /** The sentences in which one of these phrases stands. */
  sentencesWith(phrases: readonly CompiledPhrase[]): ReadonlySet<number>;
  /** Said to be so: neither denied nor supposed. */
  isSaid(match: Match): boolean;
  isOver(match: Match): boolean;
  /** Whether it concerns several people, one, or nobody says. */
  readonly affected: { readonly who: 'many' | 'alone' | 'unsaid'; readonly words: readonly string[] };
}

export function read(triage: Triage, subject: string, body: string): Reading {
  const words = readWords(subject, body, triage.separators);
  const { tokens } = words;
  const first = matcherOf(tokens, triage.vocabulary.reader(), triage.grammar);

  const unread = new Set<number>();
  for (const { from, to } of first.all(triage.meaning.ignored)) for (let at = from; at < to; at += 1) unread.add(at);
  const boilerplate = footerOf(words, first.all(triage.meaning.boilerplate));
  if (boilerplate.size > 0) for (const [at, { sentence }] of tokens.entries()) if (boilerplate.has(sentence)) unread.add(at);

  // A comma or an "and" ends a denial, also in the middle of its words: "that I never got, and a login" denies no login.
  const denials = triage.negation.flatMap(({ words, reach }) => first.all(words).flatMap((match) => (inOneClause(match) ? [{ match, reach }] : [])));
  const stops = new Set<number>();
  for (const { match } of denials) stops.add(match.from);
  const matcher = first.without(unread, stops);

  const denied = new Set<number>();
  for (const { match, reach } of denials) mark(denied, match, reach);
  const supposed = new Set<number>();
  const supposedSentences = new Set<number>();
  for (const { words, except, reach } of triage.supposed) {
    const exceptions = first.all(except);
    for (const match of first.all(words)) {
      if (denied.has(match.from) || exceptions.some(({ from, to }) => from <= match.from && match.from < to)) continue;
      if (reach === 'sentence') supposedSentences.add(match.sentence);
      else mark(supposed, match, reach === 'clause' ? Infinity : reach);
    }
  }

  function inOneClause({ to, clause }: Match): boolean {
    return tokens[to - 1]!.clause === clause;
  }

  /** Marks the words after a match, up to the end of its last word's clause. */
  function mark(marked: Set<number>, { to, sentence }: Match, reach: number): void {
    const { clause } = tokens[to - 1]!;
    for (let at = to; at < tokens.length && at < to + reach; at += 1) {
      const token = tokens[at]!;
      if (token.sentence !== sentence || token.clause !== clause) return;
      marked.add(at);
    }
  }

  const isSaid = ({ from, sentence }: Match) => !denied.has(from) && !supposed.has(from) && !supposedSentences.has(sentence);
  const still = new Set(matcher.all(triage.meaning.still).map(({ sentence }) => sentence));
  const past = new Set(matcher.all(triage.meaning.past).map(({ sentence }) => sentence).filter((sentence) => !still.has(sentence)));
  const over = matcher.all(triage.meaning.over).filter((match) => isSaid(match) && !still.has(match.sentence));

  const find = remembered((phrases: readonly CompiledPhrase[]) => matcher.all(phrases));
  return {
    words,
    footer: boilerplate,
    find,
    sentencesWith: remembered((phrases: readonly CompiledPhrase[]) => new Set(find(phrases).map(({ sentence }) => sentence))),
    isSaid,
    isOver: (match) => past.has(match.sentence) || over.some((end) => match.from < end.to || match.clause === end.clause),
    affected: affected(),
  };

  function affected(): Reading['affected'] {
    const alone = matcher.all(triage.meaning.alone).filter(isSaid);
    // "Everybody else is fine" speaks of everybody and means one.
    const others = [...alone, ...matcher.all(triage.meaning.notMany)];
    const many = matcher.all(triage.meaning.many).filter((match) => isSaid(match) && !others.some(({ from, to }) => match.from >= from && match.from < to));
    if (many.length > 0) return { who: 'many', words: labels(many) };
    return alone.length > 0 ? { who: 'alone', words: labels(alone) } : { who: 'unsaid', words: [] };
  }
}

/**
 * What follows two sentences of a footer in their paragraph is of the footer, too: “Unauthorized access is prohibited.”
 * One alone may be somebody's own: “I received this mail in error. It lists other people's patients.”
 */
function footerOf({ paragraphs }: Words, found: readonly Match[]): ReadonlySet<number> {
  const footer = new Set(found.map(({ sentence }) => sentence));
  let before: number | undefined;
  for (const sentence of [...footer].sort((a, b) => a - b)) {
    if (before !== undefined && paragraphs[before] === paragraphs[sentence]) for (let at = before; at < paragraphs.length && paragraphs[at] === paragraphs[sentence]; at += 1) footer.add(at);
    before = sentence;
  }
  return footer;
}

/** A rule asks for its exceptions once for every place where it was found. */
function remembered<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}

/** The words of matches, each once, as many as a ruling may hold. */
export function labels(matches: readonly Match[], most = 5): string[] {
  return [...new Set(matches.map(({ words }) => words.trim().slice(0, 60)))].slice(0, most);
}
