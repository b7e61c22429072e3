/**
 * What search needs first, whatever the query is. It is sent for when a reader opens search, beside search's own
 * script: the programs that ask for it later find it on its way, and a slow connection is waited for once.
 */

/** Pagefind adds this to the address of its entry. Without one of ours it could not be sent for ahead. */
export const ENTRY_TAG = Date.now().toString(36);

let sent = false;

/** @param base the site's base, with slashes around */
export function sendAhead(base: string): void {
  if (sent) return;
  sent = true;
  // Which engine Pagefind takes stands in its entry. For a language that it does not know this guess costs a 404.
  const language = document.documentElement.lang.split('-')[0];
  hint({ rel: 'modulepreload', href: `${base}pagefind/pagefind.js` });
  for (const file of [`wasm.${language}.pagefind`, 'lexicon.json', `pagefind-entry.json?ts=${ENTRY_TAG}`]) preload(`${base}pagefind/${file}`);
}

/** Has a file on its way before the program that asks for it. */
export function preload(address: string): void {
  // Chromium hands a failure to the next who asks for the file: that must not be the second try of a search.
  const takeFailure = () => void fetch(address).catch(() => undefined);
  hint({ rel: 'preload', as: 'fetch', href: address, onerror: takeFailure });
}

function hint(link: Partial<HTMLLinkElement>): void {
  document.head.append(Object.assign(document.createElement('link'), { crossOrigin: 'anonymous' }, link));
}
