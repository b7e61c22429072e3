/** Everything a report is made of, read once. */
import { votesBetween } from '../feedback/votes.ts';
import type { Store } from '../store/store.ts';
import type { DeflectionTally } from './measures/deflection.ts';
import { addVote, noVotes, type VoteTally } from './measures/helpfulness.ts';
import { incidentTally, type IncidentTally } from './measures/incidents.ts';
import type { ReadingTally } from './measures/reading.ts';
import type { SearchTally } from './measures/searches.ts';
import { readerDays, sumOf } from './reader-days.ts';
import { readTickets } from './read.ts';
import type { SessionFigures } from './session-figures.ts';
import type { TicketFigures, TicketSurroundings } from './ticket-figures.ts';
import type { Window } from './window.ts';

export interface Gathered {
  readonly tickets: readonly TicketFigures[];
  readonly searches: SearchTally;
  readonly deflection: DeflectionTally;
  readonly reading: ReadingTally;
  readonly votes: VoteTally;
  readonly incidents?: IncidentTally | undefined;
}

/** @param visit told each visit as well, for what else is counted of it; it makes single events be read, which takes longer */
export async function gather(store: Store, window: Window, around: Omit<TicketSurroundings, 'asOf'>, visit?: (session: SessionFigures) => void): Promise<Gathered> {
  const [gathered] = await gatherAll(store, [window], around, visit);
  return gathered!;
}

/** The same for several windows, whose tickets are read once. */
export async function gatherAll(store: Store, windows: readonly Window[], around: Omit<TicketSurroundings, 'asOf'>, visit?: (session: SessionFigures) => void): Promise<Gathered[]> {
  const tickets = new Map<Window, TicketFigures[]>(windows.map((window) => [window, []]));
  await readTickets(store, windows, around, (window, ticket) => tickets.get(window)!.push(ticket));
  const all: Gathered[] = [];
  for (const window of windows) {
    const days = await readerDays(store, window, visit);
    const gathered = { tickets: tickets.get(window)!, ...sumOf(days.values()), votes: noVotes(), incidents: await incidentTally(store, window) };
    for await (const vote of votesBetween(store, window.from, window.asOf)) addVote(gathered.votes, vote, window);
    all.push(gathered);
  }
  return all;
}
