/** Everything a report is made of, read once. */
import type { Store } from '../store/store.ts';
import type { DeflectionTally } from './measures/deflection.ts';
import type { VoteTally } from './measures/helpfulness.ts';
import type { IncidentTally } from './measures/incidents.ts';
import type { ReadingTally } from './measures/reading.ts';
import type { SearchTally } from './measures/searches.ts';
import { readerDays, sumOf } from './reader-days.ts';
import { ticketsOf } from './read.ts';
import { incidentTally, voteTally } from './read-tallies.ts';
import type { SessionFigures } from './session-figures.ts';
import type { TicketFigures, TicketSurroundings } from './ticket-figures.ts';
import type { Window } from './window.ts';

/** What readers did, as sums. */
export interface Readers {
  readonly searches: SearchTally;
  readonly deflection: DeflectionTally;
  readonly reading: ReadingTally;
  readonly votes: VoteTally;
  readonly incidents?: IncidentTally | undefined;
}

export interface Gathered extends Readers {
  readonly tickets: readonly TicketFigures[];
}

/** @param visit told each visit as well, for what else is counted of it; it makes single events be read, which takes longer */
export async function gather(store: Store, window: Window, around: Omit<TicketSurroundings, 'asOf'>, visit?: (session: SessionFigures) => void): Promise<Gathered> {
  let tickets: readonly TicketFigures[] = [];
  for await (const only of ticketsOf(store, [window], around)) tickets = only.tickets;
  return { tickets, ...(await readersOf(store, window, visit)) };
}

/** @param visit as in {@link gather} */
export async function readersOf(store: Store, window: Window, visit?: (session: SessionFigures) => void): Promise<Readers> {
  const days = await readerDays(store, window, visit);
  return { ...sumOf(days.values()), votes: await voteTally(store, window), incidents: await incidentTally(store, window) };
}
