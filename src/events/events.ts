/** Readers' events in the store: kept, and read for the reports. */
import type { Insertable, Transaction } from 'kysely';
import { compiledOnce } from '../store/compiled-once.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { uuidv7 } from '../store/uuid.ts';
import type { Envelope, Outcome, ReaderEvent } from './envelope.ts';
import { queryKey, scrubQuery, TOLD_FROM_DAYS, TOLD_FROM_SESSIONS } from './queries.ts';

/** What the site knows that an event only names. */
export interface Surroundings {
  /** The id of the article at an address with base. */
  readonly articleAt: (address: string) => string | undefined;
  /** Whether the site has this word. */
  readonly knownWord: (word: string) => boolean;
  readonly bot: boolean;
  readonly now: number;
}

/** Keeps a batch. An event about an article that is not there is left out. */
export async function keepEvents(trx: Transaction<Tables>, { version, session, events }: Envelope, around: Surroundings): Promise<number> {
  const rows = events.flatMap((event) => {
    const article = 'address' in event && event.address !== undefined ? around.articleAt(event.address) : undefined;
    if ((event.kind === 'open' || event.kind === 'read' || event.kind === 'suggestion-opened') && article === undefined) return [];
    return [
      {
        id: uuidv7(around.now),
        kind: event.kind,
        version,
        session,
        bot: around.bot ? (1 as const) : (0 as const),
        article: article ?? null,
        query: event.kind === 'search' ? scrubQuery(event.query, around.knownWord) : null,
        facts: JSON.stringify(factsOf(event)),
        happened_at: around.now - event.ago,
        received_at: around.now,
      },
    ];
  });
  if (rows.length > 0) await insertAll(trx, rows);
  return rows.length;
}

type Row = Insertable<Tables['reader_event']>;

const COLUMNS = ['id', 'kind', 'version', 'session', 'bot', 'article', 'query', 'facts', 'happened_at', 'received_at'] as const;

const insertAll = compiledOnce(
  (trx, rows: readonly Row[]) => trx.insertInto('reader_event').values(rows),
  (rows) => rows.flatMap((row) => COLUMNS.map((column) => row[column])),
  (rows) => String(rows.length),
);

/** What has no column of its own. */
function factsOf(event: ReaderEvent): object {
  if (event.kind === 'search') {
    const { search, surface, results, outcome, repaired, refined } = event;
    return { search, surface, results, outcome, repaired, refined };
  }
  if (event.kind === 'open') return { search: event.search, position: event.position };
  if (event.kind === 'contact') return { search: event.search };
  // What is undefined is not written.
  return { ...event, kind: undefined, ago: undefined, address: undefined };
}

/** A query as reports may tell it. */
export interface ToldQuery {
  readonly query: string;
  readonly searches: number;
  readonly sessions: number;
  readonly weak: number;
  readonly zero: number;
}

interface Told {
  readonly written: Map<string, number>;
  readonly sessions: Set<string>;
  readonly days: Set<number>;
  searches: number;
  weak: number;
  zero: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Queries that enough readers asked on more than one day, most asked first. What fewer asked might tell who they
 * are, so it is never told; bots do not count.
 */
export async function toldQueries(store: Store, from: number, to: number): Promise<ToldQuery[]> {
  const rows = await store.read((db) =>
    db.selectFrom('reader_event').select(['query', 'session', 'facts', 'happened_at']).where('kind', '=', 'search').where('bot', '=', 0).where('happened_at', '>=', from).where('happened_at', '<', to).execute(),
  );
  const told = new Map<string, Told>();
  for (const { query, session, facts, happened_at } of rows) {
    const key = queryKey(query ?? '');
    if (key === '') continue;
    const one: Told = told.get(key) ?? { written: new Map(), sessions: new Set(), days: new Set(), searches: 0, weak: 0, zero: 0 };
    told.set(key, one);
    const { outcome } = JSON.parse(facts) as { outcome: Outcome };
    one.written.set(query ?? '', (one.written.get(query ?? '') ?? 0) + 1);
    one.sessions.add(session);
    one.days.add(Math.floor(Number(happened_at) / DAY_MS));
    one.searches += 1;
    if (outcome === 'weak') one.weak += 1;
    if (outcome === 'zero') one.zero += 1;
  }
  return [...told.values()]
    .filter(({ sessions, days }) => sessions.size >= TOLD_FROM_SESSIONS && days.size >= TOLD_FROM_DAYS)
    .map(({ written, sessions, searches, weak, zero }) => ({ query: [...written].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '', searches, sessions: sessions.size, weak, zero }))
    .sort((a, b) => b.searches - a.searches || a.query.localeCompare(b.query));
}
