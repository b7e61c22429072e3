import { expect, onTestFinished, test } from 'vitest';
import { earlySignalSchema } from '../../src/catalog/support/early-signal.ts';
import type { Incident } from '../../src/catalog/status-tree.ts';
import type { Episode } from '../../src/early-signal/episodes.ts';
import { SLOT_MS } from '../../src/early-signal/detector.ts';
import { episodesBetween } from '../../src/early-signal/episodes.ts';
import type { WatchedSite } from '../../src/early-signal/site.ts';
import { createSignalWatch, type SignalWatch } from '../../src/early-signal/watch.ts';
import type { Store } from '../../src/store/store.ts';
import { uuidv7 } from '../../src/store/uuid.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { countMeToo } from '../../src/incidents/me-too.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 10, 23, 12);

const component = (slug: string) => ({ slug, name: slug, description: undefined, group: undefined, since: 0, onlyWhenDegraded: false });

function siteWith(incidents: readonly Incident[] = []): WatchedSite {
  const settings = earlySignalSchema.parse({ parts: [{ component: 'log-in', categories: ['account'], words: ['password', 'log in'] }, { component: 'payments', tags: ['charged-twice'] }] });
  return {
    settings: { ...settings, within: 2 * HOUR, tell: [] },
    tree: { components: [component('log-in'), component('payments')], incidents, maintenances: [] },
    about: new Map([['pay', ['payments']]]),
    titles: new Map([['pay', 'Why was my card declined?']]),
    answerTo: async (query) => (query.includes('card') ? 'pay' : undefined),
    locale: 'en',
  };
}

const incident = (updates: readonly [at: number, state: 'investigating' | 'resolved'][]): Incident => ({
  id: 'loginout',
  file: 'status/incidents/log-in.md',
  title: 'Problems with logging in',
  impact: 'major',
  started: updates[0]![0],
  sample: false,
  updates: updates.map(([at, state]) => ({ at, state, text: 'Text.', components: (state === 'resolved' ? {} : { 'log-in': 'partial outage' }) as Incident['updates'][number]['components'], nextUpdateBy: undefined, reopens: false })),
  postmortem: undefined,
});

interface Told {
  readonly watch: SignalWatch;
  readonly told: Episode[];
  readonly open: () => readonly string[];
}

/** @param budget false: the past is counted in one look, however long it takes */
function watching(store: Store, site: () => WatchedSite, clock: () => number, budget = true): Told {
  let steady = 0;
  const told: Episode[] = [];
  let open: readonly string[] = [];
  const watch = createSignalWatch({
    store: async () => store,
    site,
    tell: async (_, episode) => void told.push(episode),
    began: () => undefined,
    open: (components) => (open = components),
    log: { error: (facts, message) => expect.fail(`${message} ${JSON.stringify(facts)}`) },
    errorFacts: (error) => ({ error: String(error) }),
    clock,
    steady: () => (steady += budget ? 1_000 : 0),
  });
  onTestFinished(() => watch.stop());
  return { watch, told, open: () => open };
}

/** Nine weeks in which nobody came, counted. */
async function quietPast(store: Store): Promise<void> {
  const last = Math.floor(NOON / SLOT_MS) - 1;
  const slots = Array.from({ length: 9 * 7 * 96 }, (_, back) => ({ slot: last - back, final: 1 as const }));
  await store.write(async (trx) => {
    for (let at = 0; at < slots.length; at += 1_000) await trx.insertInto('signal_slot').values(slots.slice(at, at + 1_000)).execute();
  });
}

/** One person writes. */
async function wrote(store: Store, who: number, at: number, { body = 'It does not work', facts = {}, triaged = {} }: { body?: string; facts?: object; triaged?: object } = {}): Promise<void> {
  const drafts = [
    { kind: 'created', facts: { channel: 'form', ...facts }, actor: { kind: 'requester' }, source: 'form', words: { body } },
    { kind: 'triaged', facts: { category: 'general', priority: 'medium', team: 'support', ...triaged }, actor: { kind: 'system' }, source: 'form' },
  ] as EventDraft[];
  await store.write(async (trx) => openTicket(trx, { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) }, await requesterFor(trx, store.envelope, { email: `reader-${who}@example.org` }, at), drafts, at));
}

const searched = (store: Store, session: string, query: string, at: number) =>
  store.write((trx) => trx.insertInto('reader_event').values({ id: uuidv7(at), kind: 'search', version: 1, session, bot: 0, article: null, query, facts: '{}', happened_at: at, received_at: at }).execute());

const voted = (store: Store, session: string, article: string, at: number) =>
  store.write((trx) => trx.insertInto('vote').values({ id: uuidv7(at), article, revision: 'r', session, answer: 'no', reason: null, comment_sealed: null, deduplicated: 1, token_digest: null, created_at: at, updated_at: at }).execute());

/** Ten people in half an hour, each in another way of reaching the part. */
async function outage(store: Store, from: number): Promise<void> {
  for (let who = 0; who < 4; who += 1) await wrote(store, who, from + who * 3 * MINUTE, { facts: { component: 'log-in' }, body: 'Meine Nachbarin Quendolina Marrow: the password page is blank' });
  for (let who = 4; who < 7; who += 1) await wrote(store, who, from + who * 3 * MINUTE, { triaged: { category: 'account' }, body: 'password page says error' });
  for (let who = 7; who < 10; who += 1) await wrote(store, who, from + who * 3 * MINUTE, { triaged: { rulings: [{ rule: 'r', decided: 'd', words: ['log in'] }] } });
}

describeOnBothDatabases('the early signal', (database) => {
  test('tells of ten people in half an hour once, with counts, references and words that several said', async () => {
    const store = await openFresh(database);
    await quietPast(store);
    await outage(store, NOON);
    for (const session of ['a', 'b', 'c', 'c']) await searched(store, session, 'password does not work', NOON + 20 * MINUTE);
    let now = NOON + 31 * MINUTE;
    const { watch, told, open } = watching(store, siteWith, () => now);
    expect(await watch.look()).toHaveLength(1);
    expect(told[0]).toMatchObject({ component: 'log-in', beganAt: now });
    const { levels, words, tickets } = told[0]!.evidence;
    expect(levels).toMatchObject([{ kind: 'tickets', people: 10 }, { kind: 'searches', people: 3 }]);
    expect(words[0]).toEqual({ word: 'password', people: 10 });
    expect(tickets).toHaveLength(5);
    expect(JSON.stringify(told[0])).not.toMatch(/Quendolina|Marrow|Nachbarin|blank|example\.org/i);
    expect(open()).toEqual(['log-in']);

    for (const later of [1, 5, 30]) {
      now = NOON + (31 + later) * MINUTE;
      expect(await watch.look()).toEqual([]);
    }
    expect(told).toHaveLength(1);
    // Three hours without anybody, and two of quiet.
    now = NOON + 6 * HOUR;
    await watch.look();
    expect([(await episodesBetween(store, NOON, now))[0]!.endedAt, open()]).toEqual([now, []]);
    // It comes back: that is another one.
    for (let who = 20; who < 30; who += 1) await wrote(store, who, now + who * MINUTE, { facts: { component: 'log-in' } });
    now += 31 * MINUTE;
    expect(await watch.look()).toHaveLength(1);
  });

  test('is told by one of two processes, and by the other when that one is gone', async () => {
    const store = await openFresh(database);
    await quietPast(store);
    let now = NOON - MINUTE;
    const [first, second] = [watching(store, siteWith, () => now), watching(store, siteWith, () => now)];
    await first.watch.look();
    await outage(store, NOON);
    now = NOON + 31 * MINUTE;
    await Promise.all([first.watch.look(), second.watch.look()]);
    // Whichever of the two was sooner.
    const [one, other] = first.told.length === 1 ? [first, second] : [second, first];
    expect([one.told.length, other.told.length]).toEqual([1, 0]);
    await other.watch.look();
    expect(other.open()).toEqual(['log-in']);
    await one.watch.stop();
    now += MINUTE;
    await other.watch.look();
    expect([other.told, other.open()]).toEqual([[], ['log-in']]);
  });

  test('says nothing while an incident explains it, ends with the incident’s name, and stays quiet for those who write late', async () => {
    const store = await openFresh(database);
    await quietPast(store);
    await outage(store, NOON);
    let now = NOON + 31 * MINUTE;
    let site = siteWith();
    const { watch, told, open } = watching(store, () => site, () => now);
    await watch.look();
    site = siteWith([incident([[now, 'investigating']])]);
    now += MINUTE;
    await watch.look();
    expect((await episodesBetween(store, NOON, now))[0]).toMatchObject({ incident: 'loginout', endedAt: now });
    site = siteWith([incident([[NOON + 31 * MINUTE, 'investigating'], [NOON + 50 * MINUTE, 'resolved']])]);
    now = NOON + 55 * MINUTE;
    await watch.look();
    expect([told.length, open()]).toEqual([1, []]);
  });

  test('reaches a part by form, triage, article, search and “me too”, and counts a person once', async () => {
    const store = await openFresh(database);
    await wrote(store, 1, NOON, { facts: { article: 'pay' } });
    await wrote(store, 1, NOON, { triaged: { tags: ['charged-twice'] } });
    await wrote(store, 2, NOON, { facts: { component: 'nowhere' }, triaged: { category: 'account' } });
    for (const session of ['a', 'a', 'b']) await voted(store, `${session}-${uuidv7(NOON)}`, 'pay', NOON);
    for (const session of ['a', 'a', 'b']) await searched(store, session, 'card declined', NOON);
    await searched(store, 'c', 'log in', NOON);
    await store.write((trx) => countMeToo(trx, { incident: 'loginout', client: 'c', tab: 't', way: 'script' }, NOON));
    const now = NOON + MINUTE;
    const site = siteWith([incident([[NOON - DAY, 'investigating'], [NOON - DAY + HOUR, 'resolved']])]);
    await watching(store, () => site, () => now).watch.look();
    const rows = await store.read((db) => db.selectFrom('signal_count').select(['component', 'kind', 'people']).orderBy('component').orderBy('kind').execute());
    expect(rows.map(({ component: part, kind, people }) => [part, kind, Number(people)])).toEqual([
      ['log-in', 'me-too', 1],
      ['log-in', 'searches', 1],
      ['payments', 'searches', 2],
      ['payments', 'tickets', 1],
      ['payments', 'votes', 3],
    ]);
  });

  test('knows the weeks before its first start, and lets go of what is older', async () => {
    const store = await openFresh(database);
    // Ten people every Monday at noon: that is the usual here.
    for (let week = 0; week <= 8; week += 1) for (let who = 0; who < 10; who += 1) await wrote(store, who, NOON - week * 7 * DAY + who * 3 * MINUTE, { facts: { component: 'log-in' } });
    await store.write((trx) => trx.insertInto('signal_slot').values({ slot: 1, final: 1 }).execute());
    let now = NOON + 44 * MINUTE;
    const { watch, told } = watching(store, siteWith, () => now, false);
    await watch.look();
    now = NOON + 45 * MINUTE;
    await watch.look();
    expect(told).toEqual([]);
    expect(await store.read((db) => db.selectFrom('signal_slot').select('slot').where('slot', '=', 1).execute())).toEqual([]);
  }, 300_000);
});
