/** What readers say about an open incident: counted once, told when it is over, and their tickets linked. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { readReplies } from '../../src/catalog/support/replies.ts';
import type { ComponentState, IncidentState } from '../../src/catalog/status-schema.ts';
import { TOLD_FROM } from '../../src/incidents/me-too.ts';
import { exchange, newFolder, placed, writeFiles } from '../../src/site/exchange.ts';
import { MANIFEST_FOLDER, NEWER_STATUS, RECORDS_FILE } from '../../src/site/manifest.ts';
import { recordsText } from '../../src/status/records.ts';
import { openStore } from '../../src/store/open.ts';
import { describeOnBothDatabases, freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { mailServer, type MailServer } from '../mail/server.ts';
import { aMessage, takingTickets, type TicketServer } from './sending.ts';
import { SUPPORT, writeTicketSite } from './ticket-site.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };
const STARTER = join(import.meta.dirname, '../../src/starting/tree');
const LETTERS = readReplies(STARTER, { site: { url: 'https://help.example.org', base: '/' }, checkLink: () => undefined } as never, () => undefined);
const HOUR = 60 * 60_000;
const INCIDENT = 'p7k2mfx9';

interface Said {
  readonly state: IncidentState;
  readonly at: number;
}

interface IncidentServer extends TicketServer {
  readonly mail: MailServer;
  /** Publishes what has been said about the incident by now, as `npm run incident` does. */
  readonly publish: (states: readonly Said[]) => void;
  readonly meToo: (values?: Record<string, unknown>, headers?: Record<string, string>) => Promise<Response>;
  readonly follow: (values: Record<string, unknown>) => Promise<Response>;
  readonly lettersTo: (email: string, count: number) => Promise<string[]>;
}

function records(updates: readonly Said[]): string {
  const incident = {
    id: INCIDENT,
    file: 'status/incidents/one.md',
    title: 'Log-in fails for some members',
    impact: 'major' as const,
    started: updates[0]!.at,
    sample: false,
    updates: updates.map(({ state, at }, index) => ({ at, state, text: state === 'resolved' ? 'A certificate had expired. It is renewed.' : 'We are looking for the cause.', components: (index === 0 ? { website: 'partial outage' } : {}) as Record<string, ComponentState>, nextUpdateBy: undefined, reopens: false })),
    postmortem: undefined,
  };
  const component = { slug: 'website', name: 'Log-in', description: undefined, group: undefined, since: 0, onlyWhenDegraded: false };
  const other = { ...component, slug: 'search', name: 'Search' };
  return recordsText({ version: 1, page: { id: 'page', url: 'https://status.example.org/', product: 'Example', locale: 'en', timeZone: 'America/New_York' }, begun: '', ended: '', tree: { groups: [], components: [component, other], incidents: [incident], maintenances: [], subscriptions: true } });
}

async function withIncident(database: TestDatabase): Promise<IncidentServer> {
  const mail = await mailServer();
  const built = writeTicketSite(join(freshFolder(), 'built'), { support: { ...SUPPORT, replies: new Map([...SUPPORT.replies, ...LETTERS]) } });
  const server = await takingTickets(database, { folder: built, env: { SMTP_URL: mail.url.href } });
  const post = (path: string, values: Record<string, unknown>, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/intake/incidents/${path}`, { method: 'POST', body: JSON.stringify({ incident: INCIDENT, ...values }), headers: { 'content-type': 'application/json', ...headers } });
  const publish: IncidentServer['publish'] = (states) => {
    const place = join(built, NEWER_STATUS);
    const before = placed(place);
    const newer = newFolder(place);
    writeFiles(new Map([[`/${MANIFEST_FOLDER}/${RECORDS_FILE}`, records(states)]]), newer);
    expect(exchange(newer, place, before)).toBe(true);
  };
  publish([{ state: 'investigating', at: server.now() - HOUR }]);
  await vi.waitFor(async () => expect((await fetch(`${server.url}/intake/incidents/${INCIDENT}/me-too`)).status).toBe(200), { timeout: 30_000 });
  return {
    ...server,
    mail,
    publish,
    meToo: (values = { session: randomUUID() }, headers = {}) => post('me-too', values, headers),
    follow: (values) => post('follow', values),
    lettersTo: (email, count) =>
      vi.waitFor(
        () => {
          const found = mail.received.filter(({ to }) => to.includes(email)).map((one) => `${one.mail.subject}\n${one.mail.text}`);
          expect(found).toHaveLength(count);
          return found;
        },
        { timeout: 30_000, interval: 50 },
      ),
  };
}

const rowsOf = async ({ settings }: TicketServer) => {
  const store = await openStore(settings);
  try {
    return await store.read(async (db) => ({
      meToo: await db.selectFrom('incident_me_too').selectAll().execute(),
      followers: await db.selectFrom('incident_follower').selectAll().orderBy('id').execute(),
    }));
  } finally {
    await store.close();
  }
};

describeOnBothDatabases('a reader of an open incident', (database) => {
  test('is counted once in a tab, told a number only from five on, and is not there by address or session', async () => {
    const server = await withIncident(database);
    const session = randomUUID();
    const answers = await Promise.all([server.meToo({ session }), server.meToo({ session }), server.meToo({ session })]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    for (let more = 1; more < TOLD_FROM - 1; more += 1) expect(await (await server.meToo()).json()).toEqual({});
    expect(await (await server.meToo()).json()).toEqual({ count: TOLD_FROM });
    const { meToo } = await rowsOf(server);
    expect(meToo).toHaveLength(TOLD_FROM);
    expect(JSON.stringify(meToo)).not.toContain(session);
    expect(JSON.stringify(meToo)).not.toContain('127.0.0.1');
  });

  test('hears when it is fixed and once more a day later; then the address is gone', async () => {
    const server = await withIncident(database);
    for (const email of ['a.reader@example.net', 'A.Reader@example.net', 'b.reader@example.net']) expect((await server.follow({ email, timeZone: 'Europe/Berlin' })).status).toBe(201);
    const before = await rowsOf(server);
    expect(before.followers).toHaveLength(2);
    expect(JSON.stringify(before)).not.toMatch(/reader@/i);

    const end = server.now() - 60_000;
    server.publish([{ state: 'investigating', at: end - HOUR }, { state: 'resolved', at: end }]);
    const [fixed = ''] = await server.lettersTo('a.reader@example.net', 1);
    expect(fixed).toMatch(/^Example: fixed, Log-in fails/);
    expect(fixed).toContain('A certificate had expired.');
    expect(fixed).toContain('(Berlin time)');
    await server.lettersTo('b.reader@example.net', 1);

    server.later(24 * HOUR);
    const [, afterwards = ''] = await server.lettersTo('a.reader@example.net', 2);
    expect(afterwards).toContain('Is all well again?');
    expect(afterwards).toContain('lasted 1 h');
    await vi.waitFor(async () => expect((await rowsOf(server)).followers.map(({ email_sealed, email_index, time_zone }) => [email_sealed, email_index, time_zone])).toEqual([[null, null, null], [null, null, null]]), { timeout: 30_000 });
    server.later(48 * HOUR);
    await vi.waitFor(async () => expect(await waiting(server)).toBe(0), { timeout: 30_000 });
    expect(server.mail.received).toHaveLength(4);
  });
});

describe('a follower', () => {
  test('is asked nothing a day later when the incident was opened again, and hears of its second end', async () => {
    const server = await withIncident(sqlite);
    await server.follow({ email: 'a.reader@example.net' });
    const began = server.now() - 2 * HOUR;
    const first = [{ state: 'investigating', at: began }, { state: 'resolved', at: server.now() - 60_000 }] as const;
    server.publish(first);
    await server.lettersTo('a.reader@example.net', 1);
    server.publish([...first, { state: 'identified', at: server.now() - 1_000 }]);
    await vi.waitFor(async () => expect((await fetch(`${server.url}/intake/incidents/${INCIDENT}/me-too`)).status).toBe(200), { timeout: 30_000 });
    server.later(25 * HOUR);
    // The first end's question is due and let go; only then is it over for good.
    await vi.waitFor(async () => expect(await waiting(server)).toBe(0), { timeout: 30_000 });
    expect(server.mail.received).toHaveLength(1);
    server.publish([...first, { state: 'identified', at: first[1].at + 30_000 }, { state: 'resolved', at: server.now() - 1_000 }]);
    await server.lettersTo('a.reader@example.net', 2);
    server.later(24 * HOUR);
    const letters = await server.lettersTo('a.reader@example.net', 3);
    expect(letters.map((letter) => letter.split('\n')[0])).toEqual(['Example: fixed, Log-in fails for some members', 'Example: fixed, Log-in fails for some members', 'Example: is all well again after “Log-in fails for some members”?']);
  });

  test('stops the letters by the button of a page or of a mail program, and opening the link changes nothing', async () => {
    const server = await withIncident(sqlite);
    await server.follow({ email: 'a.reader@example.net' });
    const end = server.now() - 60_000;
    server.publish([{ state: 'investigating', at: end - HOUR }, { state: 'resolved', at: end }]);
    await server.lettersTo('a.reader@example.net', 1);
    const [letter] = server.mail.received;
    expect(letter?.mail.headers.get('list')).toMatchObject({ unsubscribe: { url: expect.stringContaining('https://help.example.org/intake/incidents/stop/') } });
    expect(letter?.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const path = /\/intake\/incidents\/stop\/[\w.-]+/.exec(letter?.mail.text ?? '')?.[0] ?? '';
    const looked = await fetch(server.url + path);
    expect([looked.status, await looked.text()]).toEqual([200, expect.stringContaining('Stop and delete my address')]);
    expect((await rowsOf(server)).followers[0]?.email_sealed).not.toBe(null);
    expect((await fetch(`${server.url}${path.slice(0, -1)}x`)).status).toBe(404);
    expect((await fetch(server.url + path, { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(200);
    expect((await rowsOf(server)).followers[0]).toMatchObject({ email_sealed: null, email_index: null });
    server.later(25 * HOUR);
    await vi.waitFor(async () => expect(await waiting(server)).toBe(0), { timeout: 30_000 });
    expect(server.mail.received).toHaveLength(1);
  });

  test('of something that is over, or by an address that is none, is refused', async () => {
    const server = await withIncident(sqlite);
    expect((await server.follow({ email: 'nobody' })).status).toBe(400);
    expect((await server.follow({ email: 'a@example.net', incident: 'other' })).status).toBe(404);
    expect((await server.follow({ email: 'a@example.net', website: 'https://spam.example' })).status).toBe(403);
    expect((await rowsOf(server)).followers).toEqual([]);
  });
});

describe('a message', () => {
  test('that was sent all the same is linked to the incident it was held against, and its writer told', async () => {
    const server = await withIncident(sqlite);
    expect((await server.send({ incident: INCIDENT, tell: 'yes', email: 'a.reader@example.net' })).status).toBe(201);
    expect((await server.send({ incident: INCIDENT, otherMatter: 'yes' })).status).toBe(201);
    expect((await server.send({ incident: 'unknown1', tell: 'yes' })).status).toBe(201);
    const linked = (await server.tickets()).map(({ events }) => events.filter(({ kind }) => kind === 'linked').map(({ facts }) => facts));
    expect(linked.sort((a, b) => b.length - a.length)).toEqual([[{ incident: INCIDENT }], [], []]);
    expect((await rowsOf(server)).followers.map(({ asked_by }) => asked_by)).toEqual(['ticket']);
  });
});

describe('without a script', () => {
  const hidden = (page: string) => Object.fromEntries([...page.slice(page.indexOf('data-carried')).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [name, value]));
  const words = (more: Record<string, string>) => ({ ...(aMessage() as Record<string, string>), email: 'a.reader@example.net', ...more });

  test('the page that checks the answers asks whether it is this, counts, notes whom to tell, and still sends', async () => {
    const server = await withIncident(sqlite);
    const page = await (await server.plain(words({}))).text();
    expect(page).toMatch(/Is it this\?.*Log-in fails for some members.*It affects Log-in\./s);
    const sends = hidden(page);
    expect(sends['incident']).toBe(INCIDENT);
    const counted = await server.plain({ ...sends, step: 'me-too' });
    expect([counted.status, await counted.text()]).toEqual([200, expect.stringContaining('Counted. Thank you')]);
    const follows = await (await server.plain({ ...sends, step: 'follow' })).text();
    expect(follows).toContain('We write to a.reader@example.net when it is fixed.');
    server.later(2_000);
    expect((await server.plain({ ...hidden(follows), step: 'send' })).status).toBe(303);
    const rows = await rowsOf(server);
    expect([rows.meToo.length, rows.followers.length]).toEqual([1, 1]);
    expect((await server.tickets())[0]?.events.at(-1)).toMatchObject({ kind: 'linked' });
  });

  test('a question about something else is not stopped', async () => {
    const server = await withIncident(sqlite);
    const page = await (await server.plain(words({ topic: 'slow', subject: 'Where do I change my picture?', message: 'I look for the setting.' }))).text();
    expect(page).toContain('data-served="review"');
    expect(page).not.toContain('Is it this?');
    expect(hidden(page)['incident']).toBeUndefined();
  });

  test('a button on the incident’s own page counts, and leads back to it', async () => {
    const server = await withIncident(sqlite);
    const pressed = () => fetch(`${server.url}/intake/incidents/me-too`, { method: 'POST', body: new URLSearchParams({ incident: INCIDENT }), headers: { 'user-agent': 'An old browser' }, redirect: 'manual' });
    for (const answer of [await pressed(), await pressed()]) expect([answer.status, answer.headers.get('location')]).toEqual([303, `https://status.example.org/incidents/${INCIDENT}/#counted`]);
    expect((await rowsOf(server)).meToo).toHaveLength(1);
  });
});

/** Errands that are due and not done. */
async function waiting(server: TicketServer): Promise<number> {
  const store = await openStore(server.settings);
  try {
    const rows = await store.read((db) => db.selectFrom('outbox').select('id').where('state', 'in', ['waiting', 'leased']).where('due_at', '<=', server.now()).execute());
    return rows.length;
  } finally {
    await store.close();
  }
}
