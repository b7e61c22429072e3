/** Makes the lexicon of a site when its search index is made. */
import { createHash } from 'node:crypto';
import { languageFor } from './english.ts';
import { writeEntry, type Field, type LexiconHead, type Place } from './lexicon.ts';
import { joined, meaningful, type RawRules } from './rules.ts';
import { codeOf, wordsOf } from './words.ts';

/** An article as the lexicon sees it. */
export interface LexiconArticle {
  /** Pagefind's name for it. */
  readonly fragment: string;
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly headings: readonly string[];
  readonly errors: readonly { readonly code?: string | undefined; readonly message: string }[];
  /** Its text without markup. */
  readonly text: string;
  /** 0 to 1, how new and how much read. */
  readonly standing: number;
}

export interface LexiconFile {
  /** Path under `/pagefind/`. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** The first file's name never changes; it is asked for again with each visit, and names all others. */
export const LEXICON_HEAD = 'lexicon.json';

/** A part of this many characters is about 8 KB over the wire; 40 articles fit in one or two. */
const PART = 24_000;

interface Making {
  docs: Set<number>;
  readonly forms: Set<string>;
  readonly postings: Map<number, Place[]>;
}

/** Rules as a brand writes them: with ids of articles. */
export type BrandRules = Omit<RawRules, 'pinned'> & { readonly pinned: readonly { readonly queries: readonly string[]; readonly article: string }[] };

/** @param first files of Pagefind's that every first query needs */
export function buildLexicon(articles: readonly LexiconArticle[], rules: BrandRules, locale: string, first: readonly string[] = []): LexiconFile[] {
  const language = languageFor(locale);
  const ordered = [...articles].sort((a, b) => (a.fragment < b.fragment ? -1 : 1));
  const stems = new Map<string, Making>();

  const note = (stem: string, word: string, doc: number, place?: Place) => {
    let entry = stems.get(stem);
    if (entry === undefined) stems.set(stem, (entry = { docs: new Set(), forms: new Set(), postings: new Map() }));
    entry.docs.add(doc);
    entry.forms.add(word);
    if (place === undefined) return;
    const places = entry.postings.get(doc) ?? [];
    entry.postings.set(doc, places);
    if (!places.some(({ field, index }) => field === place.field && index === place.index)) places.push(place);
  };
  const stand = (text: string, doc: number, field: Field, index: number) => {
    const words = meaningful(text, language);
    const length = new Set(words.map(({ stem }) => stem)).size;
    for (const { word, stem } of words) note(stem, word, doc, { field, index, length });
  };

  for (const [doc, article] of ordered.entries()) {
    stand(article.title, doc, 'title', 0);
    article.keywords.forEach((text, index) => stand(text, doc, 'keyword', index));
    article.errors.forEach(({ code, message }, index) => {
      stand(message, doc, 'error', index);
      const one = code === undefined ? undefined : codeOf(code);
      if (one !== undefined) note(one, one, doc, { field: 'error', index, length: 1 });
    });
    article.headings.forEach((text, index) => stand(text, doc, 'heading', index));
    stand(article.summary, doc, 'summary', 0);
    for (const word of joined(wordsOf(article.text), language)) {
      // Numbers and words of one letter are Pagefind's alone.
      if (word.length > 1 && !/^\d+$/.test(word) && !language.stopWords.has(word)) note(language.stem(word), word, doc);
    }
  }

  const lines = [...stems]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([stem, { docs, forms, postings }]) => ({ stem, line: writeEntry({ stem, docs: docs.size, forms: [...forms].sort(), postings: new Map([...postings].sort(([a], [b]) => a - b)) }) }));
  const parts = inParts(lines);
  const numbers = new Map(ordered.map(({ id }, doc) => [id, doc]));
  const head: LexiconHead = {
    version: 1,
    locale,
    docs: ordered.length,
    standing: ordered.map(({ standing }) => Math.round(standing * 9)).join(''),
    rules: { ...rules, pinned: rules.pinned.flatMap(({ queries, article }) => (numbers.has(article) ? [{ queries, doc: numbers.get(article)! }] : [])) },
    first: [...first, ...(parts.length === 1 ? [parts[0]!.path] : [])],
    parts: parts.map(({ from, path }) => [from, path]),
  };
  return [{ path: LEXICON_HEAD, content: Buffer.from(JSON.stringify(head)) }, ...parts.map(({ path, text }) => ({ path, content: Buffer.from(text) }))];
}

function inParts(lines: readonly { readonly stem: string; readonly line: string }[]): { from: string; path: string; text: string }[] {
  const parts: { from: string; lines: string[]; size: number }[] = [];
  for (const { stem, line } of lines) {
    let part = parts.at(-1);
    if (part === undefined || part.size > PART) parts.push((part = { from: parts.length === 0 ? '' : stem, lines: [], size: 0 }));
    part.lines.push(line);
    part.size += line.length + 1;
  }
  return parts.map(({ from, lines: own }) => {
    const text = own.join('\n');
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 10);
    // Beside Pagefind's own parts: what lies there holds its digest in its name and may be kept for ever.
    return { from, path: `index/words_${digest}.txt`, text };
  });
}
