import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { enqueue } from '../../src/outbox/enqueue.ts';
import type { Store } from '../../src/store/store.ts';
import { adjust, assign, close, escalate, merge, MergeCycle, note, prioritize, reopen, resolve, resume, take, UnknownName, wait, type Desk } from '../../src/tickets/desk/acts.ts';
import { inbox } from '../../src/tickets/desk/inbox.ts';
import { verify } from '../../src/tickets/desk/verify.ts';
import { IllegalMove, snapshotOf } from '../../src/tickets/lifecycle.ts';
import { loadTicket } from '../../src/tickets/read.ts';
import { addEvents, openTicket, TicketNotFound, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { clocksOf } from '../../src/tickets/sla/clocks.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';
import { DOCTORS } from './support.ts';

/** A Wednesday, noon in New York. */
const NOON = Date.parse('2026-01-07T17:00:00Z');
const HOUR = 3_600_000;
const LEAD = { handle: 'lead' };

function deskOf(store: Store, clock: () => number = () => NOON): Desk {
  return { store, rules: DOCTORS, teams: [{ id: 'support', agents: ['lead', 'agent-1'] }, { id: 'technical', agents: ['agent-2'] }], enqueue, clock };
}

async function opened({ store, rules, clock }: Desk, { priority = 'medium', email = 'reader@example.org', subject = 'Help' } = {}) {
  const drafts = [
    { kind: 'created', facts: { channel: 'form' }, actor: { kind: 'requester' }, source: 'form', words: { subject, body: 'Please help.' } },
    { kind: 'triaged', facts: { category: 'account', priority, team: 'support' }, actor: { kind: 'system' }, source: 'form' },
  ] as EventDraft[];
  const now = clock();
  return store.write(async (trx) => openTicket(trx, { envelope: store.envelope, schedule: (events) => scheduleOf(events, rules) }, await requesterFor(trx, store.envelope, { email }, now), drafts, now));
}

const storyOf = async (store: Store, id: string) => (await loadTicket(store, id))!.events;

describeOnBothDatabases('an agent', (database) => {
  test('takes a ticket, notes, waits, resumes, resolves and reopens it, each with name and reason', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    await take(desk, id, LEAD);
    await note(desk, id, LEAD, 'Looks like the old browser.');
    await wait(desk, id, LEAD, 'Asked for the browser’s version.');
    await resume(desk, id, LEAD);
    await resolve(desk, id, LEAD, { words: 'Update the browser.', articles: ['i5adjnrt'], insight: 'article-missing', learned: 'We have no list of browsers.' });
    await reopen(desk, id, LEAD, 'It came back.');
    const events = await storyOf(desk.store, id);
    expect(events.map(({ kind }) => kind)).toEqual(['created', 'triaged', 'assigned', 'noted', 'waiting', 'resumed', 'resolved', 'reopened']);
    expect(events.slice(2).every(({ actor }) => actor.kind === 'agent' && actor.name === 'lead')).toBe(true);
    expect(events[6]).toMatchObject({ facts: { articles: ['i5adjnrt'], insight: 'article-missing' }, words: { body: 'Update the browser.', insight: 'We have no list of browsers.' } });
  });

  test('or a team that nobody knows is refused with those that there are', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    await expect(take(desk, id, { handle: 'leed' })).rejects.toThrow(/no agent "leed".*lead, agent-1, agent-2/);
    await expect(assign(desk, id, LEAD, { team: 'tecnical' })).rejects.toThrow(UnknownName);
    expect(await storyOf(desk.store, id)).toHaveLength(2);
  });

  test('cannot resolve twice, nor act on a ticket that is not there', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    await resolve(desk, id, LEAD);
    await expect(resolve(desk, id, LEAD)).rejects.toThrow(IllegalMove);
    await expect(note(desk, 'nothing', LEAD, 'into nothing')).rejects.toThrow(TicketNotFound);
  });

  test('escalates with reason and attempts: the resolution gets four hours beside its first target, the next tier and the requester are told', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    const before = clocksOf(await storyOf(desk.store, id), DOCTORS, NOON).resolution;
    await escalate(desk, id, LEAD, { level: 2, reason: 'It needs a change in the code.', attempted: ['Cleared the cache'] });
    const events = await storyOf(desk.store, id);
    expect(snapshotOf(events)).toMatchObject({ level: 2, tier: 'specialist', team: 'technical' });
    const after = clocksOf(events, DOCTORS, NOON).resolution;
    // Friday's closing, and four open hours later: Monday at one.
    expect([before.due, after.due, after.originalDue].map((due) => new Date(due!).toISOString())).toEqual(['2026-01-09T23:00:00.000Z', '2026-01-12T18:00:00.000Z', '2026-01-09T23:00:00.000Z']);
    const errands = await desk.store.read((db) => db.selectFrom('outbox').select(['kind', 'about']).execute());
    expect(errands.map(({ kind, about }) => `${kind} ${(JSON.parse(about) as { template?: string }).template ?? ''}`.trim()).sort()).toEqual(['mail escalated', 'notice-chat', 'notice-mail']);
  });

  test('changes a priority, and the clock keeps its start', async () => {
    let now = NOON;
    const desk = deskOf(await openFresh(database), () => now);
    const { id } = await opened(desk);
    now += HOUR;
    await prioritize(desk, id, LEAD, 'high', 'Nobody of the ward can work.');
    const clock = clocksOf(await storyOf(desk.store, id), DOCTORS, now)['first-response'];
    expect([clock.start, clock.due]).toEqual([NOON, NOON + 2 * HOUR]);
  });

  test('gives a clock more time with a reason', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    await adjust(desk, id, LEAD, 'first-response', 3_600, 'The desk moves house.');
    expect(clocksOf(await storyOf(desk.store, id), DOCTORS, NOON)['first-response']).toMatchObject({ due: NOON + 5 * HOUR, originalDue: NOON + 4 * HOUR });
  });

  test('closes spam at once, and its clocks are kept as they stand', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    await close(desk, id, LEAD, 'spam');
    const events = await storyOf(desk.store, id);
    expect(events.at(-1)).toMatchObject({ kind: 'closed', facts: { reason: 'spam', results: { 'first-response': { state: expect.any(String) as string } } } });
    expect(clocksOf(events, { ...DOCTORS, policies: [] }, NOON + HOUR)['first-response'].target).toBe(4 * 3_600);
  });

  test('merges two tickets: the earlier start counts, the words stay apart, and there is no way round', async () => {
    let now = NOON;
    const desk = deskOf(await openFresh(database), () => now);
    const first = await opened(desk, { subject: 'Cannot log in', email: 'one@example.org' });
    now += HOUR;
    const second = await opened(desk, { subject: 'Still cannot log in', email: 'two@example.org' });
    await merge(desk, first.id, second.id, LEAD);
    expect(snapshotOf(await storyOf(desk.store, first.id))).toMatchObject({ state: 'closed', mergedInto: second.id });
    const target = await storyOf(desk.store, second.id);
    expect(clocksOf(target, DOCTORS, now)['first-response'].start).toBe(NOON);
    expect(JSON.stringify(target)).not.toContain('"Cannot log in"');
    await expect(merge(desk, second.id, first.id, LEAD)).rejects.toThrow();
    await expect(merge(desk, second.id, second.id, LEAD)).rejects.toThrow(MergeCycle);
  });

  test('cannot merge in a circle when two try at once', async () => {
    const desk = deskOf(await openFresh(database));
    const [one, other] = [await opened(desk), await opened(desk)];
    const results = await Promise.allSettled([merge(desk, one.id, other.id, LEAD), merge(desk, other.id, one.id, LEAD)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('sees what is due next, first, and not what is done', async () => {
    const desk = deskOf(await openFresh(database));
    const low = await opened(desk, { priority: 'low' });
    const critical = await opened(desk, { priority: 'critical' });
    const done = await opened(desk, { priority: 'critical' });
    await resolve(desk, done.id, LEAD);
    expect((await inbox(desk.store, { limit: 10 })).map(({ reference }) => reference)).toEqual([critical.reference, low.reference]);
    expect(await inbox(desk.store, { limit: 10, state: 'resolved' })).toHaveLength(1);
    expect(await inbox(desk.store, { limit: 10, team: 'technical' })).toEqual([]);
    expect(await inbox(desk.store, { limit: 1, all: true })).toHaveLength(1);
  });

  test('finds with verify what somebody wrote past the log, and mends lists but not chains', async () => {
    const desk = deskOf(await openFresh(database));
    const { id, reference } = await opened(desk);
    await opened(desk);
    const checked = (mend: boolean) => verify(desk.store, DOCTORS, NOON, { mend, counted: () => {} });
    expect(await checked(false)).toEqual({ tickets: 2, faults: [] });
    await desk.store.write((trx) => trx.updateTable('ticket').set({ priority: 'low', state: 'closed' }).where('id', '=', id).execute());
    expect((await checked(true)).faults).toEqual([{ reference, fault: 'list: state' }, { reference, fault: 'list: priority' }]);
    expect((await checked(false)).faults).toEqual([]);
    await desk.store.write((trx) => sql`update ticket_event set at = at + 1 where ticket = ${id} and seq = 1`.execute(trx));
    expect((await checked(true)).faults).toContainEqual({ reference, fault: 'chain: event 1, hash' });
    expect((await checked(false)).faults).toContainEqual({ reference, fault: 'chain: event 1, hash' });
  });

  test('adds to a chain that stays whole', async () => {
    const desk = deskOf(await openFresh(database));
    const { id } = await opened(desk);
    await take(desk, id, LEAD);
    await desk.store.write((trx) => addEvents(trx, { envelope: desk.store.envelope, schedule: (events) => scheduleOf(events, DOCTORS) }, id, [{ kind: 'received', facts: {}, actor: { kind: 'requester' }, source: 'mail', words: { body: 'Any news?' } }], NOON + 1));
    expect((await verify(desk.store, DOCTORS, NOON, { mend: false, counted: () => {} })).faults).toEqual([]);
  });
});
