/** One reader's visit, reduced to what figures are made of. */
import type { Outcome } from '../events/envelope.ts';

/**
 * What a tab tells belongs to its visit for this long, and an answer to its search; a tab that was silent for longer
 * begins a new visit. So a day's visits are known a day after it ends, and depend on nothing else.
 */
export const FOLLOWED_FOR = 24 * 3_600_000;

/** A reader's event as it lies in the store. */
export interface SessionEvent {
  readonly session: string;
  readonly kind: string;
  /** When it happened, milliseconds. */
  readonly at: number;
  readonly article: string | undefined;
  readonly query: string | undefined;
  readonly facts: Readonly<Record<string, unknown> & { readonly search?: unknown; readonly seconds?: unknown; readonly written?: unknown }>;
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
  readonly lastAt: number;
  readonly searches: readonly SearchFigures[];
  /** Articles that were opened, oldest first. */
  readonly readings: readonly { readonly article: string; readonly at: number }[];
  /** Pages that told how long they were in sight, in coarse steps of seconds. */
  readonly inSight: readonly { readonly article: string; readonly seconds: number }[];
  /** Answers that a contact form showed. */
  readonly suggestionsShownAt: readonly number[];
  /** Answers of a contact form that were opened. */
  readonly suggestionsOpenedAt: readonly number[];
  /** Contact forms that were opened. */
  readonly formsAt: readonly number[];
  /** The reader said that an answer solved it. */
  readonly solvedAt: readonly number[];
  readonly sentAt: readonly number[];
  /** Contact forms that were left; whether something had been written. */
  readonly left: readonly { readonly written: boolean }[];
}

const READINGS = new Set(['open', 'read', 'suggestion-opened']);

/** @param events of one session, oldest first, from its first event or from the first after a day of silence */
export function sessionFigures(events: readonly SessionEvent[]): SessionFigures {
  const beganAt = events[0]?.at ?? 0;
  const figures = {
    id: events[0]?.session ?? '',
    beganAt,
    lastAt: events.at(-1)?.at ?? 0,
    searches: searchesOf(events),
    readings: [] as { article: string; at: number }[],
    inSight: [] as { article: string; seconds: number }[],
    suggestionsShownAt: [] as number[],
    suggestionsOpenedAt: [] as number[],
    formsAt: [] as number[],
    solvedAt: [] as number[],
    sentAt: [] as number[],
    left: [] as { written: boolean }[],
  };
  for (const { kind, at, article, facts } of events) {
    if (at - beganAt > FOLLOWED_FOR) break;
    if (READINGS.has(kind) && article !== undefined) figures.readings.push({ article, at });
    if (kind === 'read' && article !== undefined && typeof facts.seconds === 'number') figures.inSight.push({ article, seconds: facts.seconds });
    else if (kind === 'suggestion-shown') figures.suggestionsShownAt.push(at);
    else if (kind === 'suggestion-opened') figures.suggestionsOpenedAt.push(at);
    else if (kind === 'suggestion-solved') figures.solvedAt.push(at);
    else if (kind === 'contact-opened') figures.formsAt.push(at);
    else if (kind === 'contact-sent') figures.sentAt.push(at);
    else if (kind === 'contact-left') figures.left.push({ written: facts.written === true });
  }
  return figures;
}

function searchesOf(events: readonly SessionEvent[]): SearchFigures[] {
  const searches: { at: number; number: unknown; query: string; outcome: Outcome; refined: boolean; opened: boolean; contacted: boolean }[] = [];
  for (const { kind, at, query, facts } of events) {
    if (kind === 'search') {
      const { search, outcome, refined } = facts as { search: number; outcome: Outcome; refined: boolean };
      searches.push({ at, number: search, query: query ?? '', outcome, refined, opened: false, contacted: false });
    }
    if (kind !== 'open' && kind !== 'contact') continue;
    // Pages count their searches anew, so a number means the last search of that number.
    const search = searches.findLast(({ number }) => number === facts.search);
    if (search === undefined || at - search.at > FOLLOWED_FOR) continue;
    if (kind === 'open') search.opened = true;
    else search.contacted = true;
  }
  return searches.map(({ number: _number, ...search }) => search);
}
