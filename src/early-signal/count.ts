/** Counting: what each quarter of an hour brought to each part, from tickets, "me too", votes and searches. */
import { meToosBetween } from '../incidents/me-too.ts';
import type { Store } from '../store/store.ts';
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
/** Queries of one slot that the site's search is asked for, most asked first. */
const MOST_QUERIES = 300;
/** Ids of one question to the database. */
const AT_ONCE = 500;

/** Somebody who did something that concerns a part. Whoever did it twice is one. */
interface Sign {
  readonly kind: Kind;
  readonly who: string;
  readonly components: readonly string[];
}

/** Counts the people of a span, usually a slot. Nothing is written. */
export async function countBetween(store: Store, concerns: Concerns, from: number, to: number): Promise<SlotCounts> {
  const people = new Map<string, Record<Kind, Set<string>>>();
  for (const { kind, who, components } of await signsBetween(store, concerns, from, to)) {
    for (const component of components) {
      const known = people.get(component) ?? (Object.fromEntries(KINDS.map((one) => [one, new Set<string>()])) as Record<Kind, Set<string>>);
      known[kind].add(who);
      people.set(component, known);
    }
  }
  return new Map([...people].map(([component, kinds]) => [component, Object.fromEntries(KINDS.map((kind) => [kind, kinds[kind].size])) as Record<Kind, number>]));
}

/** Everything of a span that concerns a part. */
export async function signsBetween(store: Store, concerns: Concerns, from: number, to: number): Promise<Sign[]> {
  const [tickets, meToos, votes, searches] = [await ticketsBetween(store, from, to), await meToosBetween(store, from, to), await votesBetween(store, from, to), await searchesBetween(store, from, to)];
  const componentsOf = await queriesReach(searches.map(({ query }) => query), concerns);
  return [
    ...tickets.map(({ requester, facts }): Sign => ({ kind: 'tickets', who: requester, components: concerns.reach.ofTicket(facts) })),
    ...meToos.map(({ incident }, index): Sign => ({ kind: 'me-too', who: String(index), components: concerns.ofIncident(incident) })),
    ...votes.map(({ id, article, session }): Sign => ({ kind: 'votes', who: session ?? id, components: concerns.reach.ofArticle(article) })),
    ...searches.map(({ query, session }): Sign => ({ kind: 'searches', who: session, components: componentsOf.get(query) ?? [] })),
  ];
}

export interface CountedTicket {
  readonly id: string;
  readonly requester: string;
  readonly facts: TicketFacts;
}

/** Tickets that people opened in a span, with what triage found in them. */
export async function ticketsBetween({ read }: Pick<Store, 'read'>, from: number, to: number): Promise<CountedTicket[]> {
  const rows = await read((db) =>
    db.selectFrom('ticket').select(['id', 'requester', 'component', 'category', 'article']).where('created_at', '>=', from).where('created_at', '<', to).orderBy('created_at').limit(MOST_ROWS).execute(),
  );
  const found = new Map<string, { tags: readonly string[]; words: readonly string[] }>();
  const unnamed = rows.filter(({ component }) => component === null).map(({ id }) => id);
  for (let at = 0; at < unnamed.length; at += AT_ONCE) {
    const events = await read((db) => db.selectFrom('ticket_event').select(['ticket', 'facts']).where('ticket', 'in', unnamed.slice(at, at + AT_ONCE)).where('kind', '=', 'triaged').orderBy('seq').execute());
    for (const { ticket, facts } of events) {
      const { tags, rulings } = JSON.parse(facts) as { tags?: string[]; rulings?: { words: string[] }[] };
      found.set(ticket, { tags: tags ?? [], words: (rulings ?? []).flatMap(({ words }) => words) });
    }
  }
  return rows.map(({ id, requester, component, category, article }) => ({ id, requester, facts: { component, category, article, tags: [], words: [], ...found.get(id) } }));
}

/** Votes that said no. */
export async function votesBetween({ read }: Pick<Store, 'read'>, from: number, to: number): Promise<{ readonly id: string; readonly article: string; readonly session: string | null }[]> {
  return read((db) => db.selectFrom('vote').select(['id', 'article', 'session']).where('created_at', '>=', from).where('created_at', '<', to).where('answer', '=', 'no').orderBy('created_at').limit(MOST_ROWS).execute());
}

/** Searches of people; what was typed was scrubbed before it was stored. */
export async function searchesBetween({ read }: Pick<Store, 'read'>, from: number, to: number): Promise<{ readonly query: string; readonly session: string }[]> {
  const rows = await read((db) =>
    db.selectFrom('reader_event').select(['query', 'session']).where('kind', '=', 'search').where('happened_at', '>=', from).where('happened_at', '<', to).where('bot', '=', 0).orderBy('happened_at').limit(MOST_ROWS).execute(),
  );
  return rows.flatMap(({ query, session }) => (query === null || query === '' ? [] : [{ query, session }]));
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

/** Writes what a slot brought, in place of what was known of it. */
export async function keepSlot({ write }: Pick<Store, 'write'>, slot: number, counts: SlotCounts, final: boolean): Promise<void> {
  const rows = [...counts].flatMap(([component, kinds]) => KINDS.flatMap((kind) => (kinds[kind] === 0 ? [] : [{ slot, component, kind, people: kinds[kind] }])));
  await write(async (trx) => {
    await trx
      .insertInto('signal_slot')
      .values({ slot, final: final ? 1 : 0 })
      .onConflict((conflict) => conflict.column('slot').doUpdateSet({ final: final ? 1 : 0 }))
      .execute();
    await trx.deleteFrom('signal_count').where('slot', '=', slot).execute();
    if (rows.length > 0) await trx.insertInto('signal_count').values(rows).execute();
  });
}

export const slotOf = (instant: number): number => Math.floor(instant / SLOT_MS);
