import { describe, expect, test } from 'vitest';
import { replyAddresses } from '../../../src/mail/reply-address.ts';
import { enqueue } from '../../../src/outbox/enqueue.ts';
import { StoreUnavailable } from '../../../src/store/errors.ts';
import type { Store } from '../../../src/store/store.ts';
import { close, resolve, type Desk } from '../../../src/tickets/desk/acts.ts';
import { rememberThread, settleLeft, takeMail, type MailIn, type Settled } from '../../../src/tickets/intake/mail-in.ts';
import { loadTicket } from '../../../src/tickets/read.ts';
import { describeOnBothDatabases, freshFolder, openFresh, SECRET, type TestDatabase } from '../../store/databases.ts';
import { DOCTORS } from '../../tickets/support.ts';
import { AWKWARD, enormous } from './awkward.ts';

const NOW = Date.parse('2026-11-23T15:00:00Z');
const DAY = 86_400_000;

function takingIn(store: Store, clock: () => number = () => NOW, more: Partial<MailIn> = {}): MailIn & { letters: string[]; told: string[] } {
  const letters: string[] = [];
  const told: string[] = [];
  return {
    store,
    recording: { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) },
    addresses: [{ email: 'support@example.org', channel: 'email' }, { email: 'billing@example.org', channel: 'email', topic: 'billing' }],
    replies: replyAddresses('support@example.org', store.envelope),
    triage: ({ topic }) => ({ category: topic ?? 'technical', priority: 'medium', team: 'support', tags: [], vip: false, security: false, compliance: false, rulings: [] }),
    reopens: (resolvedAt, now) => now - resolvedAt < 14 * DAY,
    opened: async (_, { id, quiet }) => void (quiet || letters.push(id)),
    received: async (_, ticket) => void told.push(ticket),
    clock,
    letters,
    told,
    ...more,
  };
}

let count = 0;
const mail = ({ from = 'reader@example.net', to = 'support@example.org', subject = 'Hello', body = 'Please help.', head = '' } = {}) =>
  Buffer.from(`From: ${from}\r\nTo: ${to}\r\nMessage-ID: <${(count += 1)}.taking@example.net>\r\nSubject: ${subject}\r\nContent-Type: text/plain; charset=utf-8\r\n${head}\r\n${body}`);

const ticketOf = (settled: Settled): string => {
  if (settled.state !== 'done') throw new Error(JSON.stringify(settled));
  return settled.ticket;
};
const rows = (store: Store) => store.read((db) => db.selectFrom('inbound_mail').selectAll().orderBy('received_at').execute());

describeOnBothDatabases('mail that comes in', (database) => {
  test('becomes a ticket with sender, subject and text, triaged, its address telling the topic; and its raw copy goes', async () => {
    const store = await openFresh(database);
    const what = takingIn(store);
    const ticket = await loadTicket(store, ticketOf(await takeMail(what, mail({ to: 'Billing <billing@example.org>', subject: 'Charged twice' }))));
    expect(ticket?.events[0]).toMatchObject({ kind: 'created', source: 'mail', facts: { channel: 'email', topic: 'billing' }, words: { subject: 'Charged twice', body: 'Please help.' } });
    expect(ticket?.events.map(({ kind }) => kind)).toEqual(['created', 'triaged', 'assigned']);
    expect(await rows(store)).toMatchObject([{ state: 'done', raw_sealed: null, ticket: ticket?.id }]);
    expect(what.letters).toEqual([ticket?.id]);
  });

  test('is taken once, however often it is fetched, even at the same moment', async () => {
    const store = await openFresh(database);
    const what = takingIn(store);
    const raw = mail();
    const settled = await Promise.all([takeMail(what, raw), takeMail(what, raw), takeMail(what, raw)]);
    expect(settled.map(({ state }) => state).sort()).toEqual(['done', 'known', 'known']);
    expect((await takeMail(what, raw)).state).toBe('known');
    expect(what.letters).toHaveLength(1);
  });

  test('goes on with what was stored when the process ended, and writes it once', async () => {
    const store = await openFresh(database);
    const broken = takingIn(store, () => NOW, { triage: () => { throw new Error('the process ends here'); } });
    await expect(takeMail(broken, mail({ subject: 'Interrupted' }))).rejects.toThrow('ends here');
    const [row] = await rows(store);
    expect(row?.state).toBe('taken');
    expect(row?.raw_sealed).not.toContain('Interrupted');
    expect(await settleLeft(takingIn(store))).toBe(1);
    expect(await settleLeft(takingIn(store))).toBe(0);
    expect((await loadTicket(store, (await rows(store))[0]!.ticket!))?.events[0]?.words?.subject).toBe('Interrupted');
  });

  test('that was stored before the database went away is finished by whoever brings it again', async () => {
    const store = await openFresh(database);
    const raw = mail({ subject: 'Again' });
    await expect(takeMail(takingIn(store, () => NOW, { triage: () => { throw new StoreUnavailable('unreachable', undefined); } }), raw)).rejects.toThrow(StoreUnavailable);
    const what = takingIn(store);
    const brought = await Promise.all([takeMail(what, raw), takeMail(what, raw)]);
    expect(brought.map(({ state }) => state).sort()).toEqual(['done', 'known']);
    expect(what.letters).toHaveLength(1);
  });

  test('that no try can settle waits for a person, and those behind it go on', async () => {
    const store = await openFresh(database);
    const broken = takingIn(store, () => NOW, { triage: ({ subject }) => { if (subject === 'Poison') throw new RangeError('too deep'); return undefined; } });
    const poison = mail({ subject: 'Poison' });
    await expect(takeMail(broken, poison)).rejects.toThrow('too deep');
    expect(await takeMail(broken, poison)).toEqual({ state: 'parked', why: 'unreadable' });
    await expect(takeMail(broken, mail({ subject: 'Poison', body: 'One more.' }))).rejects.toThrow('too deep');
    await expect(takeMail(takingIn(store, () => NOW, { triage: () => { throw new Error('the process ends here'); } }), mail({ subject: 'Healthy' }))).rejects.toThrow('ends here');
    expect(await settleLeft(broken)).toBe(2);
    expect((await rows(store)).map(({ state }) => state).sort()).toEqual(['done', 'parked', 'parked']);
  });

  test('with an id that another had, or with an empty one, is a mail of its own unless it says the same', async () => {
    const store = await openFresh(database);
    const what = takingIn(store);
    const of = (id: string, body: string, received = '') => Buffer.from(`${received}Message-ID: ${id}\r\nFrom: scanner@example.net\r\nTo: support@example.org\r\nSubject: Scan\r\n\r\n${body}`);
    expect((await takeMail(what, of('<scan@example.net>', 'First page.'))).state).toBe('done');
    expect((await takeMail(what, of('<scan@example.net>', 'Second page.'))).state).toBe('done');
    expect((await takeMail(what, of('<scan@example.net>', 'Second page.', 'Received: by another way\r\n'))).state).toBe('known');
    expect((await takeMail(what, of('', 'No id.'))).state).toBe('done');
    expect((await takeMail(what, of('', 'No id either.'))).state).toBe('done');
  });

  test('to a signed address joins its ticket whoever sends it, with the quoted part folded away', async () => {
    const store = await openFresh(database);
    const what = takingIn(store);
    const id = ticketOf(await takeMail(what, mail()));
    const { reference } = (await loadTicket(store, id))!;
    const body = 'It is Firefox.\r\n\r\nOn Mon, Nov 23, 2026 at 10:00 AM Support <support@example.org> wrote:\r\n> Which browser?';
    expect(ticketOf(await takeMail(what, mail({ from: 'colleague@example.net', to: what.replies.of(reference), subject: 'anything', body })))).toBe(id);
    const last = (await loadTicket(store, id))!.events.at(-1);
    expect(last).toMatchObject({ kind: 'received', actor: { kind: 'requester' }, words: { body: 'It is Firefox.', fields: { 'mail.from': 'colleague@example.net' } } });
    expect(last?.words?.fields?.['mail.quoted']).toContain('Which browser?');
    expect(what.told).toEqual([id]);
    expect(what.letters).toEqual([id]);
  });

  test('with a forged signature, a stranger’s answer or a stranger’s reference is nobody’s for sure, and changes nothing', async () => {
    const store = await openFresh(database);
    const what = takingIn(store);
    const id = ticketOf(await takeMail(what, mail()));
    const { reference } = (await loadTicket(store, id))!;
    await store.write((trx) => rememberThread(trx, 'ours.1@example.org', id, NOW));
    const stranger = { from: 'stranger@example.com' };
    const forged = what.replies.of(reference).replace(/.@/, (end) => (end === 'a@' ? 'b@' : 'a@'));
    expect(await takeMail(what, mail({ ...stranger, head: 'In-Reply-To: <ours.1@example.org>\r\n' }))).toEqual({ state: 'parked', why: 'stranger' });
    expect(await takeMail(what, mail({ ...stranger, subject: `Re: [${reference}]` }))).toEqual({ state: 'parked', why: 'stranger' });
    const other = ticketOf(await takeMail(what, mail({ ...stranger, to: forged })));
    expect(other).not.toBe(id);
    expect((await loadTicket(store, id))!.events).toHaveLength(3);
  });

  test('of the requester joins by what it answers, or by its reference', async () => {
    const store = await openFresh(database);
    const what = takingIn(store);
    const id = ticketOf(await takeMail(what, mail({ from: 'Reader@Example.net' })));
    const { reference } = (await loadTicket(store, id))!;
    await store.write((trx) => rememberThread(trx, 'ours.2@example.org', id, NOW));
    expect(ticketOf(await takeMail(what, mail({ head: 'References: <unknown@x> <ours.2@example.org>\r\n' })))).toBe(id);
    expect(ticketOf(await takeMail(what, mail({ subject: `Re: We have your message, reference ${reference}` })))).toBe(id);
  });

  test('opens a resolved ticket again for a while; after it is closed a person looks', async () => {
    const store = await openFresh(database);
    let now = NOW;
    const what = takingIn(store, () => now);
    const id = ticketOf(await takeMail(what, mail()));
    const { reference } = (await loadTicket(store, id))!;
    const desk: Desk = { store, rules: DOCTORS, teams: [], enqueue, clock: () => now };
    await resolve(desk, id, { handle: 'lead' });
    now += DAY;
    await takeMail(what, mail({ to: what.replies.of(reference), body: 'It came back.' }));
    expect((await loadTicket(store, id))!.events.slice(-2).map(({ kind }) => kind)).toEqual(['received', 'reopened']);
    await resolve(desk, id, { handle: 'lead' });
    await close(desk, id, { handle: 'lead' }, 'agent');
    expect(await takeMail(what, mail({ to: what.replies.of(reference) }))).toEqual({ state: 'parked', why: 'closed' });
  });

  test('from a robot that answers every letter anew stops at one letter, and a flood at twenty mails', async () => {
    const store = await openFresh(database);
    let now = NOW;
    const what = takingIn(store, () => now);
    const settled: Settled[] = [];
    for (let turn = 0; turn < 30; turn += 1) {
      settled.push(await takeMail(what, mail({ from: 'robot@example.com', subject: `We have received your message ${turn}` })));
      now += 2_000;
    }
    expect(what.letters).toHaveLength(1);
    expect(settled.filter(({ state }) => state === 'done')).toHaveLength(20);
    expect(settled.at(-1)).toEqual({ state: 'parked', why: 'flood' });
  });
});

/** What becomes of a mail does not depend on the database. */
describe('an awkward mail', () => {
  const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

  test.each(AWKWARD.map((one) => [one.name, one] as const))('%s', async (_, { raw, becomes, body, subject, files }) => {
    const store = await openFresh(sqlite);
    const settled = await takeMail(takingIn(store), Buffer.from(raw));
    expect(settled.state === 'done' ? 'new' : settled.state === 'known' ? 'known' : `${settled.state} ${settled.why}`).toBe(becomes);
    if (settled.state !== 'done') return;
    const first = (await loadTicket(store, settled.ticket))!.events[0]!;
    if (body !== undefined) expect(first.words?.body?.startsWith(body)).toBe(true);
    if (subject !== undefined) expect(first.words?.subject).toBe(subject);
    expect(first.words?.subject ?? '').not.toMatch(/[\r\n]/);
    if (files !== undefined) {
      const names = await store.read((db) => db.selectFrom('attachment').select(['id', 'name_sealed']).execute());
      expect(names.map(({ id, name_sealed }) => store.envelope.open(name_sealed!, { table: 'attachment', column: 'name_sealed', row: id }))).toEqual(files);
    }
  });

  test('of twenty megabytes is taken for its text, and names what it could not keep', async () => {
    const store = await openFresh(sqlite);
    const first = (await loadTicket(store, ticketOf(await takeMail(takingIn(store), enormous()))))!.events[0]!;
    expect(first.words).toMatchObject({ body: 'See the files.', fields: { 'mail.files-not-kept': 'big.bin' } });
  });
});
