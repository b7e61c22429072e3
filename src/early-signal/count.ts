/** Counting: what each quarter of an hour brought to each part, from tickets, "me too", votes and searches. */
import { meToosBetween } from '../incidents/me-too.ts';
import type { Store } from '../store/store.ts';
import { BY_EXAMPLES } from '../tickets/triage/triage.ts';
import { KINDS, SLOT_MS, type Kind } from './detector.ts';
import type { Reach, TicketFacts } from './reach.ts';

/** What counting has to know of the site. */
export interface Concerns {
  readonly reach: Reach;
  /** Parts that an incident names. */
  readonly ofIncident: (incident: string) => readonly string[];
  /** The article that answers a query best, by the site's own search; `undefined` when it is only a guess. */
  readonly answerTo: (query: string) => Promise<string | undefined>;
}

/** People by part and kind. */
export type SlotCounts = ReadonlyMap<string, Readonly<Record<Kind, number>>>;

/** In a flood the first ones say enough; a look stays a matter of milliseconds. */
const MOST_ROWS = 20_000;
/** Queries of one span that the site's search is asked for, most asked first. */
const MOST_QUERIES = 300;
/** Ids of one question to the database. */
const AT_ONCE = 500;

/** Somebody who did something that concerns a part. Whoever did it twice is one. */
interface Sign {
  readonly kind: Kind;
  readonly at: number;
  readonly who: string;
  readonly components: readonly string[];
}

/** Counts the people of slots, the last one included. Nothing is written. */
export async function countSlots(store: Store, concerns: Concerns, first: number, last: number): Promise<Map<number, SlotCounts>> {
  const signs = await signsBetween(store, concerns, first * SLOT_MS, (last + 1) * SLOT_MS);
  if (signs === undefined && last > first) {
    const middle = (first + last) >> 1;
    return new Map([...(await countSlots(store, concerns, first, middle)), ...(await countSlots(store, concerns, middle + 1, last))]);
  }
  const people = new Map<number, Map<string, Record<Kind, Set<string>>>>();
  for (const { kind, at, who, components } of signs ?? []) {
    const slot = people.get(slotOf(at)) ?? new Map<string, Record<Kind, Set<string>>>();
    people.set(slotOf(at), slot);
    for (const component of components) {
      const known = slot.get(component) ?? (Object.fromEntries(KINDS.map((one) => [one, new Set<string>()])) as Record<Kind, Set<string>>);
      known[kind].add(who);
      slot.set(component, known);
    }
  }
  const sizes = (kinds: Record<Kind, Set<string>>) => Object.fromEntries(KINDS.map((kind) => [kind, kinds[kind].size])) as Record<Kind, number>;
  return new Map([...people].map(([slot, parts]) => [slot, new Map([...parts].map(([component, kinds]) => [component, sizes(kinds)]))]));
}

/**
 * Everything of a span that concerns a part.
 *
 * @returns `undefined` when a span longer than a slot holds more than is read at once
 */
async function signsBetween(store: Store, concerns: Concerns, from: number, to: number): Promise<Sign[] | undefined> {
  const tickets = await ticketsBetween(store, from, to);
  const meToos = await meToosBetween(store, from, to);
  const votes = await votesBetween(store, from, to);
  const searches = await searchesBetween(store, from, to);
  if (to - from > SLOT_MS && [tickets, votes, searches].some(({ length }) => length >= MOST_ROWS)) return undefined;
  const componentsOf = await queriesReach(searches.map(({ query }) => query), concerns);
  return [
    ...tickets.map(({ requester, at, facts }): Sign => ({ kind: 'tickets', at, who: requester, components: concerns.reach.ofTicket(facts) })),
    ...meToos.map(({ incident, at }, index): Sign => ({ kind: 'me-too', at, who: String(index), components: concerns.ofIncident(incident) })),
    ...votes.map(({ id, at, article, session }): Sign => ({ kind: 'votes', at, who: session ?? id, components: concerns.reach.ofArticle(article) })),
    ...searches.map(({ query, at, session }): Sign => ({ kind: 'searches', at, who: session, components: componentsOf.get(query) ?? [] })),
  ];
}

export interface CountedTicket {
  readonly id: string;
  readonly at: number;
  readonly requester: string;
  readonly facts: TicketFacts;
}

/** Tickets that people opened in a span, with what triage found in them. */
export async function ticketsBetween({ read }: Pick<Store, 'read'>, from: number, to: number): Promise<CountedTicket[]> {
  const rows = await read((db) =>
    db.selectFrom('ticket').select(['id', 'requester', 'component', 'category', 'article', 'created_at']).where('created_at', '>=', from).where('created_at', '<', to).orderBy('created_at').limit(MOST_ROWS).execute(),
  );
  const found = new Map<string, { tags: readonly string[]; words: readonly string[] }>();
  const unnamed = rows.filter(({ component }) => component === null).map(({ id }) => id);
  for (let at = 0; at < unnamed.length; at += AT_ONCE) {
    // By kind as well, SQLite would read what triage found in every ticket there is.
    const events = await read((db) => db.selectFrom('ticket_event').select(['ticket', 'kind', 'facts']).where('ticket', 'in', unnamed.slice(at, at + AT_ONCE)).orderBy('ticket').orderBy('seq').execute());
    for (const { ticket, kind, facts } of events) {
      if (kind !== 'triaged') continue;
      const { tags, rulings } = JSON.parse(facts) as { tags?: string[]; rulings?: { rule: string; words: string[] }[] };
      // A rule's words name what is wrong; those that examples weigh by are any words.
      found.set(ticket, { tags: tags ?? [], words: (rulings ?? []).flatMap(({ rule, words }) => (rule === BY_EXAMPLES ? [] : words)) });
    }
  }
  return rows.map(({ id, requester, component, category, article, created_at }) => ({ id, at: Number(created_at), requester, facts: { component, category, article, tags: [], words: [], ...found.get(id) } }));
}

/** Votes that said no. */
export async function votesBetween({ read }: Pick<Store, 'read'>, from: number, to: number): Promise<{ readonly id: string; readonly at: number; readonly article: string; readonly session: string | null }[]> {
  const rows = await read((db) => db.selectFrom('vote').select(['id', 'article', 'session', 'created_at']).where('created_at', '>=', from).where('created_at', '<', to).where('answer', '=', 'no').orderBy('created_at').limit(MOST_ROWS).execute());
  return rows.map(({ created_at, ...vote }) => ({ ...vote, at: Number(created_at) }));
}

/** Searches of people; what was typed was scrubbed before it was stored. */
export async function searchesBetween({ read }: Pick<Store, 'read'>, from: number, to: number): Promise<{ readonly query: string; readonly at: number; readonly session: string }[]> {
  const rows = await read((db) =>
    db.selectFrom('reader_event').select(['query', 'session', 'happened_at']).where('kind', '=', 'search').where('happened_at', '>=', from).where('happened_at', '<', to).where('bot', '=', 0).orderBy('happened_at').limit(MOST_ROWS).execute(),
  );
  return rows.flatMap(({ query, session, happened_at }) => (query === null || query === '' ? [] : [{ query, at: Number(happened_at), session }]));
}

/** Which parts each query concerns: by the part's own words, else by the article that answers it. */
export async function queriesReach(queries: readonly string[], { reach, answerTo }: Concerns): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = new Map<string, number>();
  for (const query of queries) asked.set(query, (asked.get(query) ?? 0) + 1);
  const found = new Map<string, readonly string[]>();
  let answered = 0;
  for (const [query] of [...asked].sort((a, b) => b[1] - a[1])) {
    const own = reach.ofWords(query);
    if (own.length > 0 || answered >= MOST_QUERIES) {
      found.set(query, own);
      continue;
    }
    answered += 1;
    const article = await answerTo(query);
    found.set(query, article === undefined ? [] : reach.ofArticle(article));
  }
  return found;
}

export interface CountedSlot {
  readonly slot: number;
  readonly counts: SlotCounts;
  /** Nothing will come any more. */
  readonly final: boolean;
}

/** Writes what slots brought, in place of what was known of them. */
export async function keepSlots({ write }: Pick<Store, 'write'>, slots: readonly CountedSlot[]): Promise<void> {
  const numbers = slots.map(({ slot }) => slot);
  const rows = slots.flatMap(({ slot, counts }) => [...counts].flatMap(([component, kinds]) => KINDS.flatMap((kind) => (kinds[kind] === 0 ? [] : [{ slot, component, kind, people: kinds[kind] }]))));
  await write(async (trx) => {
    await trx.deleteFrom('signal_slot').where('slot', 'in', numbers).execute();
    await trx.deleteFrom('signal_count').where('slot', 'in', numbers).execute();
    await trx.insertInto('signal_slot').values(slots.map(({ slot, final }) => ({ slot, final: final ? 1 : 0 }))).execute();
    for (let at = 0; at < rows.length; at += AT_ONCE) await trx.insertInto('signal_count').values(rows.slice(at, at + AT_ONCE)).execute();
  });
}

export const slotOf = (instant: number): number => Math.floor(instant / SLOT_MS);
