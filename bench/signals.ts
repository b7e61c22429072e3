/** The early signal: how often it calls for nothing, how soon for something, and what a look costs beside 100,000 tickets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { earlySignalSchema } from '../src/catalog/support/early-signal.ts';
import type { Bars, Kind } from '../src/early-signal/detector.ts';
import type { WatchedSite } from '../src/early-signal/site.ts';
import { createSignalWatch } from '../src/early-signal/watch.ts';
import { openStore } from '../src/store/open.ts';
import type { Store } from '../src/store/store.ts';
import { uuidv7 } from '../src/store/uuid.ts';
import { alarmsIn, monthOf, SITES, type Happening, type Site } from '../tests/early-signal/months.ts';
import type { Measurement } from './measure/report.ts';
import { spread, spreadText } from './measure/statistics.ts';

const BARS: Bars = { people: 100, within: 8, least: 5 };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Months in which nothing breaks. */
const QUIET: Readonly<Record<string, readonly Happening[]>> = {
  'two holidays, a third more people in the month': [],
  'an article that is passed around for three days': [{ fromHour: 200, hours: 72, slow: true, times: { votes: 12, searches: 4 } }],
  'a newsletter on a Tuesday at ten': [{ fromHour: 8 * 24 + 10, hours: 5, times: { votes: 2, searches: 2.5 } }],
};
/** People an hour who write; four times as many search, a third say that an article did not help. */
const OUTAGES = [4, 8, 15, 40, 120, 400];

export async function benchSignals({ runs, tickets }: { readonly runs: number; readonly tickets: number }): Promise<Measurement> {
  const sites = Object.entries(SITES) as [string, Site][];
  const calls = Object.entries(QUIET).map(([name, happenings]) => ({ name, found: sites.map(([, site]) => sum(runs, (seed) => alarmsIn(monthOf(seed, { ...site, growth: 1.3 }, happenings, { holidays: [10, 11] }), BARS).length)) }));
  const delays = OUTAGES.flatMap((size) => [10, 22].map((hour) => ({ size, hour, found: sites.map(([, site]) => delaysOf(site, size, hour, runs)) })));
  const looks = await looksBeside(tickets, runs);
  const columns = sites.map(([name, { tickets: a }]) => `${name} (${a} a day)`);
  return {
    name: 'signals',
    tables: [
      { title: `Calls for nothing in ${runs} months of one part each`, columns: ['', ...columns], rows: calls.map(({ name, found }) => [name, ...found.map(String)]) },
      { title: `Outages of four hours: minutes until the call, median and worst, of ${runs * 2}`, columns: ['people who write an hour, from', ...columns], rows: delays.map(({ size, hour, found }) => [`${size}, ${hour}:00`, ...found.map((one) => delayText(one, runs * 2))]) },
      { title: `One look beside ${tickets.toLocaleString('en')} tickets, as many votes, three times as many searches: median (min–max)`, columns: ['', 'milliseconds'], rows: looks.rows },
    ],
    notes: ['A site’s size is messages a day at one part of the product. Looks come every five minutes here, every minute in the service.', 'Every month of a seed is the same: numbers differ between runs of other lengths only.', `Counting nine weeks that passed before the first start took ${looks.first} looks.`],
    data: { calls, delays, looks },
  };
}

function delaysOf(site: Site, size: number, hour: number, runs: number): number[] {
  const begins = (24 + hour) * HOUR;
  const adds: Partial<Record<Kind, number>> = { tickets: size, searches: size * 4, votes: size / 3 };
  return Array.from({ length: runs * 2 }, (_, index) => {
    const month = monthOf(index + 101, site, [{ fromHour: 24 + hour, hours: 4, adds }], { days: 2 });
    const called = alarmsIn(month, BARS).find(({ at }) => at > month.start + begins && at <= month.start + begins + 4 * HOUR);
    return called === undefined ? undefined : (called.at - month.start - begins) / 60_000;
  }).filter((one) => one !== undefined);
}

function delayText(delays: readonly number[], of: number): string {
  const sorted = [...delays].sort((a, b) => a - b);
  if (sorted.length === 0) return 'never';
  return `${sorted[sorted.length >> 1]}, ${sorted.at(-1)}${sorted.length < of ? ` (${sorted.length} of ${of})` : ''}`;
}

async function looksBeside(tickets: number, runs: number) {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-signals-'));
  const store = await openStore({ dataDir: folder, secret: 'a secret of a bench that seals nothing of anybody' });
  try {
    const now = Date.UTC(2026, 10, 23, 15, 7);
    await seed(store, tickets, now);
    const parts = ['log-in', 'verification', 'posting', 'search', 'payments', 'email'];
    const site: WatchedSite = {
      settings: { ...earlySignalSchema.parse({ parts: [{ component: 'log-in', words: ['log in'] }] }), within: 2 * HOUR, tell: [] },
      tree: { components: parts.map((slug) => ({ slug, name: slug, description: undefined, group: undefined, since: 0, onlyWhenDegraded: false })), incidents: [], maintenances: [] },
      about: new Map([['article', ['payments']]]),
      titles: new Map(),
      answerTo: async () => undefined,
      locale: 'en',
    };
    let at = now;
    const watch = createSignalWatch({ store: async () => store, site: () => site, tell: async () => undefined, began: () => undefined, open: () => undefined, log: { error: () => undefined }, errorFacts: () => ({}), clock: () => at });
    const past: number[] = [];
    const counted = async () => Number((await store.read((db) => db.selectFrom('signal_slot').select((count) => count.fn.countAll().as('n')).executeTakeFirstOrThrow())).n);
    for (let before = -1, after = 0; before !== after; ) {
      before = after;
      past.push(await timed(() => watch.look()));
      after = await counted();
    }
    const ordinary: number[] = [];
    for (let run = 0; run < runs * 4; run += 1) {
      at += 60_000;
      ordinary.push(await timed(() => watch.look()));
    }
    return { first: past.length - 1, rows: [['while nine past weeks are counted', spreadText(spread(past.slice(0, -1)))], ['afterwards', spreadText(spread(ordinary))]] };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rows as they are looked at; nobody reads the tickets’ words. */
async function seed(store: Store, tickets: number, now: number): Promise<void> {
  const span = 63 * DAY;
  const parts = ['log-in', 'verification', 'posting', 'search', null, 'email'];
  await store.write((trx) => trx.insertInto('requester').values({ id: 'somebody', email_sealed: null, email_index: null, name_sealed: null, time_zone: null, created_at: 0, erased_at: null }).execute());
  const at = (index: number) => Math.round(now - (span * index) / tickets);
  for (let from = 0; from < tickets; from += 500) {
    const some = Array.from({ length: Math.min(500, tickets - from) }, (_, index) => from + index);
    await store.write(async (trx) => {
      await trx
        .insertInto('ticket')
        .values(some.map((index) => ({ id: uuidv7(at(index)), reference: `T-${index}`, requester: 'somebody', state: 'closed', category: null, priority: null, team: null, tier: null, level: 0, agent: null, topic: null, component: parts[index % 6]!, article: null, incident: null, merged_into: null, events: 1, chain_head: '', next_due_at: null, next_due_clock: null, look_at: null, created_at: at(index), updated_at: at(index), closed_at: at(index) })))
        .execute();
      await trx.insertInto('vote').values(some.map((index) => ({ id: uuidv7(at(index)), article: 'article', revision: 'r', session: `s${index}`, answer: index % 4 === 0 ? ('no' as const) : ('yes' as const), reason: null, comment_sealed: null, deduplicated: 1 as const, token_digest: null, created_at: at(index), updated_at: at(index) }))).execute();
      await trx.insertInto('reader_event').values([0, 1, 2].flatMap((more) => some.map((index) => ({ id: uuidv7(at(index)), kind: 'search', version: 1, session: `s${index}-${more}`, bot: 0 as const, article: null, query: more === 0 ? 'cannot log in' : `something ${index % 50}`, facts: '{}', happened_at: at(index), received_at: at(index) })))).execute();
    });
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

const sum = (runs: number, of: (seed: number) => number): number => Array.from({ length: runs }, (_, index) => of(index + 1)).reduce((all, one) => all + one, 0);
