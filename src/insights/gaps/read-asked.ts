/** What tickets ask, in the words of their first message. The words are opened in memory and nothing of them is kept. */
import { scrubQuery } from '../../events/queries.ts';
import { commentTold } from '../../feedback/comment.ts';
import type { Store } from '../../store/store.ts';
import { eventWords, type EventWords, type FactsOf } from '../../tickets/events.ts';
import { wordsPlace } from '../../tickets/read.ts';
import type { TicketFigures } from '../ticket-figures.ts';
import { within, type Window } from '../window.ts';
import type { Wording } from '../wording.ts';
import type { AskedTicket } from './asked-ticket.ts';
import { speakable } from './complaints.ts';

/** What says whether an article answers a message, and knows the words of the site. */
export interface Answering {
  /** The article's id; none when search would only guess. */
  answerTo(text: string): Promise<string | undefined>;
  /** Whether the site has this word, in small letters. */
  knownWord(word: string): boolean;
  /** Whether its language writes every noun with a capital letter, so that one tells nothing of names. */
  readonly capitalNouns: boolean;
}

export interface Asked {
  readonly asked: AskedTicket[];
  /** How many came in; more than were looked at when they are many. */
  readonly of: number;
}

/** So many messages are looked at for a report, and for a list of gaps: each takes search some milliseconds. */
export const LOOKED_AT = { report: 150, list: 500 } as const;
const LONGEST = 2_000;
const PAGE = 200;

/** The tickets of a window, evenly spread when they are more than may be looked at. */
export async function readAsked(store: Store, tickets: readonly TicketFigures[], window: Window, { answerTo, knownWord, capitalNouns }: Answering, wording: Wording, most: number): Promise<Asked> {
  const created = tickets.filter(({ counts, createdAt }) => counts && within(window, createdAt));
  const step = Math.max(1, created.length / most);
  const chosen = created.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  const asked: AskedTicket[] = [];
  for (let from = 0; from < chosen.length; from += PAGE) {
    const page = chosen.slice(from, from + PAGE);
    const first = await firstMessages(store, page.map(({ id }) => id));
    for (const { id, requester, createdAt, answeredBy } of page) {
      const message = first.get(id);
      const text = message === undefined ? '' : ownWords(message.words, knownWord, capitalNouns);
      if (message === undefined || text === '') continue;
      const answer = (await sureOf(message.words.subject ?? '', answerTo)) ?? (await sureOf(text, answerTo));
      asked.push({ id, requester, createdAt, terms: wording.termsOf(text), answer, answeredBy, from: message.facts.article });
    }
  }
  return { asked, of: created.length };
}

interface FirstMessage {
  readonly facts: FactsOf<'created'>;
  readonly words: EventWords;
}

async function firstMessages(store: Store, tickets: readonly string[]): Promise<Map<string, FirstMessage>> {
  if (tickets.length === 0) return new Map();
  const rows = await store.read((db) => db.selectFrom('ticket_event').select(['id', 'ticket', 'facts', 'words_sealed']).where('ticket', 'in', tickets).where('seq', '=', 1).execute());
  return new Map(
    rows.flatMap(({ id, ticket, facts, words_sealed }) =>
      words_sealed === null ? [] : [[ticket, { facts: JSON.parse(facts) as FactsOf<'created'>, words: eventWords.parse(JSON.parse(store.envelope.open(words_sealed, wordsPlace(id)))) }] as const],
    ),
  );
}

/** Subject and text without names, addresses, numbers, and what looks like a patient's data. */
export function ownWords({ name = '', subject = '', body = '' }: Pick<EventWords, 'name' | 'subject' | 'body'>, knownWord: (word: string) => boolean, capitalNouns = false): string {
  const own = name.split(/[^\p{L}]+/u).filter((part) => part.length > 1);
  const text = `${subject}\n${body.slice(0, LONGEST)}`;
  // Whom five people complain about is still a person: a name that the site does not use is not counted.
  const masked = scrubQuery(capitalNouns ? text : commentTold(text, knownWord), knownWord);
  const nameless = own.reduce((left, part) => left.replaceAll(new RegExp(`(?<!\\p{L})${part}(?!\\p{L})`, 'giu'), ' '), masked);
  return speakable(nameless).trim();
}

async function sureOf(text: string, answerTo: Answering['answerTo']): Promise<string | undefined> {
  return text.trim() === '' ? undefined : answerTo(text);
}
