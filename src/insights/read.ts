/** Tickets from the store, a page at a time. */
import type { Store } from '../store/store.ts';
import type { TicketEvent } from '../tickets/events.ts';
import { eventsIn } from '../tickets/read.ts';
import { DAY } from '../tickets/sla/zone.ts';
import { ticketFigures, type TicketFigures, type TicketSurroundings } from './ticket-figures.ts';
import type { Window } from './window.ts';

const TICKETS = 500;
/** Solutions are judged a week later. */
const LOOKS_BACK = 8 * DAY;

/**
 * Tickets that may count in windows, each read once however many windows there are: what was done with long before a
 * window is not in it.
 *
 * @param windows told with each of their tickets, as it stood by their end
 */
export async function readTickets(store: Store, windows: readonly Window[], around: Omit<TicketSurroundings, 'asOf'>, tell: (window: Window, ticket: TicketFigures) => void): Promise<void> {
  // Whoever is asked for a rating late is asked in a later window.
  const sinceOf = ({ from }: Window) => from - Math.max(LOOKS_BACK, (around.ratingAfter ?? 0) + DAY);
  const [since, to] = [Math.min(...windows.map(sinceOf)), Math.max(...windows.map(({ asOf }) => asOf))];
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
    const stories = await store.read((db) => eventsIn(db, rows.map(({ id }) => id)));
    for (const { id, reference, requester, created_at } of rows) {
      const events = stories.get(id) ?? [];
      for (const window of windows) {
        if (created_at >= window.asOf || isSettled(events, sinceOf(window))) continue;
        const figures = ticketFigures({ id, reference, requester, events }, { ...around, asOf: window.asOf });
        if (figures !== undefined) tell(window, figures);
      }
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < TICKETS) return;
    after = { createdAt: last.created_at, id: last.id };
  }
}

/** Whether a ticket was solved, or closed without a solution, before an instant, and nothing but its closing came after it. */
function isSettled(events: readonly TicketEvent[], since: number): boolean {
  const lastAct = events.findLast(({ kind }) => kind !== 'closed');
  if (lastAct === undefined || lastAct.at >= since) return false;
  const stands = events.findLast(({ kind }) => kind === 'created' || kind === 'resolved' || kind === 'reopened');
  return stands?.kind === 'resolved' || events.some(({ kind, at }) => kind === 'closed' && at < since);
}
