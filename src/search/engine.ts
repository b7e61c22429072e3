/** Search in the browser: a query in, answers out. Loads nothing until the first call. */
import { languageFor } from './english.ts';
import { createFinder, type Finder, type Finding, type Pagefind, type Question } from './finder.ts';
import type { LexiconHead } from './lexicon.ts';
import type { Ranked } from './ranker.ts';
import { sectionOf, stemsOf, type Section } from './section.ts';

/** One answer as a surface shows it. */
export interface Answer {
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly topic: string;
  /** The heading under which the words stand, when it is not the title. */
  readonly section: Section | undefined;
  /** Whether a word of the answer is one that was asked for. */
  readonly isAsked: (word: string) => boolean;
}

export interface Answers {
  readonly total: number;
  /** The best has too little of what was asked. */
  readonly weak: boolean;
  /** The first is far ahead of the others. */
  readonly clear: boolean;
  /** What was searched instead of a mistyped query. */
  readonly repaired: string | undefined;
  /** Loads the next ones; results are fetched only when they are shown. */
  readonly take: (from: number, count: number) => Promise<Answer[]>;
}

/** What the index was made of, as Pagefind's own entry file says. */
type Edition = string;

interface Loaded {
  readonly finder: Finder;
  readonly edition: Edition;
  readonly locale: string;
}

let loading: Promise<Loaded> | undefined;
let failures = 0;

/**
 * The engine, loaded once. After a failure the next call tries anew, at an address of its own: some browsers
 * remember that a module could not be loaded, and Pagefind remembers that its index could not.
 *
 * @param base the site's base, with slashes around
 */
export function loadEngine(base: string): Promise<Loaded> {
  loading ??= (async () => {
    const again = failures === 0 ? '' : `?again=${failures}`;
    const read = async (path: string) => (await asked(`${base}pagefind/${path}`)).text();
    const [pagefind, edition, head] = await Promise.all([
      import(/* @vite-ignore */ `${base}pagefind/pagefind.js${again}`) as Promise<Pagefind>,
      currentEdition(base),
      read('lexicon.json').then((text) => JSON.parse(text) as LexiconHead),
    ]);
    const finder = createFinder({ pagefind, head, read });
    // A search takes a few milliseconds; a worker would cost every reader 11 KB and one more way to the server.
    await pagefind.options({ noWorker: true });
    await pagefind.init();
    return { finder, edition, locale: head.locale };
  })();
  loading.catch(forget);
  return loading;
}

function forget(): void {
  failures += 1;
  loading = undefined;
}

async function asked(address: string, options: RequestInit = {}): Promise<Response> {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`The search index answers ${answer.status}.`);
  return answer;
}

async function currentEdition(base: string): Promise<Edition> {
  return (await asked(`${base}pagefind/pagefind-entry.json`, { cache: 'no-store' })).text();
}

/** @throws when there is no connection, or the index was replaced by a newer one; the next search loads it */
export async function search(base: string, question: Question): Promise<Answers> {
  const { finder, edition, locale } = await loadEngine(base);
  try {
    const finding = await finder.find(question);
    // Pagefind takes a part of the index that it cannot load for one without matches. Nobody is told "no answer" for that.
    if (finding.weak && (await currentEdition(base)) !== edition) throw new Error('The search index is a newer one.');
    return {
      total: finding.results.length,
      weak: finding.weak,
      clear: finding.clear,
      repaired: finding.understanding.repaired,
      take: async (from, count) => Promise.all(finding.results.slice(from, from + count).map((result) => toAnswer(finding, result, locale))),
    };
  } catch (error) {
    forget();
    throw error;
  }
}

async function toAnswer(finding: Finding, result: Ranked, locale: string): Promise<Answer> {
  const { url, meta, anchors } = await finding.data(result);
  const language = languageFor(locale);
  const stems = stemsOf(finding.understanding);
  return {
    url,
    title: meta['title'] ?? '',
    summary: meta['summary'] ?? '',
    topic: meta['topic'] ?? '',
    section: sectionOf({ url, anchors }, finding.placesIn(result), stems, language),
    isAsked: (word) => !language.stopWords.has(word) && stems.has(language.stem(word)),
  };
}
