/** A quarter of a busy site, written straight into the tables: what happened is made up, its shapes are real. */
import type { Store } from '../../src/store/store.ts';
import { seeded } from '../random.ts';

export interface SeedOptions {
  readonly events: number;
  readonly tickets: number;
  /** Instants between which all of it happened. */
  readonly from: number;
  readonly to: number;
  readonly articles: readonly string[];
}

const ROWS = 500;
const MINUTE = 60_000;
const TEAMS = ['support', 'technical', 'billing', 'verification', 'community'] as const;
const PRIORITIES = ['critical', 'high', 'medium', 'medium', 'medium', 'low', 'low'] as const;
const CATEGORIES = ['technical', 'billing', 'account', 'verification', 'general'] as const;
const QUERIES = ['reset password', 'invoice', 'delete my account', 'change email', 'export data', 'verification takes long', 'cancel subscription', 'notifications', 'two accounts', 'dark mode', 'time zone', 'print a page'] as const;

export async function seedReaders(store: Store, { events, from, to, articles }: SeedOptions): Promise<void> {
  const random = seeded(1);
  const rows: Parameters<typeof insertEvents>[1][number][] = [];
  let made = 0;
  // A visit tells two and a half things on average.
  for (let visit = 0; made < events; visit += 1) {
    const session = uuid(random.between(0, 2 ** 31), visit);
    let at = from + Math.floor(random.next() * (to - from));
    const article = random.zipf(articles);
    const add = (kind: string, facts: object, about?: { article?: string; query?: string }) => {
      if (made >= events) return;
      made += 1;
      rows.push({ id: uuid(Math.floor(at / 65_536), made), kind, version: 1, session, bot: visit % 40 === 0 ? 1 : 0, article: about?.article ?? null, query: about?.query ?? null, facts: JSON.stringify(facts), happened_at: (at += random.between(5_000, 90_000)), received_at: at });
    };
    const read = () => add('read', { revision: 'AAAAAAAAAAAAAAAA', from: 'site', seconds: random.pick([0, 10, 30, 60, 180]) }, { article });
    const way = random.next();
    if (way < 0.5) {
      read();
      if (way < 0.2) read();
    } else if (way < 0.9) {
      const outcome = random.pick(['good', 'good', 'good', 'weak', 'zero']);
      add('search', { search: 1, surface: 'home', results: outcome === 'zero' ? 0 : 4, outcome, repaired: false, refined: false }, { query: random.next() < 0.2 ? `${random.pick(QUERIES)} ${visit % 9_973}` : random.zipf(QUERIES) });
      if (outcome !== 'zero') {
        add('open', { search: 1, position: 1 }, { article });
        read();
      }
    } else {
      read();
      add('contact-opened', { form: 'billing', from: 'article' });
      add('suggestion-shown', { form: 'billing', results: 3 });
      add(way < 0.95 ? 'contact-sent' : 'contact-left', { form: 'billing', written: false });
    }
    while (rows.length >= ROWS) await insertEvents(store, rows.splice(0, ROWS));
  }
  await insertEvents(store, rows);
}

type EventRow = { id: string; kind: string; version: number; session: string; bot: 0 | 1; article: string | null; query: string | null; facts: string; happened_at: number; received_at: number };

async function insertEvents(store: Store, rows: readonly EventRow[]): Promise<void> {
  if (rows.length > 0) await store.write((trx) => trx.insertInto('reader_event').values(rows).execute());
}

/** Six events each, as most tickets have; one in fifty is still open. */
export async function seedStories(store: Store, { tickets, from, to, articles }: SeedOptions): Promise<void> {
  const random = seeded(2);
  const requesters = Math.max(1, Math.floor(tickets / 3));
  for (let first = 0; first < requesters; first += ROWS) {
    const some = Array.from({ length: Math.min(ROWS, requesters - first) }, (_, index) => ({ id: `r${first + index}`, email_sealed: null, email_index: null, name_sealed: null, time_zone: null, created_at: from, erased_at: null }));
    await store.write((trx) => trx.insertInto('requester').values(some).execute());
  }
  for (let first = 0; first < tickets; first += ROWS / 2) {
    const stories = Array.from({ length: Math.min(ROWS / 2, tickets - first) }, (_, index) => story(first + index));
    await store.write(async (trx) => {
      await trx.insertInto('ticket').values(stories.map(({ row }) => row)).execute();
      for (let at = 0; at < 3; at += 1) await trx.insertInto('ticket_event').values(stories.flatMap(({ events }) => events.slice(at * 3, at * 3 + 3))).execute();
    });
  }

  function story(number: number) {
    const id = uuid(7, number);
    const created = from + Math.floor(random.next() * (to - from));
    const [team, priority, category] = [random.pick(TEAMS), random.pick(PRIORITIES), random.pick(CATEGORIES)];
    const open = number % 50 === 0;
    const agent = { actor: 'agent', actor_name: 'lead', source: 'command' } as const;
    const system = { actor: 'system', actor_name: null, source: 'form' } as const;
    const solved = created + random.between(60, 2_000) * MINUTE;
    const told: [kind: string, at: number, facts: object, by: { actor: string; actor_name: string | null; source: string }][] = [
      ['created', created, { channel: 'email', form: 'billing', onBehalf: false, attachments: 0 }, { actor: 'requester', actor_name: null, source: 'form' }],
      ['triaged', created, { category, priority, team, tags: [], vip: false, security: false, compliance: false, rulings: [] }, system],
      ['assigned', created, { team }, system],
      ['replied', created + random.between(5, 58) * MINUTE, { articles: [], attachments: 0 }, agent],
      ...(open ? [] : ([
        ['resolved', solved, { articles: number % 3 === 0 ? [random.zipf(articles)] : [] }, agent],
        ...(number % 4 === 0 ? [['rated', solved + 600 * MINUTE, { scale: '1-5', score: random.pick([5, 5, 5, 4, 2]) }, { actor: 'requester', actor_name: null, source: 'page' }]] : []),
        ['closed', solved + 7 * 1_440 * MINUTE, { reason: 'time' }, system],
      ] as typeof told)),
    ];
    const happened = told.filter(([, at]) => at < to);
    const last = happened.at(-1)!;
    const state = { resolved: 'resolved', rated: 'resolved', closed: 'closed' }[last[0]] ?? 'open';
    const events = happened.map(([kind, at, facts, by], index) => ({ id: uuid(number, index + 16), ticket: id, seq: index + 1, kind, at, recorded_at: at, ...by, origin: null, facts: JSON.stringify(facts), words_sealed: null, words_salt: null, words_digest: null, previous: '', hash: `${number}/${index}` }));
    const row = {
      id, reference: `B-${number}`, requester: `r${number % requesters}`, state, category, priority, team, tier: null, level: 0, agent: null, topic: null, component: null, article: null, incident: null, merged_into: null,
      events: events.length, chain_head: '', next_due_at: open ? created + 86_400_000 : null, next_due_clock: open ? 'resolution' : null, look_at: null, created_at: created, updated_at: last[1], closed_at: state === 'closed' ? last[1] : null,
    };
    return { row, events };
  }
}

function uuid(high: number, low: number): string {
  const [a, b] = [high.toString(16).padStart(12, '0').slice(-12), low.toString(16).padStart(12, '0').slice(-12)];
  return `${a.slice(0, 8)}-${a.slice(8)}-7000-8000-${b}`;
}
