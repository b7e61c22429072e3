/** To which ticket a mail belongs. Pure: what the rules must know is looked up by whoever asks. */
import type { Incoming } from './incoming.ts';

/** What is known about the tickets that a mail may mean. */
export interface Known {
  /** The reference that one of our signed addresses among the recipients names. */
  readonly signed: string | undefined;
  /** References of tickets whose mails it answers, the nearest last. */
  readonly answered: readonly string[];
  /** References that stand in its subject. */
  readonly named: readonly string[];
  /** Whether the sender is the requester of the ticket. */
  readonly isRequester: (reference: string) => boolean;
  readonly exists: (reference: string) => boolean;
}

export type Belongs =
  | { readonly to: 'ticket'; readonly reference: string; readonly by: 'signed' | 'answered' | 'named' }
  | { readonly to: 'new' }
  /** A person has to look. */
  | { readonly to: 'nobody-sure'; readonly why: 'stranger' | 'two-tickets' | 'unknown-reference' };

/**
 * The signed address goes first: only whoever got our mail has it, and a colleague who answers in their place has it,
 * too. Ids of mails and bare references can be guessed, read over a shoulder or forwarded: they count only from the
 * requester's own address.
 */
export function belongsTo({ signed, answered, named, isRequester, exists }: Known): Belongs {
  if (signed !== undefined && exists(signed)) return { to: 'ticket', reference: signed, by: 'signed' };
  const tickets = [...new Set(answered)];
  const theirs = tickets.filter(isRequester);
  if (theirs.length === 1) return { to: 'ticket', reference: theirs[0]!, by: 'answered' };
  if (theirs.length > 1) return { to: 'nobody-sure', why: 'two-tickets' };
  if (tickets.length > 0) return { to: 'nobody-sure', why: 'stranger' };
  const [one, ...more] = new Set(named);
  if (one === undefined) return { to: 'new' };
  if (more.length > 0) return { to: 'nobody-sure', why: 'two-tickets' };
  if (!exists(one)) return { to: 'nobody-sure', why: 'unknown-reference' };
  return isRequester(one) ? { to: 'ticket', reference: one, by: 'named' } : { to: 'nobody-sure', why: 'stranger' };
}

/** References in a subject, in our form and in brackets, after a # or after the word; other codes look alike. */
export function referencesIn({ subject }: Pick<Incoming, 'subject'>): string[] {
  const found = subject.matchAll(/(?:\[|#|\breference:?\s|\bticket:?\s)#?([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})\b/gi);
  return [...found].map(([, reference = '']) => reference.toUpperCase());
}
