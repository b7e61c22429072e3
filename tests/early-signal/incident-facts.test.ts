import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { earlySignalSchema } from '../../src/catalog/support/early-signal.ts';
import type { Incident } from '../../src/catalog/status-tree.ts';
import { beginEpisode, endEpisode } from '../../src/early-signal/episodes.ts';
import { factsOfIncident } from '../../src/early-signal/incident-facts.ts';
import { readingOf } from '../../src/early-signal/site.ts';
import { countMeToo } from '../../src/incidents/me-too.ts';
import { follow } from '../../src/incidents/followers.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { uuidv7 } from '../../src/store/uuid.ts';
import { TELL_MAIL } from '../../src/subscriptions/tell.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { SUPPORT, writeTicketSite } from '../service/ticket-site.ts';
import { statusTreeOf } from '../status/trees.ts';
import { describeOnBothDatabases, freshFolder, openFresh, SECRET } from '../store/databases.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 10, 9, 12);

const incident: Incident = {
  id: 'brokenit',
  file: '',
  title: 'Problems with posting',
  impact: 'major',
  started: NOON,
  sample: false,
  updates: [
    { at: NOON + 20 * MINUTE, state: 'investigating', text: '', components: { posting: 'major outage' }, nextUpdateBy: undefined, reopens: false },
    { at: NOON + 2 * HOUR, state: 'resolved', text: '', components: {}, nextUpdateBy: undefined, reopens: false },
  ],
  postmortem: undefined,
};
const component = (slug: string) => ({ slug, name: slug, description: undefined, group: undefined, since: 0, onlyWhenDegraded: false });

async function wrote(store: Store, who: number, at: number, body: string, facts: object, more: object[] = []): Promise<void> {
  const drafts = [{ kind: 'created', facts: { channel: 'form', ...facts }, actor: { kind: 'requester' }, source: 'form', words: { body } }, ...more] as EventDraft[];
  await store.write(async (trx) => openTicket(trx, { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) }, await requesterFor(trx, store.envelope, { email: `${who}@example.org` }, at), drafts, at));
}

describeOnBothDatabases('what an incident was for people', (database) => {
  test('is counted by people, from an hour before until it was resolved, in words of at least five', async () => {
    const store = await openFresh(database);
    const linked = { kind: 'linked', facts: { incident: 'brokenit' }, actor: { kind: 'system' }, source: 'form' };
    for (let who = 0; who < 5; who += 1) await wrote(store, who, NOON + who * MINUTE, 'publish button dead, says Jonathan', { component: 'posting' });
    // The same person again, somebody of another part who was linked, and some too early and too late.
    await wrote(store, 0, NOON + 30 * MINUTE, 'still', { component: 'posting' });
    await wrote(store, 6, NOON + 40 * MINUTE, 'publish', { component: 'search' }, [linked]);
    await wrote(store, 7, NOON - 2 * HOUR, 'publish', { component: 'posting' });
    await wrote(store, 8, NOON + 3 * HOUR, 'publish', { component: 'posting' });
    await store.write(async (trx) => {
      for (const session of ['a', 'b', 'b']) await trx.insertInto('reader_event').values({ id: uuidv7(NOON), kind: 'search', version: 1, session, bot: 0, article: null, query: 'cannot publish', facts: '{}', happened_at: NOON, received_at: NOON }).execute();
      await countMeToo(trx, { incident: 'brokenit', client: 'c', tab: 't', way: 'plain' }, NOON);
      await follow(trx, store.envelope, { incident: 'brokenit', email: 'a@example.org', timeZone: undefined, askedBy: 'form' }, NOON);
      const evidence = { why: 'unusual', from: NOON, until: NOON, levels: [], beyond: 5, words: [], articles: [], tickets: [] } as const;
      const episode = await beginEpisode(trx, 'posting', evidence, NOON + 10 * MINUTE);
      await endEpisode(trx, episode!.id, NOON + 20 * MINUTE, 'brokenit');
      for (const [subscriber, at] of [['s1', 1], ['s1', 2], ['s2', 1]] as const) await enqueue(trx, { kind: TELL_MAIL, about: { record: 'brokenit', at, subscriber }, once: `${TELL_MAIL}:brokenit:${at}:${subscriber}` }, NOON);
      await trx.updateTable('outbox').set({ state: 'done', done_at: NOON }).execute();
    });
    const site = { settings: { ...earlySignalSchema.parse({ parts: [{ component: 'posting', words: ['publish'] }] }), within: HOUR, tell: [] }, tree: { components: [component('posting'), component('search')], incidents: [incident], maintenances: [] }, about: new Map(), titles: new Map([['a', 'The button that publishes']]), answerTo: async () => undefined, locale: 'en' };
    expect(await factsOfIncident(store, readingOf(site), incident, NOON + 5 * HOUR)).toEqual({
      firstSignal: NOON + 10 * MINUTE,
      firstTicket: NOON,
      tickets: 5,
      linked: 1,
      meToos: 1,
      votes: 0,
      searches: 2,
      followers: 1,
      subscribers: 2,
      // Said by five and known by title or by the part’s words; “dead” and the name are neither.
      words: [{ word: 'publish', people: 7 }, { word: 'button', people: 5 }],
    });
  });
});

describe('npm run incident', () => {
  const run = (folder: string, root: string, ...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((done) => {
      const env = { ...process.env, BEDSIDE_CONTENT: root, BEDSIDE_DATA: join(folder, 'var'), BEDSIDE_SECRET: SECRET, DATABASE_URL: '' };
      const child = execFile(resolve('node_modules/.bin/node'), [resolve('scripts/incident.ts'), ...args], { cwd: folder, env }, (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }));
      onTestFinished(() => void child.kill());
    });

  test('shows what people tell of each part now, and says why where it cannot', async () => {
    const [folder, root] = [freshFolder(), statusTreeOf({})];
    expect(await run(folder, root, 'signals')).toMatchObject({ code: 2, err: expect.stringContaining('There is no database here') as string });
    const store = await openStore({ dataDir: join(folder, 'var'), secret: SECRET });
    const now = Date.now();
    for (let who = 0; who < 3; who += 1) await wrote(store, who, now - 5 * MINUTE, 'help', { component: 'search' });
    const evidence = { why: 'unusual', from: now - HOUR, until: now, levels: [{ kind: 'tickets', people: 9, usual: 0.4 }], beyond: 9, words: [{ word: 'results', people: 4 }], articles: [], tickets: ['AB12-CD34'] } as const;
    await store.write((trx) => beginEpisode(trx, 'email', evidence, now - MINUTE));
    await store.close();
    expect(await run(folder, root, 'signals')).toMatchObject({ code: 2, err: expect.stringContaining('npm run build') as string });
    const signals = { ...earlySignalSchema.parse({}), within: HOUR, tell: [] };
    mkdirSync(join(folder, 'dist'), { recursive: true });
    writeTicketSite(join(folder, 'dist'), { support: { ...SUPPORT, earlySignal: signals } as typeof SUPPORT });
    const { code, out, err } = await run(folder, root, 'signals');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Search +as usual {2}Messages 3 \(usually /m);
    expect(out).toMatch(/^Email +quieter again[^]*told on [^]*9 more than usual: Messages 9 \(usually 0\.4\)[^]*said by several: results \(4\)[^]*AB12-CD34[^]*incident -- open --title "Problems with Email"/m);
    const json = JSON.parse((await run(folder, root, 'signals', '--json')).out) as { component: string; counts: { tickets: { people: number } } }[];
    expect(json.find((one) => one.component === 'search')!.counts.tickets.people).toBe(3);
  }, 300_000);
});
