/** Every figure of a window, in the order of the report. */
import type { SlaRules } from '../../tickets/sla/policy.ts';
import type { Readers } from '../gather.ts';
import type { Measure } from '../measure.ts';
import type { TicketFigures } from '../ticket-figures.ts';
import type { Window } from '../window.ts';
import { deflectionMeasures } from './deflection.ts';
import { helpfulness } from './helpfulness.ts';
import { incidentMeasures } from './incidents.ts';
import { escalationRate, firstContactResolution, reopenRate } from './outcomes.ts';
import { promises } from './promises.ts';
import { readingMeasures } from './reading.ts';
import { waits } from './response.ts';
import { satisfaction } from './satisfaction.ts';
import { searchMeasures } from './searches.ts';
import { backlog, received, type Created } from './volume.ts';

/** Made of tickets alone. */
export function ticketMeasures(tickets: readonly TicketFigures[], rules: SlaRules, window: Window): [volume: Measure[], waited: Measure[], kept: Measure[], outcomes: Measure[], satisfied: Measure[]] {
  return [
    [received(tickets, window), backlog(tickets, window)],
    waits(tickets, window),
    promises(tickets, rules, window),
    [firstContactResolution(tickets, window), reopenRate(tickets, window), escalationRate(tickets, window)],
    satisfaction(tickets, window),
  ];
}

/** Made of what readers did, some beside how many tickets came. */
export function readerMeasures({ searches, deflection, reading, votes, incidents }: Readers, created: Created, window: Window): [found: Measure[], deflected: Measure[], helped: Measure[]] {
  return [
    [...searchMeasures(searches, window), ...readingMeasures(reading, window)],
    [...deflectionMeasures(deflection, created, window), ...incidentMeasures(incidents, window)],
    [helpfulness(votes, window)],
  ];
}
