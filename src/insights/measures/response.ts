/** How long requesters waited. */
import { times, type Measure } from '../measure.ts';
import type { Span, TicketFigures } from '../ticket-figures.ts';
import { within, type Window } from '../window.ts';

const SOURCES = {
  'first-response': 'Zendesk, first reply time',
  'next-reply': 'Zendesk, reply time',
  'first-resolution': 'Zendesk, first resolution time',
  'full-resolution': 'Zendesk, full resolution time',
} as const;

const TOLD = {
  'first-response': ['First response', 'ticket created → first public answer of a person, by tickets first answered in the window; bots do not count, and the answer to a ticket that an agent wrote down is the next public message'],
  'next-reply': ['Next reply', 'oldest unanswered question after the first response → next public answer of a person, by questions answered in the window'],
  'first-resolution': ['First resolution', 'ticket created → first solution, by tickets first solved in the window'],
  'full-resolution': ['Full resolution', 'ticket created → last solution that still holds as the window ends, by tickets whose last solution is in the window'],
} as const;

type Wait = keyof typeof TOLD;

/** Mean, median and 90th percentile of each wait, by the clock on the wall and by open hours. */
export function waits(tickets: readonly TicketFigures[], window: Window): Measure[] {
  const counted = tickets.filter(({ counts }) => counts);
  return (Object.keys(TOLD) as Wait[]).flatMap((wait) => {
    const spans = counted.flatMap((ticket) => spansOf(wait, ticket)).filter(({ at }) => within(window, at));
    const [title, formula] = TOLD[wait];
    const source = SOURCES[wait];
    return [
      ...times({ id: `${wait}-calendar`, title: `${title}, calendar time`, formula: `${formula}; all time, waits included`, source }, spans.map(({ calendarSeconds }) => calendarSeconds), window),
      ...times(
        { id: `${wait}-business`, title: `${title}, business time`, formula: `${formula}; open hours of the calendar that the promise counts by, else of the team, without time spent waiting for the requester`, source },
        spans.flatMap(({ businessSeconds }) => businessSeconds ?? []),
        window,
      ),
    ];
  });
}

function spansOf(wait: Wait, ticket: TicketFigures): readonly Span[] {
  if (wait === 'next-reply') return ticket.replies;
  const span = wait === 'first-response' ? ticket.firstResponse : wait === 'first-resolution' ? ticket.firstResolution : ticket.fullResolution;
  return span === undefined ? [] : [span];
}
