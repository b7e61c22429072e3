/** Tickets from the store, a page at a time. */
import type { Store } from '../store/store.ts';
import type { TicketEvent } from '../tickets/events.ts';
import { DAY } from '../tickets/sla/zone.ts';
import { ticketFigures, type TicketFigures, type TicketSurroundings } from './ticket-figures.ts';
import type { Window } from './window.ts';

const TICKETS = 200;
/** Solutions are judged a week later. */
const LOOKS_BACK = 8 * DAY;

/** A window with the tickets that may count in it, as they stood by its end. */
export interface WindowTickets {
  readonly window: Window;
  readonly tickets: readonly TicketFigures[];
}

type Needed = (window: Window, ticket: TicketFigures) => TicketFigures | undefined;
const whole: Needed = (_window, ticket) => ticket;

/**
 * Tickets that may count in windows, each read once however many windows there are: what was done with long before a
 * window is not in it. A window comes as soon as nothing can be added to it, so that a quarter is never held whole.
 *
 * @param needed what of a ticket is kept for a window, if anything
 */
export async function* ticketsOf(store: Store, windows: readonly Window[], around: Omit<TicketSurroundings, 'asOf'>, needed: Needed = whole): AsyncGenerator<WindowTickets> {
  // Whoever is asked for a rating late is asked in a later window.
  const reach = Math.max(LOOKS_BACK, (around.ratingAfter ?? 0) + DAY);
  const open = [...windows].sort((a, b) => a.asOf - b.asOf).map((window) => ({ window, since: window.from - reach, tickets: [] as TicketFigures[] }));
  const [since, to] = [Math.min(...open.map((one) => one.since)), open.at(-1)?.window.asOf ?? 0];
  for await (const page of storyPages(store, since, to)) {
    for (const { createdAt, ...ticket } of page) {
      while (open.length > 0 && open[0]!.window.asOf <= createdAt) yield open.shift()!;
      const settled = settledAt(ticket.events);
      for (const { window, since: from, tickets } of open) {
        const figures = settled < from ? undefined : ticketFigures(ticket, { ...around, from: window.from, asOf: window.asOf });
        const kept = figures && needed(window, figures);
        if (kept !== undefined) tickets.push(kept);
      }
    }
  }
  yield* open;
}

interface Story {
  readonly id: string;
  readonly reference: string;
  readonly requester: string;
  readonly createdAt: number;
  readonly events: readonly TicketEvent[];
}

/** Tickets that were created before an instant, and closed after another if at all, in the order in which they came. */
async function* storyPages(store: Store, since: number, to: number): AsyncGenerator<Story[]> {
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
    const last = rows.at(-1);
    if (last === undefined) return;
    const stories = await eventsOf(store, rows.map(({ id }) => id));
    yield rows.map(({ id, reference, requester, created_at }) => ({ id, reference, requester, createdAt: created_at, events: stories.get(id) ?? [] }));
    if (rows.length < TICKETS) return;
    after = { createdAt: last.created_at, id: last.id };
  }
}

/** What figures need of events, which is neither their words nor who of a team it was: there are many. */
async function eventsOf(store: Store, tickets: readonly string[]): Promise<Map<string, TicketEvent[]>> {
  const rows = await store.read((db) => db.selectFrom('ticket_event').select(['ticket', 'seq', 'kind', 'at', 'actor', 'source', 'facts']).where('ticket', 'in', tickets).orderBy('ticket').orderBy('seq').execute());
  const stories = new Map<string, TicketEvent[]>();
  for (const { ticket, seq, kind, at, actor, source, facts } of rows) {
    const event = { kind, facts: JSON.parse(facts) as unknown, seq, at, actor: { kind: actor }, source } as TicketEvent;
    const story = stories.get(ticket);
    if (story === undefined) stories.set(ticket, [event]);
    else story.push(event);
  }
  return stories;
}

/** When a ticket was solved, or closed without a solution, with nothing but its closing after it; `Infinity` while it goes on. */
function settledAt(events: readonly TicketEvent[]): number {
  const lastAct = events.findLast(({ kind }) => kind !== 'closed');
  if (lastAct === undefined) return Infinity;
  const stands = events.findLast(({ kind }) => kind === 'created' || kind === 'resolved' || kind === 'reopened');
  if (stands?.kind === 'resolved') return lastAct.at;
  const closings = events.flatMap(({ kind, at }) => (kind === 'closed' ? [at] : []));
  return Math.max(lastAct.at, Math.min(Infinity, ...closings));
}
