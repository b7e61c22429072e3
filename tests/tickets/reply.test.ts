import { expect, test } from 'vitest';
import { parseBody } from '../../src/mail/template.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import type { Store } from '../../src/store/store.ts';
import type { SupportTeam } from '../../src/site/support-file.ts';
import { conversationLetter } from '../../src/service/letters.ts';
import { reopen, resolve, take, wait, type Desk } from '../../src/tickets/desk/acts.ts';
import { EmptyReply, LetterMissing, reply } from '../../src/tickets/desk/reply.ts';
import { snapshotOf } from '../../src/tickets/lifecycle.ts';
import { loadTicket } from '../../src/tickets/read.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { readRequester, requesterFor } from '../../src/tickets/requesters.ts';
import { clocksOf } from '../../src/tickets/sla/clocks.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';
import { DOCTORS } from './support.ts';

const NOON = Date.parse('2026-01-07T17:00:00Z');
const HOUR = 3_600_000;
const LEAD = { handle: 'lead' };
const PAGE = 'https://help.example.org/contact/ticket/#secret';

const template = (name: string, kind: string, body: string) => [name, { name, kind, subject: `${name} {{ticket.reference}}`, description: '', body: parseBody(body) }] as const;
const REPLIES = new Map([
  template('answer', 'answer', '{{reply.words}}\n\n{{agent.name}}\n\n[See it]({{ticket.page}})'),
  template('resolved', 'resolved', '{{reply.words}}\n\n{{agent.name}}\n\nSolved. Until {{reopen.until}}.'),
]);
const TEAM = {
  site: { name: 'Example Help', product: 'Example', url: 'https://help.example.org', base: '/', locale: 'en', timeZone: 'America/New_York' },
  support: { ...DOCTORS, replies: REPLIES, followUp: { reopenFor: 14 * 24 * HOUR, closeAfter: 14 * 24 * HOUR, rating: undefined }, teams: { teams: [{ id: 'support', title: 'Support', agents: [{ handle: 'lead', title: 'Support lead' }] }] } },
} as unknown as SupportTeam;

const deskOf = (store: Store, clock = () => NOON): Desk => ({ store, rules: DOCTORS, teams: [], enqueue, letters: new Set(REPLIES.keys()), clock });

async function opened({ store, rules, clock }: Desk) {
  const drafts = [
    { kind: 'created', facts: { channel: 'form' }, actor: { kind: 'requester' }, source: 'form', words: { subject: 'Help', body: 'Please help.' } },
    { kind: 'triaged', facts: { category: 'account', priority: 'medium', team: 'support' }, actor: { kind: 'system' }, source: 'form' },
  ] as EventDraft[];
  const now = clock();
  return store.write(async (trx) => openTicket(trx, { envelope: store.envelope, schedule: (events) => scheduleOf(events, rules) }, await requesterFor(trx, store.envelope, { email: 'reader@example.org' }, now), drafts, now));
}

/** The letters that the outbox would send now. */
async function letters(store: Store) {
  const rows = await store.read((db) => db.selectFrom('outbox').select(['about', 'lane']).where('kind', '=', 'mail').orderBy('place').execute());
  return Promise.all(
    rows.map(async ({ about, lane }) => {
      const read = JSON.parse(about) as { ticket: string; template: string };
      const ticket = (await loadTicket(store, read.ticket))!;
      const requester = (await readRequester(store, ticket.requester))!;
      return { lane, template: read.template, letter: await conversationLetter(store, { team: TEAM, ticket, requester, page: PAGE }, read) };
    }),
  );
}

describeOnBothDatabases('an answer by a person', (database) => {
  test('ends the first-response clock and goes out with the agent’s role, as a person’s mail', async () => {
    let now = NOON;
    const desk = deskOf(await openFresh(database), () => now);
    const { id, reference } = await opened(desk);
    now += HOUR;
    const { snapshot, events } = await reply(desk, id, LEAD, { words: 'Please log in **again**.', template: 'cannot-log-in', articles: ['jvztjojo'] });
    expect(snapshot.state).toBe('in-progress');
    expect(clocksOf(events, DOCTORS, now)['first-response']).toMatchObject({ state: 'met', metAt: now });
    expect(events.at(-1)).toMatchObject({ kind: 'replied', actor: { kind: 'agent', name: 'lead' }, facts: { template: 'cannot-log-in', articles: ['jvztjojo'] } });
    const [{ lane, letter } = { lane: undefined, letter: undefined }] = await letters(desk.store);
    expect(lane).toBe(`mail:${id}`);
    expect(letter).toMatchObject({ to: { email: 'reader@example.org' }, fromName: 'Support lead, Example', subject: `answer ${reference}`, text: expect.stringMatching(/^Please log in again\.\n\nSupport lead\n\nSee it: https:\/\/help\.example\.org\/contact\/ticket\/#secret/) as string });
    expect(letter).not.toHaveProperty('automatic');
  });

  test('holds words in the database and ids in the outbox', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    await reply(desk, id, LEAD, { words: 'zebra-words', subject: 'zebra-subject' });
    const rows = await desk.store.read((db) => db.selectFrom('outbox').selectAll().execute());
    expect(JSON.stringify(rows)).not.toContain('zebra');
    expect((await letters(desk.store))[0]?.letter).toMatchObject({ subject: 'zebra-subject' });
  });

  test('can make the ticket wait, also when it waits already, or resolve it with one letter', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    expect((await reply(desk, id, LEAD, { words: 'Which browser?', then: 'wait' })).snapshot.state).toBe('waiting');
    expect((await reply(desk, id, LEAD, { words: 'Which version?', then: 'wait' })).snapshot.state).toBe('waiting');
    const { events } = await reply(desk, id, LEAD, { words: 'Done.', then: 'resolve', articles: ['a1'], solved: { insight: 'article-unclear' } });
    expect(events.slice(-2)).toMatchObject([{ kind: 'replied' }, { kind: 'resolved', facts: { articles: ['a1'], insight: 'article-unclear' } }]);
    const sent = await letters(desk.store);
    expect(sent.map((one) => one.template)).toEqual(['answer', 'answer', 'resolved']);
    expect(sent[2]?.letter).toMatchObject({ text: expect.stringContaining('Done.\n\nSupport lead\n\nSolved. Until Wednesday, January 21') as string });
  });

  test('that is empty, or whose frame nobody wrote, changes nothing', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    await expect(reply(desk, id, LEAD, { words: ' \n' })).rejects.toThrow(EmptyReply);
    await expect(reply({ ...desk, letters: new Set() }, id, LEAD, { words: 'Hello.' })).rejects.toThrow(LetterMissing);
    expect(snapshotOf((await loadTicket(desk.store, id))!.events).state).toBe('triaged');
    expect(await letters(desk.store)).toEqual([]);
  });

  test('is written to nobody who was erased', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    await reply(desk, id, LEAD, { words: 'Hello.' });
    await desk.store.write((trx) => trx.updateTable('requester').set({ email_sealed: null, email_index: null }).execute());
    expect((await letters(desk.store))[0]?.letter).toBe('skip');
  });
});

describeOnBothDatabases('a solved ticket', (database) => {
  test('tells its requester by itself when nothing was written, and not once it is open again', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    await take(desk, id, LEAD);
    await resolve(desk, id, LEAD);
    const [one] = await letters(desk.store);
    expect(one?.letter).toMatchObject({ automatic: 'notice', text: expect.stringMatching(/^Solved\. Until/) as string });
    await reopen(desk, id, LEAD);
    await wait(desk, id, LEAD);
    expect((await letters(desk.store))[0]?.letter).toBe('skip');
  });
});
