/** Notes what a reader searched, opened and gave up on, for the reports. */
import { send, tell } from '../events/client.ts';
import type { Surface } from '../events/envelope.ts';
import type { Answers } from './engine.ts';

export interface SearchWatch {
  searched(query: string, answers: Answers): void;
  /** The reader goes on to a person with these words. */
  contacted(): void;
}

/** Answers that were looked at for less were only passed by while typing. */
const LOOKED_AT_MS = 1_200;
/** Another query within this time mends the one before. */
const REFINES_WITHIN_MS = 60_000;

/** Searches of this page, in all its boxes. */
let searches = 0;

export function watchSearches(root: HTMLElement): SearchWatch {
  let pending: { query: string; answers: Answers } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: { query: string; at: number; opened: boolean } | undefined;

  const note = () => {
    clearTimeout(timer);
    if (pending === undefined) return;
    const { query, answers } = pending;
    pending = undefined;
    if (query === last?.query) return;
    const refined = last !== undefined && !last.opened && performance.now() - last.at < REFINES_WITHIN_MS;
    last = { query, at: performance.now(), opened: false };
    searches += 1;
    const outcome = answers.total === 0 ? 'zero' : answers.weak ? 'weak' : 'good';
    tell({ kind: 'search', search: searches, surface: surfaceOf(root), query: query.slice(0, 200), results: answers.total, outcome, repaired: answers.repaired !== undefined, refined });
  };

  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('.results a') : null;
    if (link === null) return;
    note();
    if (last !== undefined) last.opened = true;
    const item = link.closest('li');
    const position = [...(item?.parentElement?.children ?? [])].indexOf(item!) + 1;
    if (searches > 0) tell({ kind: 'open', search: searches, position, address: link.pathname });
  });
  addEventListener('pagehide', () => {
    note();
    send();
  });

  return {
    searched(query, answers) {
      pending = { query, answers };
      clearTimeout(timer);
      timer = setTimeout(note, LOOKED_AT_MS);
    },
    contacted() {
      note();
      if (searches > 0) tell({ kind: 'contact', search: searches });
    },
  };
}

function surfaceOf(root: HTMLElement): Surface {
  if (root.closest('dialog') !== null) return 'dialog';
  if (root.closest('[data-not-found]') !== null) return 'not-found';
  return 'addressed' in root.dataset ? 'search' : 'home';
}
