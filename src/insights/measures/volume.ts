/** How much came in, of what, and how much of it lies there. */
import { PRIORITIES } from '../../catalog/support/priorities.ts';
import { count, type Breakdown, type Measure } from '../measure.ts';
import type { TicketFigures } from '../ticket-figures.ts';
import { dayName, daysIn, endOf, within, type Window } from '../window.ts';

const RECEIVED = 'tickets created in the window, without spam, duplicates and those merged into others';
const NOT_JUDGED = '(not judged)';

/** Counts of tickets that came in, for figures of readers. */
export interface Created {
  readonly all: number;
  readonly byForm: number;
  /** Different requesters. */
  readonly people: number;
}

export function createdOf(tickets: readonly TicketFigures[], window: Window): Created {
  const created = createdIn(tickets, window);
  return { all: created.length, byForm: created.filter(({ source }) => source === 'form').length, people: new Set(created.map(({ requester }) => requester)).size };
}

export function received(tickets: readonly TicketFigures[], window: Window): Measure {
  return count({ id: 'received', title: 'Tickets received', formula: RECEIVED, source: 'both support plans, ticket volume' }, createdIn(tickets, window).length, window);
}

/** As they stand when the window ends: a ticket whose priority was changed counts where it is now. */
export function receivedBy(tickets: readonly TicketFigures[], window: Window): Breakdown[] {
  const created = createdIn(tickets, window);
  const formula = `${RECEIVED}, as they stand at its end`;
  const priorities = tally(created.map(({ priority }) => priority));
  return [
    { id: 'received-by-priority', title: 'By priority', formula, rows: [...PRIORITIES, NOT_JUDGED].flatMap((name) => priorities.filter((row) => row.name === name)) },
    { id: 'received-by-category', title: 'By category', formula, rows: tally(created.map(({ category }) => category)) },
    { id: 'received-by-team', title: 'By team', formula, rows: tally(created.map(({ team }) => team)) },
    { id: 'received-by-channel', title: 'By channel', formula, rows: tally(created.map(({ channel }) => channel)) },
  ];
}

/** Open tickets as each local day of the window ended; a day that is not over has no figure. */
export function backlogByDay(tickets: readonly TicketFigures[], window: Window): { readonly day: string; readonly open: number }[] {
  return daysOver(window).map((day) => ({ day: dayName(day), open: openAt(tickets, endOf(day, window.zone)) }));
}

function daysOver(window: Window): number[] {
  return daysIn(window).filter((day) => endOf(day, window.zone) <= window.asOf);
}

function openAt(tickets: readonly TicketFigures[], instant: number): number {
  return tickets.filter(({ open }) => open.some(({ from, until }) => from < instant && until >= instant)).length;
}

export function backlog(tickets: readonly TicketFigures[], window: Window): Measure {
  const days = daysOver(window);
  const last = days.at(-1);
  return count(
    { id: 'backlog', title: 'Open at the end of the last day', formula: 'tickets neither solved nor closed as the last whole day of the window ended in the team’s zone; those that wait for the requester are among them', source: 'both support plans, backlog' },
    last === undefined ? undefined : openAt(tickets, endOf(last, window.zone)),
    window,
    days.length,
  );
}

function createdIn(tickets: readonly TicketFigures[], window: Window): TicketFigures[] {
  return tickets.filter(({ counts, createdAt }) => counts && within(window, createdAt));
}

/** Most first. */
function tally(names: readonly (string | undefined)[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name ?? NOT_JUDGED, (counts.get(name ?? NOT_JUDGED) ?? 0) + 1);
  return [...counts].map(([name, many]) => ({ name, count: many })).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
