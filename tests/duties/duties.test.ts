import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { keptSince, RETENTION_DEFAULTS } from '../../src/catalog/support/retention.ts';
import { eraseRequester, exportRequester } from '../../src/duties/requests.ts';
import { follow } from '../../src/incidents/followers.ts';
import { leaveLetters } from '../../src/incidents/tell-followers.ts';
import { retain } from '../../src/duties/retain.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { openStore } from '../../src/store/open.ts';
import { rotate } from '../../src/store/rotate.ts';
import { INBOUND_SENDER, SEALED_COLUMNS } from '../../src/store/sealed-columns.ts';
import type { Store } from '../../src/store/store.ts';
import { chainFaults } from '../../src/tickets/chain.ts';
import { close, merge, note, resolve, type Desk } from '../../src/tickets/desk/acts.ts';
import { chainOf, loadTicket } from '../../src/tickets/read.ts';
import { openTicket, type EventDraft, type Recording } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { describeOnBothDatabases, freshFolder, openFresh, opened, SECRET } from '../store/databases.ts';
import { DOCTORS } from '../tickets/support.ts';

const NOW = Date.parse('2026-11-23T17:00:00Z');
const DAY = 86_400_000;

const recordingOf = ({ envelope }: Store): Recording => ({ envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) });
const deskOf = (store: Store, now = NOW): Desk => ({ store, rules: DOCTORS, teams: [], enqueue, clock: () => now });
const LEAD = { handle: 'lead' };

async function ticketOf(store: Store, email: string, body: string, now = NOW) {
  const drafts = [
    { kind: 'created', facts: { channel: 'form', attachments: 1 }, actor: { kind: 'requester' }, source: 'form', words: { name: 'Reader', body }, attachments: [{ name: 'report.txt', type: 'text/plain', content: Buffer.from(`file of ${body}`) }] },
    { kind: 'triaged', facts: { category: 'account', priority: 'low', team: 'support' }, actor: { kind: 'system' }, source: 'form' },
  ] as EventDraft[];
  return store.write(async (trx) => {
    const ticket = await openTicket(trx, recordingOf(store), await requesterFor(trx, store.envelope, { email, name: `Name of ${email}` }, now), drafts, now);
    await enqueue(trx, { kind: 'mail', about: { template: 'acknowledgement', ticket: ticket.id } }, now);
    return ticket;
  });
}

/** Each mail as a file, as they lie where no mail server is set. */
async function writeMails(store: Store, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { id, about } of await store.read((db) => db.selectFrom('outbox').select(['id', 'about']).execute())) writeFileSync(join(folder, `${id}.eml`), `mail about ${about}`);
}

const erasing = (store: Store, mailFolder: string) => ({ store, recording: recordingOf(store), mailFolder, now: NOW });

describeOnBothDatabases('somebody who asks for their data', (database) => {
  test('gets everything that is kept under the address, files too, and no private notes', async () => {
    const store = await openFresh(database);
    const { id, reference } = await ticketOf(store, 'one@example.org', 'My screen is blank.');
    await ticketOf(store, 'two@example.org', 'Something else.');
    await note(deskOf(store), id, LEAD, 'A secret thought.');
    const data = await exportRequester(store, ' One@Example.org');
    expect(data).toMatchObject({ email: 'one@example.org', name: 'Name of one@example.org', tickets: [{ reference, files: [{ name: 'report.txt', bytes: 27 }] }] });
    expect(Buffer.from(data!.tickets[0]!.files[0]!.base64, 'base64').toString()).toBe('file of My screen is blank.');
    expect(JSON.stringify(data)).not.toMatch(/Something else|secret thought/);
    expect(await exportRequester(store, 'nobody@example.org')).toBeUndefined();
  });
});

describeOnBothDatabases('somebody who asks to be forgotten', (database) => {
  test('is gone from database, files and mail; the other whose ticket theirs was merged with keeps every word, and both chains hold', async () => {
    const store = await openFresh(database);
    const folder = join(freshFolder(), 'mail');
    const first = await ticketOf(store, 'one@example.org', 'Words of the first.');
    const second = await ticketOf(store, 'two@example.org', 'Words of the second.');
    await merge(deskOf(store), first.id, second.id, LEAD);
    await writeMails(store, folder);
    const sealedBefore = await store.read(async (db) => [...(await db.selectFrom('ticket_event').select('words_sealed').where('ticket', '=', first.id).execute()), ...(await db.selectFrom('requester').select('email_sealed as words_sealed').where('id', '=', await requesterOf(store, first.id)).execute())].flatMap(({ words_sealed }) => words_sealed ?? []));

    expect(await eraseRequester(erasing(store, folder), 'one@example.org', { dryRun: true })).toEqual({ tickets: 1, events: 1, files: 1, mails: 1 });
    expect((await exportRequester(store, 'one@example.org'))?.tickets).toHaveLength(1);
    expect(await eraseRequester(erasing(store, folder), 'one@example.org', { dryRun: false })).toEqual({ tickets: 1, events: 1, files: 1, mails: 1 });

    expect(await exportRequester(store, 'one@example.org')).toBeUndefined();
    expect(sealedBefore.length).toBeGreaterThan(1);
    const everything = await everyCell(store);
    for (const sealed of sealedBefore) expect(everything).not.toContain(sealed);
    expect(readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join()).not.toContain(first.id);
    expect(JSON.stringify(await exportRequester(store, 'two@example.org'))).toContain('Words of the second.');
    for (const id of [first.id, second.id]) {
      const { links, head } = await chainOf(store, id);
      expect(chainFaults(links, head)).toEqual([]);
    }
    expect((await loadTicket(store, first.id))?.events.at(-1)).toMatchObject({ kind: 'erased', facts: { events: 1, reason: 'request' } });
  });

  test('is found and finished by a second run when the first was cut short', async () => {
    const store = await openFresh(database);
    const { id } = await ticketOf(store, 'one@example.org', 'Words.');
    const away = { ...erasing(store, freshFolder()), recording: { ...recordingOf(store), schedule: () => { throw new Error('cut short'); } } };
    await expect(eraseRequester(away, 'one@example.org', { dryRun: false })).rejects.toThrow('cut short');
    expect((await loadTicket(store, id))?.events[0]?.words).toBeDefined();
    expect(await eraseRequester(erasing(store, freshFolder()), 'one@example.org', { dryRun: false })).toMatchObject({ tickets: 1, events: 1 });
    expect(await eraseRequester(erasing(store, freshFolder()), 'one@example.org', { dryRun: false })).toBeUndefined();
  });

  test('leaves no mail behind that waits for a person', async () => {
    const store = await openFresh(database);
    await ticketOf(store, 'one@example.org', 'Words.');
    const parked = (id: string, email: string) => ({ id, message_digest: id, sender_index: store.envelope.blindIndex(email, INBOUND_SENDER), raw_sealed: 'v1.sealed', bytes: 1, state: 'parked' as const, why: 'bulk', ticket: null, received_at: NOW, settled_at: NOW });
    await store.write((trx) => trx.insertInto('inbound_mail').values([parked('theirs', 'one@example.org'), parked('another', 'two@example.org')]).execute());
    expect(await eraseRequester(erasing(store, freshFolder()), 'One@example.org', { dryRun: false })).toMatchObject({ mails: 1 });
    expect(await store.read((db) => db.selectFrom('inbound_mail').select(['id', 'raw_sealed']).orderBy('id').execute())).toEqual([{ id: 'another', raw_sealed: 'v1.sealed' }, { id: 'theirs', raw_sealed: null }]);
  });

  test('may write again, and is somebody new', async () => {
    const store = await openFresh(database);
    await ticketOf(store, 'one@example.org', 'Before.');
    await eraseRequester(erasing(store, freshFolder()), 'one@example.org', { dryRun: false });
    await ticketOf(store, 'one@example.org', 'After.');
    expect((await exportRequester(store, 'one@example.org'))?.tickets).toHaveLength(1);
  });
});

describeOnBothDatabases('what is older than it may become', (database) => {
  test('goes kind by kind: words and files of closed tickets, spam sooner, comments, visits, mails, backups', async () => {
    const store = await openFresh(database);
    const folder = freshFolder();
    const closedAgo = async (days: number, reason: 'agent' | 'spam') => {
      const { id } = await ticketOf(store, `${days}${reason}@example.org`, `closed ${days} days ago`, NOW - days * DAY);
      await close(deskOf(store, NOW - days * DAY), id, LEAD, reason);
      return id;
    };
    const old = await closedAgo(800, 'agent');
    const recent = await closedAgo(100, 'agent');
    const middle = await closedAgo(500, 'agent');
    const spam = await closedAgo(40, 'spam');
    const open = await ticketOf(store, 'open@example.org', 'still open', NOW - 900 * DAY);
    await resolve(deskOf(store), open.id, LEAD);
    await store.write((trx) => trx.insertInto('reader_event').values([400, 10].map((days) => ({ id: `event-${days}`, kind: 'search', version: 1, session: 's', bot: 0 as const, article: null, query: null, facts: '{}', happened_at: NOW - days * DAY, received_at: NOW - days * DAY }))).execute());
    for (const [name, days] of [['a.eml', 31], ['b.eml', 1], ['bedside-2026.db', 91], ['before-restore-bedside-2026.db', 91], ['before-restore-bedside-2027.db', 89], ['secret', 999]] as const) {
      writeFileSync(join(folder, name), '');
      utimesSync(join(folder, name), new Date(NOW - days * DAY), new Date(NOW - days * DAY));
    }
    const what = { store, recording: recordingOf(store), retention: RETENTION_DEFAULTS, zone: 'America/New_York', mailFolder: folder, backupFolder: folder, dataFolder: folder, now: NOW };
    for (const days of [31, 1]) await store.write((trx) => follow(trx, store.envelope, { incident: 'p7k2mfx9', email: `follower-${days}@example.org`, timeZone: undefined, askedBy: 'form' }, NOW - days * DAY));
    const expected = { tickets: 1, spam: 1, files: 1, comments: 0, events: 1, followers: 1, mail: 1, backups: 2 };
    // The files of an old ticket go with its words; a dry run counts them by each rule.
    expect(await retain(what, { dryRun: true })).toEqual({ ...expected, files: 2 });
    expect(await retain(what, { dryRun: false })).toEqual(expected);
    expect(await retain(what, { dryRun: false })).toEqual({ tickets: 0, spam: 0, files: 0, comments: 0, events: 0, followers: 0, mail: 0, backups: 0 });
    const hasWords = async (id: string) => (await loadTicket(store, id))?.events[0]?.words !== undefined;
    expect(await Promise.all([old, recent, middle, spam, open.id].map(hasWords))).toEqual([false, true, true, false, true]);
    expect(readdirSync(folder).sort()).toEqual(['b.eml', 'before-restore-bedside-2027.db', 'secret']);
    const { links, head } = await chainOf(store, old);
    expect(chainFaults(links, head)).toEqual([]);
  });

  test('is counted in days, months and years', () => {
    expect(NOW - keptSince('30 days', NOW)).toBe(30 * DAY);
    expect(NOW - keptSince('12 months', NOW)).toBe(365.25 * DAY);
    expect(NOW - keptSince('1 year', NOW)).toBe(365.25 * DAY);
  });
});

describeOnBothDatabases('somebody who only asked to be told when an incident is over', (database) => {
  test('gets that as a copy, and is forgotten on request, with the letters on this disk', async () => {
    const [store, folder] = [await openFresh(database), freshFolder()];
    const email = 'follower@example.org';
    await store.write((trx) => follow(trx, store.envelope, { incident: 'p7k2mfx9', email, timeZone: undefined, askedBy: 'form' }, NOW - DAY));
    const [follower] = await store.read((db) => db.selectFrom('incident_follower').select('id').execute());
    await store.write((trx) => leaveLetters(trx, [{ id: follower!.id, toldAt: null }], NOW, NOW));
    const [letter] = await store.read((db) => db.selectFrom('outbox').select('id').where('about', 'like', '%incident-fixed%').execute());
    writeFileSync(join(folder, `${letter!.id}.eml`), 'To: follower@example.org');
    expect(await exportRequester(store, 'Follower@example.org')).toEqual({ email: 'Follower@example.org', name: undefined, timeZone: undefined, tickets: [], follows: [{ incident: 'p7k2mfx9', askedAt: new Date(NOW - DAY).toISOString() }] });
    const erasing = { store, recording: recordingOf(store), mailFolder: folder, now: NOW };
    expect(await eraseRequester(erasing, email, { dryRun: true })).toEqual({ tickets: 0, events: 0, files: 0, mails: 1 });
    expect(await exportRequester(store, email)).toBeDefined();
    expect(await eraseRequester(erasing, email, { dryRun: false })).toMatchObject({ mails: 1 });
    expect(await exportRequester(store, email)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describeOnBothDatabases('a new secret', (database) => {
  const NEXT = `${SECRET.split('').reverse().join('')}-next`;

  test('seals every cell anew, finds everybody as before, and then the old one is no longer needed', async () => {
    const settings = await database.fresh();
    const before = await openStore(settings);
    const { reference } = await ticketOf(before, 'one@example.org', 'Old words.');
    await before.close();

    const both = await openStore({ ...settings, secret: `${NEXT},${SECRET}` });
    const { cells } = await rotate(both, { dryRun: true, now: NOW });
    // Address, name, words, and the file's name and content.
    expect(cells).toBe(5);
    expect((await rotate(both, { dryRun: false, now: NOW })).retired).toHaveLength(1);
    expect(await rotate(both, { dryRun: false, now: NOW })).toEqual({ cells: 0, retired: [] });
    expect(await everyCell(both)).not.toContain(`v1.${both.envelope.keyIds[1] ?? ''}.`);
    await both.close();

    const after = await opened({ ...settings, secret: NEXT });
    expect(await exportRequester(after, 'one@example.org')).toMatchObject({ name: 'Name of one@example.org', tickets: [{ reference }] });
    expect((await loadTicket(after, reference))?.events[0]?.words?.body).toBe('Old words.');
  });

  test('reaches every sealed column that the database has', async () => {
    const store = await openFresh(database);
    const { rows } = await store.read((db) =>
      (store.kind === 'sqlite'
        ? sql<{ table: string; column: string }>`select m.name as "table", c.name as "column" from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name like '%\\_sealed' escape '\\'`
        : sql<{ table: string; column: string }>`select table_name as "table", column_name as "column" from information_schema.columns where table_schema = 'public' and column_name like '%\\_sealed' escape '\\'`
      ).execute(db),
    );
    const names = (list: readonly { table: string; column: string }[]) => list.map(({ table, column }) => `${table}.${column}`).sort();
    expect(names(SEALED_COLUMNS)).toEqual(names(rows));
  });
});

async function requesterOf(store: Store, ticket: string): Promise<string> {
  return (await store.read((db) => db.selectFrom('ticket').select('requester').where('id', '=', ticket).executeTakeFirstOrThrow())).requester;
}

async function everyCell(store: Store): Promise<string> {
  const tables = ['requester', 'ticket', 'ticket_event', 'attachment', 'idempotent_request', 'outbox', 'vote'] as const;
  const rows = await Promise.all(tables.map((table) => store.read((db) => db.selectFrom(table).selectAll().execute())));
  return JSON.stringify(rows);
}

test('a folder for mails that was never made is no problem', async () => {
  const store = await openFresh({ kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) });
  const folder = join(freshFolder(), 'nothing');
  await retain({ store, recording: recordingOf(store), retention: RETENTION_DEFAULTS, zone: 'America/New_York', mailFolder: folder, now: NOW }, { dryRun: false });
  expect(existsSync(folder)).toBe(false);
});
