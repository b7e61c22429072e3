/** Search in the browser: a query in, answers out. Loads nothing until the first call. */
import { begin, beginAgain, readHead } from './ahead.ts';
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

interface Loaded {
  readonly finder: Finder;
  /** The head's text: it names every file of the index. */
  readonly edition: string;
  readonly locale: string;
}

let loading: Promise<Loaded> | undefined;
let failures = 0;

/**
 * The engine, loaded once. After a failure the next call tries anew.
 *
 * @param base the site's base, with slashes around
 */
export function loadEngine(base: string): Promise<Loaded> {
  loading ??= (async () => {
    const { client, head: text } = failures === 0 ? begin(base) : beginAgain(base, failures);
    const pagefind = started(client);
    pagefind.catch(() => undefined);
    const edition = await text;
    const head = JSON.parse(edition) as LexiconHead;
    const read = async (path: string) => {
      const answer = await fetch(`${base}pagefind/${path}`);
      if (!answer.ok) throw new Error(`The search index answers ${answer.status}.`);
      return answer.text();
    };
    return { finder: createFinder({ pagefind, head, read }), edition, locale: head.locale };
  })();
  loading.catch(forget);
  return loading;
}

function forget(): void {
  failures += 1;
  loading = undefined;
}

function failed(error: unknown): never {
  forget();
  throw error;
}

const LOOKS_EVERY_MS = 50;
const STEP_MS = 5;

/**
 * Pagefind, ready to search. It looks every 50 ms whether it has started; ten questions one after another, of which
 * one is soon answered, spare a reader half of that.
 */
async function started(client: Promise<Pagefind>): Promise<Pagefind> {
  const pagefind = await client;
  const questions = Array.from({ length: LOOKS_EVERY_MS / STEP_MS }, async (_, step) => {
    await new Promise((resolve) => setTimeout(resolve, step * STEP_MS));
    return pagefind.search('');
  });
  await Promise.race(questions);
  return pagefind;
}

/** @throws when there is no connection, or the index was replaced by a newer one; the next search loads it */
export async function search(base: string, question: Question): Promise<Answers> {
  const { finder, edition, locale } = await loadEngine(base);
  try {
    const finding = await finder.find(question);
    // Pagefind takes a part of the index that it cannot load for one without matches. Nobody is told "no answer" for that.
    if (finding.weak && (await readHead(base, 'no-cache')) !== edition) throw new Error('The search index is a newer one.');
    return {
      total: finding.results.length,
      weak: finding.weak,
      clear: finding.clear,
      repaired: finding.understanding.repaired,
      take: (from, count) => Promise.all(finding.results.slice(from, from + count).map((result) => toAnswer(finding, result, locale))).catch(failed),
    };
  } catch (error) {
    return failed(error);
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
