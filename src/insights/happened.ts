/** The two pictures that are no curves: the way from a question to a ticket, and the hours at which tickets come. */
import { zoneOf } from '../tickets/sla/zone.ts';
import type { Gathered } from './gather.ts';
import { createdOf } from './measures/volume.ts';
import type { TicketFigures } from './ticket-figures.ts';
import { within, type Window } from './window.ts';

export interface Step {
  readonly title: string;
  readonly count: number;
  readonly note: string;
}

/** From everyone who came to those who wrote. Visits at first, tickets at the end: two things, side by side. */
export function funnelOf({ deflection, tickets }: Pick<Gathered, 'deflection' | 'tickets'>, window: Window): Step[] {
  const { all, byForm } = createdOf(tickets, window);
  return [
    { title: 'Visits', count: deflection.sessions, note: 'browser tabs with something in them' },
    { title: 'Looked for something', count: deflection.seeking, note: 'searched, or opened a contact form' },
    { title: 'Opened a contact form', count: deflection.forms, note: `${deflection.formsSolved} of them said that an answer there solved it` },
    { title: 'Tickets through a form', count: byForm, note: `${all - byForm} more came by other ways` },
  ];
}

/** Tickets that came, by local day of the week (Monday first) and hour. */
export function hoursOf(tickets: readonly TicketFigures[], window: Window): number[][] {
  const hours = noHours();
  const zone = zoneOf(window.zone);
  for (const { counts, createdAt } of tickets) {
    if (!counts || !within(window, createdAt)) continue;
    const local = new Date(createdAt + zone.offsetAt(createdAt));
    hours[(local.getUTCDay() + 6) % 7]![local.getUTCHours()]! += 1;
  }
  return hours;
}

export function sumOfHours(periods: readonly (readonly (readonly number[])[])[]): number[][] {
  return noHours().map((day, weekday) => day.map((_, hour) => periods.reduce((sum, hours) => sum + hours[weekday]![hour]!, 0)));
}

function noHours(): number[][] {
  return Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
}
