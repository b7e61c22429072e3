/** Tickets from the store, a page at a time. */
import type { Store } from '../store/store.ts';
import { eventsIn } from '../tickets/read.ts';
import { ticketFigures, type TicketFigures, type TicketSurroundings } from './ticket-figures.ts';

const TICKETS = 500;
/** Solutions are judged a week later. */
const LOOKS_BACK = 8 * 86_400_000;

/** Tickets that may count between two instants: what was closed and done with long before is not read. */
export async function* ticketsBetween(store: Store, from: number, to: number, around: TicketSurroundings): AsyncGenerator<TicketFigures> {
  const since = from - LOOKS_BACK;
  let after = { createdAt: -1, id: '' };
  for (;;) {
    const rows = await store.read((db) =>
      db
        .selectFrom('ticket')
        .select(['id', 'reference', 'requester', 'created_at'])
        .where('created_at', '<', to)
        .where('created_at', '>=', after.createdAt)
        .where((where) => where.or([where('created_at', '>', after.createdAt), where('id', '>', after.id)]))
        .where((where) => where.or([where('closed_at', 'is', null), where('updated_at', '>=', since)]))
        .orderBy('created_at')
        .orderBy('id')
        .limit(TICKETS)
        .execute(),
    );
    const events = await store.read((db) => eventsIn(db, rows.map(({ id }) => id)));
    for (const { id, reference, requester } of rows) {
      const figures = ticketFigures({ id, reference, requester, events: events.get(id) ?? [] }, around);
      if (figures !== undefined) yield figures;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < TICKETS) return;
    after = { createdAt: last.created_at, id: last.id };
  }
}
