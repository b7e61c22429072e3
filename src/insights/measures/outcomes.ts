/** How tickets ended: at once, with a second try, higher up. */
import { share, type Measure } from '../measure.ts';
import type { TicketFigures } from '../ticket-figures.ts';
import { within, type Window } from '../window.ts';

/** A solution that was answered by silence for so long was one. */
export const JUDGED_AFTER = 7 * 86_400_000;

/** Tickets opened again, for each ticket solved. */
export function reopenRate(tickets: readonly TicketFigures[], window: Window): Measure {
  const counted = tickets.filter(({ counts }) => counts);
  const all = counted.filter(({ solvedAt }) => solvedAt.some((at) => within(window, at))).length;
  const of = counted.filter(({ reopenedAt }) => reopenedAt.some((at) => within(window, at))).length;
  return share({ id: 'reopened', title: 'Reopened', formula: 'tickets opened again in the window, each once ÷ tickets solved in the window; robots open nothing again', source: 'Zendesk, reopened tickets' }, { of, all }, window);
}

/** Tickets moved to a higher level, for each ticket that came in. */
export function escalationRate(tickets: readonly TicketFigures[], window: Window): Measure {
  const counted = tickets.filter(({ counts }) => counts);
  const all = counted.filter(({ createdAt }) => within(window, createdAt)).length;
  const of = counted.filter(({ raisedAt }) => raisedAt.some((at) => within(window, at))).length;
  return share({ id: 'escalated', title: 'Escalated', formula: 'tickets moved to a higher level in the window, each once ÷ tickets created in the window', source: 'both support plans, escalation rate' }, { of, all }, window);
}

/**
 * Solved at the first contact, by the requester's silence. Silence needs time, so it is judged a week after the
 * solution: a window tells of the tickets that were first solved in the same window a week earlier.
 */
export function firstContactResolution(tickets: readonly TicketFigures[], window: Window): Measure {
  const judged = tickets.filter(({ counts, solvedAt }) => counts && solvedAt[0] !== undefined && within(window, solvedAt[0] + JUDGED_AFTER));
  const of = judged.filter(({ solvedAt, cameBackAt }) => !cameBackAt.some((at) => at <= solvedAt[0]! + JUDGED_AFTER)).length;
  return share(
    {
      id: 'first-contact-resolution',
      title: 'First-contact resolution',
      formula: 'tickets whose requester neither wrote again nor opened them again until 7 days after the first solution ÷ tickets whose first solution became 7 days old in the window',
      source: 'Freshservice: resolved with no further customer interaction; 7 days as repeat contacts are counted',
    },
    { of, all: judged.length },
    window,
  );
}
