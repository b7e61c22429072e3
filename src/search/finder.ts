/**
 * One question asked: the lexicon says which words are meant, Pagefind which texts hold them, the ranker
 * which articles answer. What differs between browser and service is passed in.
 */
import { languageFor } from './english.ts';
import { openLexicon, type LexiconHead } from './lexicon.ts';
import { rank, standsEverywhere, type BodyHits, type Ranked, type Ranking } from './ranker.ts';
import { compileRules } from './rules.ts';
import { understand, type Understanding } from './understanding.ts';
import { WEIGHTS } from './weights.ts';

/** Pagefind's client, as far as it is used. */
export interface Pagefind {
  options(options: object): Promise<void>;
  init(): Promise<void>;
  search(query: string | null, options?: object): Promise<{ readonly results: readonly PagefindResult[] }>;
  preload(query: string): Promise<void>;
}

export interface PagefindResult {
  readonly id: string;
  readonly words: readonly number[];
  data(): Promise<PagefindData>;
}

export interface PagefindData {
  readonly url: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly anchors: readonly { readonly element: string; readonly id: string; readonly text: string; readonly location: number }[];
}

interface Articles {
  readonly engine: Pagefind;
  /** Every article, in the lexicon's order. */
  readonly all: readonly PagefindResult[];
  /** Pagefind's name → number. */
  readonly number: ReadonlyMap<string, number>;
}

/** The engine as each side loads it. */
export interface Engine {
  /** May still be starting: the lexicon's part of the work need not wait for it. */
  readonly pagefind: Pagefind | Promise<Pagefind>;
  readonly head: LexiconHead;
  /** A file under `/pagefind/`. */
  read(path: string): Promise<string>;
}

export interface Question {
  readonly query: string;
  /** A category's slug, or '' for all. */
  readonly topic: string;
  /** false searches the words as they are typed. */
  readonly mend: boolean;
}

export interface Finding extends Ranking {
  readonly understanding: Understanding;
  /** What Pagefind holds of a result. */
  data(result: Ranked): Promise<PagefindData>;
  /** Where in its text each stem of the query stands in a result. */
  placesIn(result: Ranked): ReadonlyMap<string, readonly number[]>;
}

export interface Finder {
  find(question: Question): Promise<Finding>;
}

export function createFinder({ pagefind, head, read }: Engine): Finder {
  const lexicon = openLexicon(head);
  const language = languageFor(head.locale);
  const rules = compileRules(head.rules, language);
  const articles = listOf(pagefind);
  articles.catch(() => undefined);
  // The only part of a small site is needed by every query: it comes while the engine is made ready.
  const only = head.parts.length === 1 ? bring(head.parts[0]![1]) : undefined;
  only?.catch(() => undefined);

  /** What is shown of an article is the same for every query; Pagefind would cut it out anew each time. */
  const shown = new Map<number, Promise<PagefindData>>();
  function dataOf(doc: number, result: PagefindResult): Promise<PagefindData> {
    const known = shown.get(doc) ?? result.data();
    shown.set(doc, known);
    known.catch(() => shown.delete(doc));
    return known;
  }

  async function bring(file: string): Promise<void> {
    lexicon.add(file, await read(file));
  }

  async function understood(query: string, mend: boolean): Promise<Understanding> {
    await only;
    for (;;) {
      const understanding = understand(query, { lexicon, language, rules }, mend);
      for (const { options } of understanding.slots) for (const { stems } of options) stems.forEach((stem) => lexicon.entry(stem));
      const missing = [...lexicon.missing];
      if (missing.length === 0) return understanding;
      await Promise.all(missing.map(bring));
    }
  }

  return {
    async find({ query, topic, mend }) {
      const [understanding, { engine, all, number }] = await Promise.all([understood(query, mend), articles]);
      const stems = bodyStems(understanding).filter((stem) => (lexicon.entry(stem) !== undefined && !standsEverywhere(stem, lexicon)) || /^\d+$/.test(stem));
      await Promise.all(stems.map((stem) => engine.preload(stem)));
      const texts = new Map<string, Map<number, readonly number[]>>();
      for (const stem of stems) {
        // In quotes it is this root alone, not every word that begins like it.
        const { results } = await engine.search(`"${stem}"`);
        texts.set(stem, new Map(results.flatMap(({ id, words }) => (number.has(id) && words.length > 0 ? [[number.get(id)!, words] as const] : []))));
      }
      const among = topic === '' ? undefined : new Set((await engine.search(null, { filters: { topic } })).results.map(({ id }) => number.get(id) ?? -1));
      const ranking = rank(understanding, lexicon, shares(texts), among);
      return {
        ...ranking,
        understanding,
        data: ({ doc }) => dataOf(doc, all[doc]!),
        placesIn: ({ doc }) => new Map([...texts].flatMap(([stem, hits]) => (hits.has(doc) ? [[stem, hits.get(doc)!] as const] : []))),
      };
    },
  };
}

async function listOf(pagefind: Pagefind | Promise<Pagefind>): Promise<Articles> {
  const engine = await pagefind;
  const { results } = await engine.search(null);
  const all = [...results].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { engine, all, number: new Map(all.map(({ id }, doc) => [id, doc])) };
}

/** The stems worth a look at the texts: of the words themselves and of what stands closest to them. */
function bodyStems({ slots }: Understanding): string[] {
  const asked = slots.flatMap(({ options }) => options.filter(({ reason }, index) => index === 0 || reason === 'prefix').slice(0, WEIGHTS.query.mostTexts));
  return [...new Set(asked.flatMap(({ stems }) => stems))];
}

/** A word that stands in many sections of a text is more its subject. */
function shares(texts: ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>): BodyHits {
  return new Map([...texts].map(([stem, hits]) => [stem, new Map([...hits].map(([doc, words]) => [doc, 1 - 0.5 ** words.length]))]));
}
