/**
 * What a tab keeps of a form until it is sent: never longer than the tab, because a hospital's computer belongs to
 * many. Where storage is forbidden the form works all the same and forgets on a reload.
 */
import type { Receipt, Started } from './receipt.ts';

export interface Draft {
  readonly values: Readonly<Record<string, string>>;
  /** What the service handed out for it; with it a repeat after a lost answer makes no second ticket. */
  readonly started?: Started | undefined;
  /** When the service handed it out, milliseconds. */
  readonly startedAt?: number | undefined;
}

function read<T>(key: string): T | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: nothing is kept.
  }
}

const draftKey = (form: string) => `bedside:draft:${form}`;
const sentKey = (form: string) => `bedside:sent:${form}`;

export const readDraft = (form: string) => read<Draft>(draftKey(form));
export const keepDraft = (form: string, draft: Draft | undefined) => write(draftKey(form), draft);

export const readReceipt = (form: string) => read<Receipt>(sentKey(form));
export const keepReceipt = (form: string, receipt: Receipt | undefined) => write(sentKey(form), receipt);

/** Where the reader came from: an article's id and title, and the words of a search. Taken once. */
export interface Carried {
  readonly article?: { readonly id: string; readonly title: string; readonly components?: readonly string[] | undefined } | undefined;
  readonly words?: string | undefined;
}

const WORDS = 'bedside:words';
const ARTICLE = 'bedside:article';

/** The search writes its words as plain text. */
export function readCarried(): Carried {
  try {
    return { article: read(ARTICLE), words: sessionStorage.getItem(WORDS) ?? undefined };
  } catch {
    return {};
  }
}

export function dropCarried(): void {
  write(WORDS, undefined);
  write(ARTICLE, undefined);
}

const USER = 'bedside:user';

/**
 * The product's signed context, handed over behind `#user=`. It leaves the address at once, before anybody can copy
 * or photograph it, and stays in this tab.
 */
export function knownContext(): string | undefined {
  const handed = new URLSearchParams(location.hash.slice(1)).get('user');
  if (handed !== null) {
    history.replaceState(history.state, '', location.pathname + location.search);
    write(USER, handed);
  }
  return handed ?? read<string>(USER);
}
