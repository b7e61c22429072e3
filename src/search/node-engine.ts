/** Pagefind's own client in Node: it only wants `fetch` for files and a word about the page's language. */
import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LEXICON_HEAD } from './build-lexicon.ts';
import type { Engine, Pagefind } from './finder.ts';
import type { LexiconHead } from './lexicon.ts';

/**
 * The engine of a built index.
 *
 * @param folder the built site, or any folder that holds `pagefind/`
 * @throws when there is no index
 */
export async function loadNodeEngine(folder: string, base = '/'): Promise<Engine> {
  // A build may be a link that the next one turns elsewhere: what is read must be of one build.
  const root = await realpath(resolve(folder, 'pagefind'));
  const read = (path: string) => readFile(join(root, path), 'utf8');
  const head = JSON.parse(await read(LEXICON_HEAD)) as LexiconHead;
  const pagefind = await loadPagefind(root, head.locale, { baseUrl: base });
  return { pagefind, head, read };
}

/** Pagefind's client on the index in a folder. */
export async function loadPagefind(folder: string, locale: string, options: object): Promise<Pagefind> {
  const folderUrl = `${pathToFileURL(await realpath(folder)).href}/`;
  letFetchReadFiles(folderUrl);
  return asOnPage(locale, async () => {
    // The client keeps the index it has read; after a build there is another one to keep.
    const edition = createHash('sha256').update(await readFile(new URL('pagefind-entry.json', folderUrl))).digest('hex').slice(0, 12);
    const client = (await import(`${folderUrl}pagefind.js?${edition}`)) as Pagefind;
    await client.options(options);
    await client.init();
    return client;
  });
}

const readable = new Set<string>();

/** Pagefind calls the global `fetch`; for files of an index, and for nothing else, it reads them. */
function letFetchReadFiles(folderUrl: string): void {
  if (readable.size === 0) {
    const network = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      const url = String(input instanceof Request ? input.url : input);
      if (![...readable].some((one) => url.startsWith(one))) return network(input, init);
      return new Response(await readFile(new URL(url.split('?')[0]!)));
    };
  }
  readable.add(folderUrl);
}

/** While it starts, Pagefind's client looks for the page around it, to learn its language and where its files are. */
async function asOnPage<T>(locale: string, start: () => Promise<T>): Promise<T> {
  const page = globalThis as { document?: unknown; window?: unknown };
  page.document = { currentScript: null, querySelector: () => ({ getAttribute: () => locale }) };
  page.window = globalThis;
  try {
    return await start();
  } finally {
    delete page.document;
    delete page.window;
  }
}
