/** Reading tickets: their events as the rules see them, their words only for who may see them. */
import type { Transaction } from 'kysely';
import type { Envelope } from '../store/envelope.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { StoredLink } from './chain.ts';
import { eventWords, type TicketEvent } from './events.ts';
import { readReference } from './reference.ts';

type Db = Pick<Transaction<Tables>, 'selectFrom'>;

/** The cell that an event's words are sealed for. */
export function wordsPlace(row: string) {
  return { table: 'ticket_event', column: 'words_sealed', row };
}

/** A ticket with its whole story. */
export interface Ticket {
  readonly id: string;
  readonly reference: string;
  readonly requester: string;
  readonly events: readonly TicketEvent[];
}

/** Events a query takes at once: databases cap the number of values. */
const BATCH = 500;

/** The ticket with this reference, as typed, or id; with the words of its events. */
export async function loadTicket(store: Store, name: string): Promise<Ticket | undefined> {
  const reference = readReference(name);
  return store.read(async (db) => {
    const row = await db
      .selectFrom('ticket')
      .select(['id', 'reference', 'requester'])
      .where((where) => (reference === undefined ? where('id', '=', name) : where('reference', '=', reference)))
      .executeTakeFirst();
    return row && { ...row, events: (await eventsIn(db, [row.id], store.envelope)).get(row.id) ?? [] };
  });
}

/**
 * The events of tickets, oldest first, by ticket.
 *
 * @param envelope opens the words; without it they are left out, which is all that clocks and figures need
 */
export async function eventsIn(db: Db, tickets: readonly string[], envelope?: Envelope): Promise<Map<string, TicketEvent[]>> {
  const byTicket = new Map<string, TicketEvent[]>();
  for (let at = 0; at < tickets.length; at += BATCH) {
    const rows = await db
      .selectFrom('ticket_event')
      .select(['id', 'ticket', 'seq', 'kind', 'at', 'actor', 'actor_name', 'source', 'facts'])
      // Most of what a ticket weighs.
      .$if(envelope !== undefined, (query) => query.select('words_sealed'))
      .where('ticket', 'in', tickets.slice(at, at + BATCH))
      .orderBy('ticket')
      .orderBy('seq')
      .execute();
    for (const row of rows) {
      const event = {
        kind: row.kind,
        facts: JSON.parse(row.facts) as unknown,
        seq: row.seq,
        at: row.at,
        actor: { kind: row.actor, ...(row.actor_name === null ? {} : { name: row.actor_name }) },
        source: row.source,
        ...(envelope === undefined || typeof row.words_sealed !== 'string' ? {} : { words: eventWords.parse(JSON.parse(envelope.open(row.words_sealed, wordsPlace(row.id)))) }),
      } as TicketEvent;
      const events = byTicket.get(row.ticket);
      if (events === undefined) byTicket.set(row.ticket, [event]);
      else events.push(event);
    }
  }
  return byTicket;
}

/** The links of one ticket's chain, with the head that its row names. */
export async function chainOf(store: Store, ticket: string): Promise<{ links: StoredLink[]; head: string }> {
  return store.read(async (db) => {
    const rows = await db.selectFrom('ticket_event').selectAll().where('ticket', '=', ticket).orderBy('seq').execute();
    const { chain_head } = await db.selectFrom('ticket').select('chain_head').where('id', '=', ticket).executeTakeFirstOrThrow();
    const links = rows.map(({ words_sealed, words_salt, ...row }) => ({
      ...row,
      words: words_sealed === null || words_salt === null ? null : { salt: words_salt, text: store.envelope.open(words_sealed, wordsPlace(row.id)) },
    }));
    return { links, head: chain_head };
  });
}
