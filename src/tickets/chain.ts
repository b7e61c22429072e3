/** The chain that makes a changed, missing or inserted event visible. */
import { hash } from 'node:crypto';

/** What an event's link covers: everything but the words, of which it covers a salted digest. */
export interface Link {
  readonly id: string;
  readonly ticket: string;
  readonly seq: number;
  readonly kind: string;
  readonly at: number;
  readonly recorded_at: number;
  readonly actor: string;
  readonly actor_name: string | null;
  readonly source: string;
  readonly origin: string | null;
  readonly facts: string;
  readonly words_digest: string | null;
  readonly previous: string;
}

/** Before the first event. */
export const CHAIN_START = '';

export function linkHash(link: Link): string {
  const { id, ticket, seq, kind, at, recorded_at, actor, actor_name, source, origin, facts, words_digest, previous } = link;
  return sha256(JSON.stringify(['v1', previous, id, ticket, seq, kind, at, recorded_at, actor, actor_name, source, origin, facts, words_digest]));
}

/** Without its salt the digest of erased words tells nothing, not even to somebody who guesses them. */
export function wordsDigest(salt: string, words: string): string {
  return sha256(JSON.stringify([salt, words]));
}

/** A stored event, as far as the chain can be proved. */
export interface StoredLink extends Link {
  readonly hash: string;
  /** The opened words with their salt; `null` when there are none or they were erased. */
  readonly words: { readonly salt: string; readonly text: string } | null;
}

export interface ChainFault {
  readonly seq: number;
  readonly fault: 'order' | 'previous' | 'hash' | 'words';
}

/** Where a ticket's chain does not hold; empty when it does. */
export function chainFaults(links: readonly StoredLink[], head: string): ChainFault[] {
  const faults: ChainFault[] = [];
  let previous = CHAIN_START;
  for (const [index, link] of links.entries()) {
    if (link.seq !== index + 1) faults.push({ seq: link.seq, fault: 'order' });
    if (link.previous !== previous) faults.push({ seq: link.seq, fault: 'previous' });
    if (linkHash(link) !== link.hash) faults.push({ seq: link.seq, fault: 'hash' });
    if (link.words !== null && wordsDigest(link.words.salt, link.words.text) !== link.words_digest) faults.push({ seq: link.seq, fault: 'words' });
    previous = link.hash;
  }
  if (previous !== head) faults.push({ seq: links.length, fault: 'hash' });
  return faults;
}

function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}
