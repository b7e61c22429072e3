/**
 * What search needs first, whatever the query is. It is begun when a reader opens search, beside search's own script:
 * Pagefind starts and its files are on their way while that script still comes. Part of every page, so it is small.
 */
import type { Pagefind } from './finder.ts';
import type { LexiconHead } from './lexicon.ts';

/** The lexicon's head names every other file of the index, so it differs when one of them does. */
export const HEAD = 'lexicon.json';

export interface Begun {
  /** Started, though not yet ready to search. */
  readonly client: Promise<Pagefind>;
  /** The text of the lexicon's head. */
  readonly head: Promise<string>;
}

let first: Begun | undefined;

/** Begins once, however often it is called. @param base the site's base, with slashes around */
export function begin(base: string): Begun {
  if (first === undefined) {
    // Which engine Pagefind takes stands in its entry. For a language that it does not know this guess costs a 404.
    preload(`${base}pagefind/wasm.${document.documentElement.lang.split('-')[0]}.pagefind`);
    first = begun(base, '', 'default');
  }
  return first;
}

/**
 * Begins anew after a failure, at addresses of their own: some browsers remember that a module could not be loaded,
 * and Pagefind remembers that its index could not.
 */
export function beginAgain(base: string, failures: number): Begun {
  return begun(base, `?again=${failures}`, 'no-cache');
}

function begun(base: string, again: string, cache: RequestCache): Begun {
  // Pagefind adds this to its entry's address; with one of ours it can be sent for before Pagefind is there.
  const metaCacheTag = Date.now().toString(36);
  preload(`${base}pagefind/pagefind-entry.json?ts=${metaCacheTag}`);
  const client = (import(/* @vite-ignore */ `${base}pagefind/pagefind.js${again}`) as Promise<Pagefind>).then(async (pagefind) => {
    // A search takes a few milliseconds; a worker would cost every reader 11 KB and one more way to the server.
    await pagefind.options({ noWorker: true, metaCacheTag });
    await pagefind.init();
    return pagefind;
  });
  const head = readHead(base, cache).then((text) => {
    for (const path of (JSON.parse(text) as LexiconHead).first) preload(`${base}pagefind/${path}`);
    return text;
  });
  // Whoever searches asks whether it could be loaded.
  for (const one of [client, head]) one.catch(() => undefined);
  return { client, head };
}

/** @throws when there is no connection or no index */
export async function readHead(base: string, cache: RequestCache): Promise<string> {
  const answer = await fetch(`${base}pagefind/${HEAD}`, { cache });
  if (!answer.ok) throw new Error(`The search index answers ${answer.status}.`);
  return answer.text();
}

/** Has a file on its way before the program that asks for it. */
function preload(address: string): void {
  // Chromium hands a failure to the next who asks for the file: that must not be the second try of a search.
  const takeFailure = () => void fetch(address).catch(() => undefined);
  document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: address, onerror: takeFailure }));
}
