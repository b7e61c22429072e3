/** Tickets, visits and votes from the store, a page at a time: a quarter's events need no more room than a day's. */
import type { Store } from '../store/store.ts';
import { eventsIn } from '../tickets/read.ts';
import { FOLLOWED_FOR } from './measures/deflection.ts';
import { sessionFigures, type SessionEvent, type SessionFigures } from './session-figures.ts';
import { ticketFigures, type TicketFigures, type TicketSurroundings } from './ticket-figures.ts';

const TICKETS = 500;
const EVENTS = 10_000;
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

/**
 * Visits with something between two instants, each whole: what happened the day before and after belongs to it.
 * Bots are left out.
 */
export async function* sessionsBetween(store: Store, from: number, to: number): AsyncGenerator<SessionFigures> {
  let session: SessionEvent[] = [];
  for await (const event of readerEvents(store, from - FOLLOWED_FOR, to + FOLLOWED_FOR)) {
    if (session.length > 0 && session[0]!.session !== event.session) {
      if (touches(session, from, to)) yield sessionFigures(session);
      session = [];
    }
    session.push(event);
  }
  if (touches(session, from, to)) yield sessionFigures(session);
}

function touches(session: readonly SessionEvent[], from: number, to: number): boolean {
  return session.some(({ at }) => from <= at && at < to);
}

/** In the order of sessions, so that one can be told after the other. */
async function* readerEvents(store: Store, from: number, to: number): AsyncGenerator<SessionEvent> {
  let after = { session: '', at: -1, id: '' };
  for (;;) {
    const rows = await store.read((db) =>
      db
        .selectFrom('reader_event')
        .select(['id', 'session', 'kind', 'article', 'query', 'facts', 'happened_at'])
        .where('bot', '=', 0)
        .where('happened_at', '>=', from)
        .where('happened_at', '<', to)
        // The first condition lets the database begin where the last page ended.
        .where('session', '>=', after.session)
        .where((where) =>
          where.or([
            where('session', '>', after.session),
            where('happened_at', '>', after.at),
            where.and([where('happened_at', '=', after.at), where('id', '>', after.id)]),
          ]),
        )
        .orderBy('session')
        .orderBy('happened_at')
        .orderBy('id')
        .limit(EVENTS)
        .execute(),
    );
    for (const { session, kind, happened_at, article, query, facts } of rows) {
      yield { session, kind, at: Number(happened_at), article: article ?? undefined, query: query ?? undefined, facts: JSON.parse(facts) as Record<string, unknown> };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < EVENTS) return;
    after = { session: last.session, at: Number(last.happened_at), id: last.id };
  }
}
