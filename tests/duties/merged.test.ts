/** Two people whose tickets became one: each sees, gets and takes away their own words, and nothing of the other's. */
import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RETENTION_DEFAULTS } from '../../src/catalog/support/retention.ts';
import { eraseRequester, exportRequester } from '../../src/duties/requests.ts';
import { retain } from '../../src/duties/retain.ts';
import { replyAddresses } from '../../src/mail/reply-address.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { backupSqlite } from '../../src/store/backup.ts';
import type { Store } from '../../src/store/store.ts';
import { link, merge, type Desk } from '../../src/tickets/desk/acts.ts';
import { linkedTo } from '../../src/tickets/desk/linked.ts';
import { reply } from '../../src/tickets/desk/reply.ts';
import { unheardIn } from '../../src/tickets/merged.ts';
import { chainFaults } from '../../src/tickets/chain.ts';
import { takeMail, type MailIn } from '../../src/tickets/intake/mail-in.ts';
import { linkSecret, makeLink } from '../../src/tickets/links.ts';
import { look } from '../../src/tickets/page/acts.ts';
import { chainOf, loadTicket } from '../../src/tickets/read.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { describeOnBothDatabases, freshFolder, opened, SECRET } from '../store/databases.ts';
import { DOCTORS } from '../tickets/support.ts';

const NOW = Date.parse('2026-11-23T17:00:00Z');
const DAY = 86_400_000;
const LEAD = { handle: 'lead' };
const ONE = 'one@example.net';
const TWO = 'two@example.net';
/** Every word of the first begins so, and every word of the second with the other. */
const [WALRUS, ZEBRA] = ['walrus', 'zebra'];

function takingIn(store: Store): MailIn {
  return {
    store,
    recording: { envelope: store.envelope, schedule: (events) => scheduleOf(events, DOCTORS) },
    addresses: [{ email: 'support@example.org', channel: 'email' }],
    replies: replyAddresses('support@example.org', store.envelope),
    triage: () => ({ category: 'account', priority: 'medium', team: 'support', tags: [], vip: false, security: false, compliance: false, rulings: [] }),
    reopens: () => true,
    opened: async (trx, { id }, now) => void (await enqueue(trx, { kind: 'mail', about: { template: 'acknowledgement', ticket: id }, once: `acknowledgement:${id}` }, now)),
    received: async () => undefined,
    clock: () => NOW,
  };
}

let count = 0;
/** A mail with a file, both with the writer's own word. */
function mail(from: string, word: string, to = 'support@example.org'): Buffer {
  const part = (head: string, body: string) => `--b\r\n${head}\r\n\r\n${body}\r\n`;
  return Buffer.from(`From: ${word}-name <${from}>\r\nTo: ${to}\r\nMessage-ID: <${(count += 1)}@example.net>\r\nSubject: ${word}-subject\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${part('Content-Type: text/plain', `${word}-words`)}${part(`Content-Type: text/plain; name="${word}.txt"\r\nContent-Disposition: attachment; filename="${word}.txt"`, `${word}-file`)}--b--\r\n`);
}

/** The first's ticket goes on in the second's, an agent answers there, and the first writes again by the old address. */
async function merged(store: Store) {
  const what = takingIn(store);
  const take = async (raw: Buffer) => {
    const settled = await takeMail(what, raw);
    if (settled.state !== 'done') throw new Error(JSON.stringify(settled));
    return (await loadTicket(store, settled.ticket))!;
  };
  const desk: Desk = { store, rules: DOCTORS, teams: [], enqueue, letters: new Set(['answer']), clock: () => NOW };
  const first = await take(mail(ONE, WALRUS));
  const second = await take(mail(TWO, ZEBRA));
  await merge(desk, first.id, second.id, LEAD);
  await reply(desk, second.id, LEAD, { words: `${ZEBRA}-answer` });
  expect((await take(mail(ONE, `${WALRUS}-again`, what.replies.of(first.reference)))).id).toBe(second.id);
  return { first: first.id, second: second.id };
}

async function words(store: Store, ticket: string): Promise<string> {
  return JSON.stringify((await loadTicket(store, ticket))!.events.map((event) => event.words));
}

/** Every sealed cell that holds something of whoever writes this word. */
async function sealedOf(store: Store, tickets: readonly string[], word: string): Promise<string[]> {
  return store.read(async (db) => {
    const events = await db.selectFrom('ticket_event').select(['id', 'words_sealed']).where('ticket', 'in', tickets).execute();
    const files = await db.selectFrom('attachment').select(['id', 'name_sealed', 'content_sealed']).where('ticket', 'in', tickets).execute();
    const people = await db.selectFrom('requester').select(['id', 'name_sealed', 'email_sealed']).execute();
    const cells = [
      ...events.map(({ id, words_sealed }) => ['ticket_event', 'words_sealed', id, words_sealed] as const),
      ...files.flatMap(({ id, name_sealed, content_sealed }) => [['attachment', 'name_sealed', id, name_sealed] as const, ['attachment', 'content_sealed', id, content_sealed] as const]),
      ...people.flatMap(({ id, name_sealed, email_sealed }) => [['requester', 'name_sealed', id, name_sealed] as const, ['requester', 'email_sealed', id, email_sealed] as const]),
    ];
    const clear = (column: string, text: string) => (column === 'content_sealed' ? Buffer.from(text, 'base64').toString() : text);
    const wanted = word === WALRUS ? /walrus|one@example/ : /zebra|two@example/;
    return cells.flatMap(([table, column, row, sealed]) => (sealed !== null && wanted.test(clear(column, store.envelope.open(sealed, { table, column, row }))) ? [sealed] : []));
  });
}

const erasing = (store: Store, folder: string) => ({ store, recording: { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) }, mailFolder: join(folder, 'mail'), now: NOW });

async function everyCell(store: Store): Promise<string> {
  const tables = ['requester', 'ticket', 'ticket_event', 'attachment', 'idempotent_request', 'outbox', 'inbound_mail', 'mail_thread', 'limit_window', 'ticket_link'] as const;
  return JSON.stringify(await Promise.all(tables.map((table) => store.read((db) => db.selectFrom(table).selectAll().execute()))));
}

describeOnBothDatabases('two people whose tickets were merged', (database) => {
  test('see on their own pages, and get in their copies, what is theirs and nothing of the other', async () => {
    const store = await opened(await database.fresh());
    const { first, second } = await merged(store);
    expect(await words(store, second)).toContain(`${WALRUS}-again-words`);
    const page = async (ticket: string) => store.write(async (trx) => JSON.stringify(await look(trx, { envelope: store.envelope, rules: DOCTORS, enqueue, received: async () => undefined }, linkSecret(store.envelope, await makeLink(trx, ticket, NOW)), NOW)));
    expect(await page(second)).toMatch(/zebra-words[^]*zebra-answer/);
    expect(await page(second)).not.toContain(WALRUS);
    expect(await page(first)).not.toContain(ZEBRA);
    const [copyOfOne, copyOfTwo] = [JSON.stringify(await exportRequester(store, ONE)), JSON.stringify(await exportRequester(store, TWO))];
    expect(copyOfOne).toContain(`${WALRUS}-words`);
    expect(copyOfOne).toContain(`${WALRUS}-again-words`);
    expect(copyOfOne).toContain(Buffer.from(`${WALRUS}-again-file`).toString('base64').slice(0, 20));
    expect(copyOfOne).not.toContain(ZEBRA);
    expect(copyOfTwo).toContain(`${ZEBRA}-answer`);
    expect(copyOfTwo).not.toContain(WALRUS);
  });

  test('are each answered in their own ticket: whose went on in the other’s is named, and hears nothing of the other', async () => {
    const store = await opened(await database.fresh());
    const { first, second } = await merged(store);
    const desk: Desk = { store, rules: DOCTORS, teams: [], enqueue, letters: new Set(['answer']), clock: () => NOW };
    const { reference } = (await loadTicket(store, first))!;
    expect(await store.read((db) => unheardIn(db, second))).toEqual([reference]);
    expect(await store.read((db) => unheardIn(db, first))).toEqual([]);
    const { added, snapshot } = await reply(desk, first, LEAD, { words: `${WALRUS}-answer` });
    expect(snapshot).toMatchObject({ state: 'closed', mergedInto: second });
    const errands = await store.read((db) => db.selectFrom('outbox').select('about').where('kind', '=', 'mail').execute());
    expect(errands.map(({ about }) => JSON.parse(about) as object)).toContainEqual({ template: 'answer', ticket: first, event: added[0] });
    await expect(reply(desk, first, LEAD, { words: 'x', then: 'wait' })).rejects.toThrow('cannot be waiting');
    await eraseRequester(erasing(store, freshFolder()), ONE, { dryRun: false });
    expect(await store.read((db) => unheardIn(db, second))).toEqual([]);
  });

  test('and then into a third: who writes to the first address, and whom an incident’s answer goes to, follow to the end', async () => {
    const store = await opened(await database.fresh());
    const { first, second } = await merged(store);
    const what = takingIn(store);
    const desk: Desk = { store, rules: DOCTORS, teams: [], enqueue, letters: new Set(['answer']), clock: () => NOW };
    const settled = await takeMail(what, mail('three@example.net', 'gecko'));
    const third = settled.state === 'done' ? settled.ticket : '';
    await merge(desk, second, third, LEAD);
    const { reference } = (await loadTicket(store, first))!;
    expect(await takeMail(what, mail(ONE, `${WALRUS}-later`, what.replies.of(reference)))).toMatchObject({ state: 'done', ticket: third });
    expect(new Set(await store.read((db) => unheardIn(db, third)))).toEqual(new Set([reference, (await loadTicket(store, second))!.reference]));
    for (const id of [first, second, third]) await link(desk, id, LEAD, 'outage');
    const told = await linkedTo(store, 'outage', (id) => `once:${id}`);
    expect(new Map(told.map(({ id, skip, merged: goesOn }) => [id, [skip, goesOn]]))).toEqual(new Map([[first, [undefined, true]], [second, [undefined, true]], [third, [undefined, false]]]));
  });

  test.each([
    ['the first', ONE, WALRUS, ZEBRA],
    ['the second, whose ticket it is now', TWO, ZEBRA, WALRUS],
  ])('and %s is erased: no trace in rows, files or the database’s own bytes, the other keeps every word, both chains hold', async (_, email, gone, stays) => {
    const settings = await database.fresh();
    const store = await opened(settings);
    const { first, second } = await merged(store);
    // A service has it open, too, and has just read in it.
    expect(await everyCell(await opened(settings))).toContain(first);
    const theirs = await sealedOf(store, [first, second], gone);
    const others = await sealedOf(store, [first, second], stays);
    expect(theirs.length).toBeGreaterThan(5);
    const index = store.envelope.blindIndex(email, 'inbound sender');
    expect(await everyCell(store)).toContain(index);
    const counted = await eraseRequester(erasing(store, settings.dataDir), email, { dryRun: true });
    expect(await eraseRequester(erasing(store, settings.dataDir), email, { dryRun: false })).toEqual(counted);

    const cells = await everyCell(store);
    for (const sealed of [...theirs, index]) expect(cells).not.toContain(sealed);
    expect(await sealedOf(store, [first, second], stays)).toEqual(others);
    expect(await sealedOf(store, [first, second], gone)).toEqual([]);
    for (const id of [first, second]) {
      const { links, head } = await chainOf(store, id);
      expect(chainFaults(links, head)).toEqual([]);
    }
    if (database.kind === 'sqlite') {
      const bytes = readdirSync(settings.dataDir).filter((name) => name.startsWith('bedside.db')).map((name) => readFileSync(join(settings.dataDir, name)));
      for (const sealed of theirs) expect(bytes.some((file) => file.includes(sealed.slice(-40)))).toBe(false);
      expect(bytes.some((file) => file.includes(others[0]!.slice(-40)))).toBe(true);
    }
  });
});

test('a copy of the database keeps the erased as long as copies may be kept, and one made afterwards has nothing of them', async () => {
  const settings = { dataDir: freshFolder(), secret: SECRET };
  const store = await opened(settings);
  const { first, second } = await merged(store);
  const theirs = await sealedOf(store, [first, second], WALRUS);
  const out = freshFolder();
  const holds = (file: string) => theirs.filter((sealed) => readFileSync(file).includes(sealed.slice(-40))).length;
  const before = await backupSqlite({ ...settings, out, now: NOW });
  await eraseRequester(erasing(store, settings.dataDir), ONE, { dryRun: false });
  const after = await backupSqlite({ ...settings, out, now: NOW + 1_000 });
  expect([holds(before.file), holds(after.file)]).toEqual([theirs.length, 0]);
  for (const [{ file }, age] of [[before, 91 * DAY], [after, 0]] as const) utimesSync(file, new Date(NOW - age), new Date(NOW - age));
  await retain({ ...erasing(store, settings.dataDir), retention: RETENTION_DEFAULTS, backupFolder: out, zone: 'UTC' }, { dryRun: false });
  expect([existsSync(before.file), existsSync(after.file)]).toEqual([false, true]);
});
