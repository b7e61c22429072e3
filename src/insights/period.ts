/** What a period comes to, beside which another stands: figures without their words. */
import type { SlaRules } from '../tickets/sla/policy.ts';
import type { Readers } from './gather.ts';
import { hoursOf } from './happened.ts';
import type { Figure } from './measure.ts';
import { readerMeasures, ticketMeasures } from './measures/all.ts';
import { createdOf, type Created } from './measures/volume.ts';
import type { TicketFigures } from './ticket-figures.ts';
import type { Window } from './window.ts';

export interface PeriodFigures {
  readonly window: Window;
  readonly figures: readonly Figure[];
  /** Tickets that came, by day of the week and hour. */
  readonly hours: readonly (readonly number[])[];
}

/** What the tickets of a period come to: no ticket is in it, and its length does not depend on how many there were. */
export interface TicketPeriod {
  readonly figures: readonly Figure[];
  readonly created: Created;
  readonly hours: readonly (readonly number[])[];
}

export function periodFrom({ figures, created, hours }: TicketPeriod, readers: Readers, window: Window): PeriodFigures {
  return { window, figures: [...figures, ...readerMeasures(readers, created, window).flat().map(withoutWords)], hours };
}

export function ticketPeriod(tickets: readonly TicketFigures[], rules: SlaRules, window: Window): TicketPeriod {
  return { figures: ticketMeasures(tickets, rules, window).flat().map(withoutWords), created: createdOf(tickets, window), hours: hoursOf(tickets, window) };
}

function withoutWords({ id, value, n, interval, tooSmall }: Figure): Figure {
  return { id, value, n, interval, tooSmall };
}

/** Counts up when a figure of tickets is counted otherwise, or one is added: what was kept before is made anew. */
export const PERIOD_VERSION = 1;

interface Written {
  readonly figures: readonly (readonly [id: string, value: number | null, n: number, tooSmall: boolean, low: number | null, high: number | null])[];
  readonly created: Created;
  readonly hours: readonly (readonly number[])[];
}

/** As it lies in the store. */
export function periodText({ figures, created, hours }: TicketPeriod): string {
  const written: Written = { figures: figures.map(({ id, value, n, tooSmall, interval }) => [id, value ?? null, n, tooSmall, interval?.low ?? null, interval?.high ?? null]), created, hours };
  return JSON.stringify(written);
}

export function periodFromText(text: string): TicketPeriod {
  const { figures, created, hours } = JSON.parse(text) as Written;
  return {
    figures: figures.map(([id, value, n, tooSmall, low, high]) => ({ id, value: value ?? undefined, n, interval: low === null || high === null ? undefined : { low, high }, tooSmall })),
    created,
    hours,
  };
}
