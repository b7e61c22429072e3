/** One reader's visit, reduced to what figures are made of. */
import type { Outcome } from '../events/envelope.ts';

/** A reader's event as it lies in the store. */
export interface SessionEvent {
  readonly session: string;
  readonly kind: string;
  /** When it happened, milliseconds. */
  readonly at: number;
  readonly article: string | undefined;
  readonly query: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface SearchFigures {
  readonly at: number;
  /** Scrubbed when it was kept. */
  readonly query: string;
  readonly outcome: Outcome;
  readonly refined: boolean;
  /** An answer was opened. */
  readonly opened: boolean;
  /** The reader went on to a person. */
  readonly contacted: boolean;
}

export interface SessionFigures {
  readonly id: string;
  readonly beganAt: number;
  readonly searches: readonly SearchFigures[];
  /** Articles that were opened, oldest first. */
  readonly readings: readonly { readonly article: string; readonly at: number }[];
  /** Answers of a contact form that were opened. */
  readonly suggestionsOpenedAt: readonly number[];
  /** Contact forms that were opened. */
  readonly formsAt: readonly number[];
  /** The reader said that an answer solved it. */
  readonly solvedAt: readonly number[];
  readonly sentAt: readonly number[];
}

const READINGS = new Set(['open', 'read', 'suggestion-opened']);

/** @param events of one session, oldest first */
export function sessionFigures(events: readonly SessionEvent[]): SessionFigures {
  const searches: { at: number; number: unknown; query: string; outcome: Outcome; refined: boolean; opened: boolean; contacted: boolean }[] = [];
  // Pages count their searches anew, so a number means the last search of that number.
  const searchOf = (event: SessionEvent) => searches.findLast(({ number }) => number === event.facts.search);
  const readings: { article: string; at: number }[] = [];
  for (const event of events) {
    if (event.kind === 'search') {
      const { search, outcome, refined } = event.facts as { search: number; outcome: Outcome; refined: boolean };
      searches.push({ at: event.at, number: search, query: event.query ?? '', outcome, refined, opened: false, contacted: false });
    }
    if (READINGS.has(event.kind) && event.article !== undefined) readings.push({ article: event.article, at: event.at });
    const search = event.kind === 'open' || event.kind === 'contact' ? searchOf(event) : undefined;
    if (search !== undefined && event.kind === 'open') search.opened = true;
    if (search !== undefined && event.kind === 'contact') search.contacted = true;
  }
  const instants = (kind: string) => events.flatMap((event) => (event.kind === kind ? [event.at] : []));
  return {
    id: events[0]?.session ?? '',
    beganAt: events[0]?.at ?? 0,
    searches: searches.map(({ number: _number, ...search }) => search),
    readings,
    suggestionsOpenedAt: instants('suggestion-opened'),
    formsAt: instants('contact-opened'),
    solvedAt: instants('suggestion-solved'),
    sentAt: instants('contact-sent'),
  };
}
