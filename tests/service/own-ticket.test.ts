import { describe, expect, onTestFinished, test } from 'vitest';
import type { Support } from '../../src/catalog/support/support.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { note, resolve, type Desk } from '../../src/tickets/desk/acts.ts';
import { verify } from '../../src/tickets/desk/verify.ts';
import { LINK_LIFE_MS, linkSecret, makeLink } from '../../src/tickets/links.ts';
import type { OwnView } from '../../src/tickets/page/view.ts';
import { addEvents } from '../../src/tickets/record.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { describeOnBothDatabases, freshFolder, type TestDatabase } from '../store/databases.ts';
import { limitsOf, receipt, takingTickets, type TicketServer } from './sending.ts';
import { SUPPORT, writeTicketSite } from './ticket-site.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LEAD = { handle: 'lead' };
const FOLLOWED = { ...SUPPORT, followUp: { reopenFor: 7 * DAY, closeAfter: 10 * DAY, rating: { scale: '1-5', question: 'How was it?', after: HOUR, remindAfter: DAY, changeFor: 7 * DAY } } } as unknown as Support;

interface Own {
  readonly server: TicketServer;
  readonly store: Store;
  readonly desk: Desk;
  readonly reference: string;
  readonly ticket: string;
  readonly link: string;
  readonly secret: string;
  post(act: string, values: Record<string, unknown>): Promise<Response>;
  view(act?: string, values?: Record<string, unknown>): Promise<OwnView>;
}

/** A stored message, and the link to its page. */
async function own(database: TestDatabase, limits = {}): Promise<Own> {
  const server = await takingTickets(database, { folder: writeTicketSite(freshFolder(), { support: FOLLOWED }), tickets: { proofWork: { cost: 10, least: 2, most: 6 }, limits: limitsOf(limits) } });
  const { reference } = await receipt(await server.send({ subject: 'zebra-subject', message: 'zebra-message' }));
  const store = await openStore(server.settings);
  onTestFinished(() => store.close());
  const { id: ticket } = await store.read((db) => db.selectFrom('ticket').select('id').where('reference', '=', reference).executeTakeFirstOrThrow());
  const triaged = { kind: 'triaged', facts: { category: 'account', priority: 'medium', team: 'support' }, actor: { kind: 'system' }, source: 'form' } as const;
  await store.write((trx) => addEvents(trx, { envelope: store.envelope, schedule: (events) => scheduleOf(events, FOLLOWED) }, ticket, [triaged], server.now()));
  const link = await store.write((trx) => makeLink(trx, ticket, server.now()));
  const secret = linkSecret(store.envelope, link);
  const post = (act: string, values: Record<string, unknown>) => fetch(`${server.url}/intake/tickets/own${act === '' ? '' : `/${act}`}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(values) });
  return {
    server,
    store,
    desk: { store, rules: FOLLOWED, teams: [], enqueue, clock: server.now },
    reference,
    ticket,
    link,
    secret,
    post,
    async view(act = '', values = {}) {
      const response = await post(act, { secret, ...values });
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as OwnView;
    },
  };
}

const kinds = async ({ server }: Own) => (await server.tickets())[0]!.events.map(({ kind }) => kind);
const KEY = 'a-key-of-the-browser';
const ACTS: [string, Record<string, unknown>][] = [['', {}], ['messages', { words: 'Hello', key: KEY }], ['reopen', {}], ['rating', { score: 5 }], ['data', { what: 'copy' }], ['withdraw', {}]];

describeOnBothDatabases('a requester’s own page', (database) => {
  test('shows what was said, the promise and what can be done, and nothing of the team’s own', async () => {
    const it = await own(database);
    await note(it.desk, it.ticket, LEAD, 'walrus: an angry one');
    const response = await it.post('', { secret: it.secret });
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    const view = JSON.parse(text) as OwnView;
    expect(view).toMatchObject({ reference: it.reference, subject: 'zebra-subject', state: 'open', mayWrite: true, timeline: [{ what: 'created', by: 'you', words: 'zebra-message' }] });
    expect(view.by).toBe(view.timeline[0]!.at + 4 * HOUR);
    expect(text).not.toMatch(/walrus|lead|noted|triaged|@|priority/);
    expect(it.server.log()).not.toContain(it.secret);
  });

  test('takes a further message with a file once, however often it is sent', async () => {
    const it = await own(database);
    const send = async (log = 'a log') => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ secret: it.secret, words: 'And this.', key: KEY })) form.append(name, value);
      form.append('files', new File([log], 'app.log'));
      return fetch(`${it.server.url}/intake/tickets/own/messages`, { method: 'POST', body: form });
    };
    const answers = [await send(), ...(await Promise.all([send(), send()]))];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(((await answers[0]!.json()) as OwnView).timeline.at(-1)).toMatchObject({ what: 'received', by: 'you', words: 'And this.', files: 1 });
    expect(await kinds(it)).toEqual(['created', 'triaged', 'received']);
    expect((await it.post('messages', { secret: it.secret, words: ' ', key: 'another-key' })).status).toBe(422);
    // Another file is another message.
    expect((await send('the right log')).status).toBe(200);
    expect(await kinds(it)).toEqual(['created', 'triaged', 'received', 'received']);
  });

  test('keeps words that were changed after the first answer was lost, beside the first ones and once', async () => {
    const it = await own(database);
    await it.view('messages', { words: 'As first sent', key: KEY });
    for (const words of ['As changed', 'As changed', 'As first sent', 'Changed again']) await it.view('messages', { words, key: KEY });
    expect((await it.view()).timeline.slice(1).map((entry) => entry.words)).toEqual(['As first sent', 'As changed', 'Changed again']);
  });

  test('opens a solved ticket again while that is possible, by a button or a message', async () => {
    const it = await own(database);
    await resolve(it.desk, it.ticket, LEAD, { words: 'Update the browser.' });
    const solved = await it.view();
    expect(solved).toMatchObject({ state: 'solved', mayWrite: true, reopenUntil: expect.any(Number) as number });
    expect(solved.timeline.at(-1)).toMatchObject({ what: 'resolved', by: 'team', words: 'Update the browser.' });
    expect((await it.view('reopen')).state).toBe('open');
    expect((await it.view('reopen')).timeline.filter(({ what }) => what === 'reopened')).toHaveLength(1);
    await resolve(it.desk, it.ticket, LEAD);
    expect((await it.view('messages', { words: 'Still there.', key: KEY })).state).toBe('open');
    await resolve(it.desk, it.ticket, LEAD);
    it.server.later(7 * DAY + HOUR);
    expect((await it.post('reopen', { secret: it.secret })).status).toBe(409);
    expect((await it.post('messages', { secret: it.secret, words: 'Too late.', key: 'a-later-key' })).status).toBe(409);
  });

  test('takes a rating once it is solved, lets it change for a week, and keeps each', async () => {
    const it = await own(database);
    expect((await it.post('rating', { secret: it.secret, score: 5 })).status).toBe(409);
    await resolve(it.desk, it.ticket, LEAD);
    expect((await it.view()).rating).toEqual({ scale: '1-5', question: 'How was it?', mayChange: true });
    expect((await it.post('rating', { secret: it.secret, score: 0 })).status).toBe(409);
    expect((await it.view('rating', { score: 2, comment: 'Slow.' })).rating).toMatchObject({ score: 2, comment: 'Slow.', mayChange: true });
    expect((await it.view('rating', { score: 4 })).rating).toMatchObject({ score: 4 });
    it.server.later(7 * DAY + HOUR);
    expect((await it.view()).rating).toMatchObject({ score: 4, mayChange: false });
    expect((await it.post('rating', { secret: it.secret, score: 1 })).status).toBe(409);
  });

  test('passes on a wish for a copy or erasure once a day, and tells the requester', async () => {
    const it = await own(database);
    await it.view('data', { what: 'erasure' });
    const view = await it.view('data', { what: 'erasure' });
    expect(view.timeline.map(({ what }) => what)).toEqual(['created']);
    expect(await kinds(it)).toEqual(['created', 'triaged', 'noted']);
    const mails = await it.store.read((db) => db.selectFrom('outbox').select('about').where('once_key', 'like', 'data-request:%').execute());
    expect(mails.map(({ about }) => JSON.parse(about) as unknown)).toEqual([{ template: 'data-request', ticket: it.ticket, what: 'erasure' }]);
    expect((await verify(it.store, FOLLOWED, it.server.now(), { mend: false, counted: () => {} })).faults).toEqual([]);
  });

  test('opens to nobody else: a reference, a guess, an altered, an old or a withdrawn link see and change nothing, and are answered alike', async () => {
    const it = await own(database);
    await resolve(it.desk, it.ticket, LEAD);
    const before = await kinds(it);
    const old = await it.store.write((trx) => makeLink(trx, it.ticket, it.server.now() - LINK_LIFE_MS - 1));
    const gone = await it.store.write((trx) => makeLink(trx, it.ticket, it.server.now()));
    await it.store.write((trx) => trx.updateTable('ticket_link').set({ revoked_at: it.server.now() }).where('id', '=', gone).execute());
    const [head = '', ...mac] = it.secret.split('.');
    const strangers = {
      reference: it.reference,
      id: it.ticket,
      bare: head,
      guess: `${'0'.repeat(32)}.${mac.join('.')}`,
      altered: `${head}.${mac.join('.').slice(0, -1)}${it.secret.endsWith('A') ? 'B' : 'A'}`,
      old: linkSecret(it.store.envelope, old),
      gone: linkSecret(it.store.envelope, gone),
      empty: '',
    };
    const answers = new Set<string>();
    for (const secret of Object.values(strangers)) for (const [act, values] of ACTS) {
      const response = await it.post(act, { secret, ...values });
      answers.add(`${response.status} ${await response.text()}`);
    }
    expect([...answers]).toEqual([expect.stringMatching(/^404 .*not-found/)]);
    expect(await kinds(it)).toEqual(before);
  });

  test('shows another’s ticket by no link but its own, and hands out no files', async () => {
    const it = await own(database);
    const { reference } = await receipt(await it.server.sendFiles([new File(['a log'], 'app.log')], { email: 'other@example.org', subject: 'walrus' }));
    const text = await (await it.post('', { secret: it.secret })).text();
    expect(text).not.toContain('walrus');
    expect(text).not.toContain(reference);
    const { id } = await it.store.read((db) => db.selectFrom('attachment').select('id').executeTakeFirstOrThrow());
    for (const token of ['', it.secret, id]) expect((await fetch(`${it.server.url}/intake/attachments/${id}?t=${token}`)).status).toBe(404);
  });

  test('is closed by its requester to everybody who has a link', async () => {
    const it = await own(database);
    const second = linkSecret(it.store.envelope, await it.store.write((trx) => makeLink(trx, it.ticket, it.server.now())));
    expect(await (await it.post('withdraw', { secret: it.secret })).json()).toEqual({ withdrawn: true });
    for (const secret of [it.secret, second]) expect((await it.post('', { secret })).status).toBe(404);
    expect(await kinds(it)).toEqual(['created', 'triaged', 'shared']);
  });
});

describe('the page’s addresses', () => {
  const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: 'a'.repeat(64) }) };

  test('change and show nothing to a GET, nor to another site', async () => {
    const it = await own(sqlite);
    await resolve(it.desk, it.ticket, LEAD);
    const before = await kinds(it);
    for (const [act] of ACTS) {
      const response = await fetch(`${it.server.url}/intake/tickets/own${act === '' ? '' : `/${act}`}?secret=${it.secret}&score=5&what=copy`);
      expect(response.status).toBe(405);
      expect(await response.text()).not.toContain('zebra');
    }
    const foreign = await fetch(`${it.server.url}/intake/tickets/own`, { method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://evil.example' }, body: JSON.stringify({ secret: it.secret }) });
    expect(foreign.status).toBe(403);
    expect(await kinds(it)).toEqual(before);
  });

  test('count guesses', async () => {
    const it = await own(sqlite, { own: 3 });
    const guess = async () => (await it.post('', { secret: `${'0'.repeat(32)}.k.x` })).status;
    expect([await guess(), await guess(), await guess(), await guess()]).toEqual([404, 404, 404, 429]);
    expect((await it.post('', { secret: it.secret })).status).toBe(429);
  });
});
