/** Erasing what people wrote in tickets: words and files go, the log and its chain stay. */
import type { Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';
import type { FactsOf } from '../tickets/events.ts';
import { revokeLinks } from '../tickets/links.ts';
import { addEvents, type Recording } from '../tickets/record.ts';

type Trx = Transaction<Tables>;

export interface Erased {
  readonly events: number;
  readonly files: number;
}

/** Whose words in a ticket go: everybody's, those of its requester and of who answered them, or somebody else's who wrote there. */
export type Whose = 'everybody' | 'requester' | { readonly other: string };

/** Takes words, with their salts, and files of a ticket, closes its links, and says in its log that it did. */
export async function eraseWords(trx: Trx, recording: Recording, ticket: string, reason: 'retention' | 'request', now: number, whose: Whose = 'everybody'): Promise<Erased> {
  const meant = await eventsOf(trx, ticket, whose);
  if (meant.length === 0) return { events: 0, files: 0 };
  const gone = await trx.updateTable('ticket_event').set({ words_sealed: null, words_salt: null }).where('id', 'in', meant).where('words_sealed', 'is not', null).returning('id').execute();
  const erased = await trx.updateTable('attachment').set({ name_sealed: null, content_sealed: null }).where('event', 'in', meant).where('content_sealed', 'is not', null).returning('id').execute();
  if (typeof whose === 'string') {
    await revokeLinks(trx, ticket, now);
    await trx.deleteFrom('idempotent_request').where('ticket', '=', ticket).execute();
    // An answer to an old mail would put new words where the old ones went.
    await trx.deleteFrom('mail_thread').where('ticket', '=', ticket).execute();
  }
  if (gone.length > 0 || erased.length > 0) {
    await addEvents(trx, recording, ticket, [{ kind: 'erased', facts: { events: gone.length, reason }, actor: { kind: 'system' }, source: 'schedule' }], now);
  }
  return { events: gone.length, files: erased.length };
}

export async function eraseFiles(trx: Trx, ticket: string): Promise<number> {
  const gone = await trx.updateTable('attachment').set({ name_sealed: null, content_sealed: null }).where('ticket', '=', ticket).where('content_sealed', 'is not', null).returning('id').execute();
  return gone.length;
}

/** Ids of the events that are meant. */
export async function eventsOf(db: Pick<Trx, 'selectFrom'>, ticket: string, whose: Whose): Promise<string[]> {
  const rows = await db.selectFrom('ticket_event').select(['id', 'kind', 'facts']).where('ticket', '=', ticket).execute();
  return rows.flatMap(({ id, kind, facts }) => {
    const by = kind === 'received' ? (JSON.parse(facts) as FactsOf<'received'>).by : undefined;
    return whose === 'everybody' || (whose === 'requester' ? by === undefined : by === whose.other) ? [id] : [];
  });
}

/** Tickets of others in which somebody wrote. */
export async function ticketsWith(db: Pick<Trx, 'selectFrom'>, requester: string): Promise<string[]> {
  const rows = await db.selectFrom('ticket_event').select('ticket').distinct().where('kind', '=', 'received').where('facts', 'like', `%"by":"${requester}"%`).execute();
  return rows.map(({ ticket }) => ticket);
}
