import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { chainFaults } from '../../src/tickets/chain.ts';
import { IllegalMove } from '../../src/tickets/lifecycle.ts';
import { chainOf, loadTicket } from '../../src/tickets/read.ts';
import { addEvents, openTicket, TicketNotFound, type EventDraft, type Recording } from '../../src/tickets/record.ts';
import { readRequester, requesterFor } from '../../src/tickets/requesters.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';

const NOW = Date.parse('2026-11-23T15:00:00Z');
const REQUESTER = { kind: 'requester' } as const;
const AGENT = { kind: 'agent', name: 'agent-1' } as const;

const created: EventDraft = {
  kind: 'created',
  facts: { channel: 'form', topic: 'login' },
  actor: REQUESTER,
  source: 'form',
  words: { name: 'A. Reader', subject: 'Cannot log in', body: 'It says my password is wrong.' },
};
const triaged: EventDraft = { kind: 'triaged', facts: { category: 'account', priority: 'high', team: 'support' }, actor: { kind: 'system' }, source: 'form' };
const note = (text: string): EventDraft => ({ kind: 'noted', facts: {}, actor: AGENT, source: 'command', words: { body: text } });

const recordingOf = (store: Store): Recording => ({
  envelope: store.envelope,
  schedule: (events) => ({ nextDue: { at: NOW + events.length, clock: 'resolution' }, lookAt: undefined }),
});

function opened(store: Store, drafts: readonly EventDraft[] = [created, triaged]) {
  return store.write(async (trx) => openTicket(trx, recordingOf(store), await requesterFor(trx, store.envelope, { email: 'Reader@Example.org' }, NOW), drafts, NOW));
}

const add = (store: Store, ticket: string, drafts: readonly EventDraft[]) => store.write((trx) => addEvents(trx, recordingOf(store), ticket, drafts, NOW + 1));

describeOnBothDatabases('a ticket in the store', (database) => {
  test('comes back by its reference as somebody types it, with every word', async () => {
    const store = await openFresh(database);
    const { reference } = await opened(store);
    const ticket = await loadTicket(store, ` ${reference.toLowerCase().replace('-', ' ')}`);
    expect(ticket?.events.map(({ kind }) => kind)).toEqual(['created', 'triaged']);
    expect(ticket?.events[0]?.words).toEqual(created.words);
  });

  test('keeps words, names and addresses unreadable in its rows', async () => {
    const store = await openFresh(database);
    await opened(store);
    const rows = await store.read(async (db) => JSON.stringify([await db.selectFrom('ticket_event').selectAll().execute(), await db.selectFrom('requester').selectAll().execute(), await db.selectFrom('ticket').selectAll().execute()]));
    for (const secret of ['password', 'Reader', 'example.org']) expect(rows.toLowerCase()).not.toContain(secret.toLowerCase());
  });

  test('is found by list columns that its last event wrote', async () => {
    const store = await openFresh(database);
    const { id } = await opened(store);
    await add(store, id, [{ kind: 'assigned', facts: { agent: 'agent-1' }, actor: AGENT, source: 'command' }]);
    const row = await store.read((db) => db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
    expect(row).toMatchObject({ state: 'assigned', category: 'account', priority: 'high', team: 'support', agent: 'agent-1', events: 3, next_due_at: NOW + 3, next_due_clock: 'resolution' });
  });

  test('belongs to one requester, however the address is written, with the name first given', async () => {
    const store = await openFresh(database);
    const ids = await Promise.all(
      ['a.reader@example.org', 'A.Reader@example.org ', 'a.READER@EXAMPLE.ORG'].map((email, index) => store.write((trx) => requesterFor(trx, store.envelope, { email, name: `Name ${index}` }, NOW))),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await readRequester(store, ids[0]!)).toMatchObject({ name: expect.stringMatching(/^Name \d$/) as string });
  });

  test('takes events of many writers at once, one after another, in one unbroken chain', async () => {
    const store = await openFresh(database);
    const { id } = await opened(store);
    await Promise.all(Array.from({ length: 20 }, (_, index) => add(store, id, [note(`note ${index}`)])));
    const { links, head } = await chainOf(store, id);
    expect(links).toHaveLength(22);
    expect(chainFaults(links, head)).toEqual([]);
  });

  test('refuses a move that may not follow, names those that may, and adds none of the batch', async () => {
    const store = await openFresh(database);
    const { id } = await opened(store);
    const moves = add(store, id, [note('before'), { kind: 'reopened', facts: {}, actor: AGENT, source: 'command' }]);
    await expect(moves).rejects.toThrow(IllegalMove);
    await expect(moves).rejects.toThrow(/cannot be reopened.*resolved/);
    expect((await loadTicket(store, id))?.events).toHaveLength(2);
  });

  test('takes what a help desk tells twice only once, even twice at the same moment', async () => {
    const store = await openFresh(database);
    const { id } = await opened(store);
    const told: EventDraft = { ...note('from the desk'), origin: 'desk:webhook-17' };
    const results = await Promise.all([add(store, id, [told]), add(store, id, [told])]);
    expect(results.map(({ added }) => added.length).sort()).toEqual([0, 1]);
    expect((await add(store, id, [told])).added).toEqual([]);
    expect((await loadTicket(store, id))?.events).toHaveLength(3);
  });

  test('shows a changed fact, a changed time, a removed event and changed words', async () => {
    const store = await openFresh(database);
    const damaged = async (damage: (id: string) => Promise<unknown>) => {
      const { id } = await opened(store);
      await add(store, id, [note('one'), note('two')]);
      await damage(id);
      const { links, head } = await chainOf(store, id);
      return chainFaults(links, head).map(({ seq, fault }) => `${seq} ${fault}`);
    };
    const raw = (statement: ReturnType<typeof sql>) => store.write((trx) => statement.execute(trx));
    expect(await damaged((id) => raw(sql`update ticket_event set facts = ${'{"category":"billing","priority":"low","team":"support"}'} where ticket = ${id} and seq = 2`))).toContain('2 hash');
    expect(await damaged((id) => raw(sql`update ticket_event set at = at - 60000 where ticket = ${id} and seq = 1`))).toContain('1 hash');
    expect(await damaged((id) => raw(sql`delete from ticket_event where ticket = ${id} and seq = 3`))).toEqual(expect.arrayContaining(['4 order', '4 previous']));
    expect(await damaged((id) => raw(sql`delete from ticket_event where ticket = ${id} and seq = 4`))).toEqual(['3 hash']);
    expect(await damaged((id) => raw(sql`update ticket_event set words_salt = ${'another'} where ticket = ${id} and seq = 3`))).toEqual(['3 words']);
  });

  test('stays whole when words are erased with their salt', async () => {
    const store = await openFresh(database);
    const { id } = await opened(store);
    await store.write((trx) => trx.updateTable('ticket_event').set({ words_sealed: null, words_salt: null }).where('ticket', '=', id).execute());
    const { links, head } = await chainOf(store, id);
    expect(chainFaults(links, head)).toEqual([]);
    expect((await loadTicket(store, id))?.events[0]?.words).toBeUndefined();
  });

  test('does not exist when it does not', async () => {
    const store = await openFresh(database);
    expect(await loadTicket(store, '7K3M-9QXT')).toBeUndefined();
    await expect(add(store, 'nothing', [note('into nothing')])).rejects.toThrow(TicketNotFound);
  });
});
