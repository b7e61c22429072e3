/** What of a ticket the figures of a window are made of, so that a period of many tickets needs little room. */
import type { TicketFigures } from './ticket-figures.ts';
import { JUDGED_AFTER } from './measures/outcomes.ts';
import { within, type Window } from './window.ts';

/**
 * The ticket without what lies outside of the window, for its figures and for nothing that names it.
 *
 * @returns `undefined` when no figure of the window would be another without it
 */
export function countedIn(window: Window, ticket: TicketFigures): TicketFigures | undefined {
  const inside = <One extends { readonly at: number }>(one: One | undefined) => (within(window, one?.at) ? one : undefined);
  const any = (instants: readonly number[]) => instants.some((at) => within(window, at));
  const counted = {
    firstResponse: inside(ticket.firstResponse),
    firstResolution: inside(ticket.firstResolution),
    fullResolution: inside(ticket.fullResolution),
    rating: within(window, ticket.askedAt) ? ticket.rating : inside(ticket.rating),
    replies: some(ticket.replies, inside),
    verdicts: some(ticket.verdicts, ({ adjusted, original }) => inside(adjusted) ?? inside(original)),
    open: some(ticket.open, ({ from, until }) => from < window.asOf && until >= window.from),
    askedAt: within(window, ticket.askedAt) ? ticket.askedAt : undefined,
    reopenedAt: any(ticket.reopenedAt) ? ticket.reopenedAt : NONE,
    raisedAt: any(ticket.raisedAt) ? ticket.raisedAt : NONE,
  };
  const [solved] = ticket.solvedAt;
  const judged = any(ticket.solvedAt) || (solved !== undefined && within(window, solved + JUDGED_AFTER));
  const nothing = !judged && !within(window, ticket.createdAt) && Object.values(counted).every((one) => one === undefined || one === NONE);
  return nothing ? undefined : { ...ticket, ...counted, ...(judged ? {} : { solvedAt: NONE, cameBackAt: NONE }), answeredBy: NONE };
}

const NONE: readonly never[] = [];

function some<One>(all: readonly One[], test: (one: One) => unknown): readonly One[] {
  return all.some(test) ? all.filter(test) : NONE;
}
