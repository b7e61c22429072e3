/** How a reader searches in each of the three. These functions run in the page and can use nothing from here. */
import type { Manner } from './search-reader.ts';

/** Our dialog, opened with its key. */
export const bedside: Manner = {
  first: async (query) => {
    const seen = <T>(find: () => T | null) =>
      new Promise<T>((resolve) => {
        const look = () => {
          const found = find();
          if (found === null) return;
          observer.disconnect();
          resolve(found);
        };
        const observer = new MutationObserver(look);
        observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true });
        look();
      });
    const start = performance.now();
    document.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
    const field = await seen(() => document.querySelector<HTMLInputElement>('dialog[open] input'));
    field.value = query;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await seen(() => document.querySelector('dialog .results > li, dialog .no-results'));
    return performance.now() - start;
  },
  later: (query) =>
    new Promise((resolve) => {
      const field = document.querySelector<HTMLInputElement>('dialog[open] input')!;
      const answer = () => document.querySelector('dialog .results > li, dialog .no-results');
      const before = answer();
      const observer = new MutationObserver(() => {
        const now = answer();
        if (now === null || now === before) return;
        observer.disconnect();
        resolve(performance.now() - start);
      });
      observer.observe(document.querySelector('dialog')!, { subtree: true, childList: true });
      const start = performance.now();
      field.value = query;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }),
};

/** Pagefind's programming interface as its documentation shows it: search, then what the first five need to be shown. */
export const pagefind: Manner = {
  first: async (query) => {
    const start = performance.now();
    const engine = await import('/pagefind/pagefind.js' as string);
    const { results } = await engine.search(query);
    await Promise.all(results.slice(0, 5).map((result: { data(): Promise<unknown> }) => result.data()));
    return performance.now() - start;
  },
  later: async (query) => {
    const start = performance.now();
    const engine = await import('/pagefind/pagefind.js' as string);
    const { results } = await engine.search(query);
    await Promise.all(results.slice(0, 5).map((result: { data(): Promise<unknown> }) => result.data()));
    return performance.now() - start;
  },
};

/** Starlight's dialog, opened with its button. Its interface waits 300 ms for the next key, and loads with the page. */
export const starlight: Manner = {
  first: (query) =>
    new Promise((resolve) => {
      const start = performance.now();
      document.querySelector<HTMLButtonElement>('button[data-open-modal]')!.click();
      const field = document.querySelector<HTMLInputElement>('site-search input')!;
      const observer = new MutationObserver(() => {
        const message = document.querySelector('site-search .pagefind-ui__message')?.textContent ?? '';
        if (!message.includes(query) || (document.querySelector('site-search .pagefind-ui__result-link') === null && !message.startsWith('No results'))) return;
        observer.disconnect();
        resolve(performance.now() - start);
      });
      observer.observe(document.querySelector('site-search')!, { subtree: true, childList: true, characterData: true });
      field.value = query;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }),
  later: (query) =>
    new Promise((resolve) => {
      const field = document.querySelector<HTMLInputElement>('site-search input')!;
      const observer = new MutationObserver(() => {
        const message = document.querySelector('site-search .pagefind-ui__message')?.textContent ?? '';
        if (!message.includes(query) || (document.querySelector('site-search .pagefind-ui__result-link') === null && !message.startsWith('No results'))) return;
        observer.disconnect();
        resolve(performance.now() - start);
      });
      observer.observe(document.querySelector('site-search')!, { subtree: true, childList: true, characterData: true });
      const start = performance.now();
      field.value = query;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }),
};
