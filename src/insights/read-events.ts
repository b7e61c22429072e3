/** Readers' events from the store in the order of time, a page at a time, as visits. */
import type { Store } from '../store/store.ts';
import { FOLLOWED_FOR, type SessionEvent, type SessionFigures } from './session-figures.ts';
import { collectVisits } from './visits.ts';

/** A page is read at one go, and the service answers nobody meanwhile. */
const EVENTS = 2_000;

/**
 * Visits with something between two instants. What happened up to a day before decides whether a visit began there,
 * and what happened up to a day after still belongs to it, so both are read. Bots are left out.
 */
export async function* visitsBetween(store: Store, from: number, to: number): AsyncGenerator<SessionFigures> {
  const visits = collectVisits();
  const touches = ({ beganAt, lastAt }: SessionFigures) => beganAt < to && lastAt >= from;
  for await (const page of eventPages(store, from - FOLLOWED_FOR, to + FOLLOWED_FOR)) {
    for (const event of page) for (const visit of visits.add(event)) if (touches(visit)) yield visit;
  }
  for (const visit of visits.rest()) if (touches(visit)) yield visit;
}

async function* eventPages(store: Store, from: number, to: number): AsyncGenerator<SessionEvent[]> {
  let after = { at: from, id: '' };
  for (;;) {
    const rows = await store.read((db) =>
      db
        .selectFrom('reader_event')
        .select(['id', 'session', 'kind', 'bot', 'article', 'query', 'facts', 'happened_at'])
        // The first condition lets the database begin where the last page ended.
        .where('happened_at', '>=', after.at)
        .where('happened_at', '<', to)
        .where((where) => where.or([where('happened_at', '>', after.at), where('id', '>', after.id)]))
        .orderBy('happened_at')
        .orderBy('id')
        .limit(EVENTS)
        .execute(),
    );
    yield rows.flatMap(({ session, kind, bot, happened_at, article, query, facts }) =>
      bot === 1 ? [] : [{ session, kind, at: happened_at, article: article ?? undefined, query: query ?? undefined, facts: JSON.parse(facts) as SessionEvent['facts'] }],
    );
    const last = rows.at(-1);
    if (last === undefined || rows.length < EVENTS) return;
    after = { at: last.happened_at, id: last.id };
  }
}
