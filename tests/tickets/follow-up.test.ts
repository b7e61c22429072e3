import { describe, expect, test } from 'vitest';
import { followUpSchema, readFollowUp } from '../../src/catalog/support/follow-up.ts';
import type { Diagnostic } from '../../src/catalog/diagnostic.ts';
import type { Replies } from '../../src/catalog/support/replies.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import type { Store } from '../../src/store/store.ts';
import { reopen, resolve, type Desk } from '../../src/tickets/desk/acts.ts';
import { verify } from '../../src/tickets/desk/verify.ts';
import { snapshotOf } from '../../src/tickets/lifecycle.ts';
import { loadTicket } from '../../src/tickets/read.ts';
import { addEvents, openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import type { WatchRules } from '../../src/tickets/watch/rules.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { tellOf } from '../../src/tickets/watch/tell.ts';
import { createWatcher } from '../../src/tickets/watch/watcher.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';
import { DOCTORS } from './support.ts';

const NOON = Date.parse('2026-01-07T17:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LEAD = { handle: 'lead' };
const RULES: WatchRules = { ...DOCTORS, followUp: { reopenFor: 7 * DAY, closeAfter: 10 * DAY, rating: { scale: '1-5', question: 'How was it?', after: 4 * HOUR, remindAfter: 3 * DAY, changeFor: 7 * DAY } } };

/** A ticket that an agent solved at noon, and a watch whose clock the test moves. */
async function solved(store: Store, rules = RULES, watchedBy = rules) {
  const clock = { now: NOON };
  const desk: Desk = { store, rules, teams: [], enqueue, clock: () => clock.now };
  const recording = { envelope: store.envelope, schedule: (events: Parameters<typeof scheduleOf>[0]) => scheduleOf(events, rules) };
  const drafts = [
    { kind: 'created', facts: { channel: 'form' }, actor: { kind: 'requester' }, source: 'form' },
    { kind: 'triaged', facts: { category: 'account', priority: 'medium', team: 'support' }, actor: { kind: 'system' }, source: 'form' },
  ] as EventDraft[];
  const { id } = await store.write(async (trx) => openTicket(trx, recording, await requesterFor(trx, store.envelope, { email: 'reader@example.org' }, NOON), drafts, NOON));
  await resolve(desk, id, LEAD);
  const watcher = createWatcher({
    store: async () => store,
    rules: () => watchedBy,
    tell: (trx, raised, when) => tellOf(trx, raised, when, enqueue),
    wake: () => {},
    log: { warn: () => {}, error: (facts) => { throw new Error(JSON.stringify(facts)); } },
    errorFacts: (error) => ({ error: (error as Error).message }),
    clock: () => clock.now,
    steady: () => clock.now,
  });
  return {
    id,
    desk,
    recording,
    /** Looks after this time, twice. */
    async after(milliseconds: number) {
      clock.now = NOON + milliseconds;
      await watcher.look();
      await watcher.look();
    },
    state: async () => snapshotOf((await loadTicket(store, id))!.events).state,
    mails: async () => (await store.read((db) => db.selectFrom('outbox').select(['about', 'due_at']).orderBy('due_at').execute())).map(({ about, due_at }) => `${(JSON.parse(about) as { template: string }).template} +${Math.round((Number(due_at) - NOON) / HOUR)} h`),
  };
}

describeOnBothDatabases('after a solution', (database) => {
  test('a rating is asked for once, reminded of once, and the ticket closes with its clocks as they stand', async () => {
    const { id, desk, after, mails, state } = await solved(await openFresh(database));
    await after(3 * HOUR);
    expect(await mails()).toEqual([]);
    await after(4 * HOUR);
    expect(await mails()).toEqual(['rating +4 h']);
    await after(3 * DAY + 4 * HOUR);
    expect(await mails()).toEqual(['rating +4 h', 'rating-reminder +76 h']);
    await after(10 * DAY - 1);
    expect(await state()).toBe('resolved');
    await after(10 * DAY);
    expect((await loadTicket(desk.store, id))!.events.at(-1)).toMatchObject({ kind: 'closed', actor: { kind: 'system' }, facts: { reason: 'time', results: { resolution: { state: 'met' } } } });
    await after(20 * DAY);
    expect(await mails()).toHaveLength(2);
    expect((await verify(desk.store, RULES, NOON + 20 * DAY, { mend: false, counted: () => {} })).faults).toEqual([]);
  });

  test('whoever has rated is not reminded', async () => {
    const { id, desk, recording, after, mails } = await solved(await openFresh(database));
    await after(4 * HOUR);
    await desk.store.write((trx) => addEvents(trx, recording, id, [{ kind: 'rated', facts: { scale: '1-5', score: 5 }, actor: { kind: 'requester' }, source: 'page' }], NOON + 5 * HOUR));
    await after(9 * DAY);
    expect(await mails()).toEqual(['rating +4 h']);
  });

  test('a ticket that is open again stays open, closes anew once solved, and nobody is asked twice', async () => {
    const { id, desk, after, mails, state } = await solved(await openFresh(database));
    await after(4 * HOUR);
    await reopen(desk, id, LEAD);
    await after(20 * DAY);
    expect(await state()).toBe('in-progress');
    const asked = (await mails()).filter((one) => one.startsWith('rating'));
    expect(asked).toEqual(['rating +4 h']);
    await resolve(desk, id, LEAD);
    await after(29 * DAY);
    expect(await state()).toBe('resolved');
    await after(30 * DAY);
    expect(await state()).toBe('closed');
    expect((await mails()).filter((one) => one.startsWith('rating '))).toEqual(['rating +4 h']);
  });

  test('a standstill leaves a day between the request and its reminder', async () => {
    const { after, mails } = await solved(await openFresh(database));
    await after(5 * DAY);
    expect(await mails()).toEqual(['rating +120 h', 'rating-reminder +144 h']);
  });

  test('a ticket that was solved before the tree said what follows is asked about, and closed, once it does', async () => {
    const { after, mails, state } = await solved(await openFresh(database), DOCTORS, RULES);
    await after(5 * HOUR);
    expect(await mails()).toEqual(['rating +5 h']);
    await after(10 * DAY);
    expect(await state()).toBe('closed');
  });

  test('one that was solved long before that closes, and nobody is asked about it', async () => {
    const { after, mails, state } = await solved(await openFresh(database), DOCTORS, RULES);
    await after(300 * DAY);
    expect([await mails(), await state()]).toEqual([[], 'closed']);
  });

  test('nothing happens by itself where the tree does not say so', async () => {
    const { after, mails, state } = await solved(await openFresh(database), DOCTORS);
    await after(100 * DAY);
    expect([await mails(), await state()]).toEqual([[], 'resolved']);
  });
});

describe('follow-up.yaml', () => {
  const letters = new Map(['rating', 'rating-reminder'].map((name) => [name, { kind: 'rating' }])) as unknown as Replies;
  const read = (more: object, replies = letters) => {
    const found: Diagnostic[] = [];
    const value = followUpSchema.parse({ reopenFor: '7 days', closeAfter: '10 days', rating: { scale: 'yes-no', question: 'Was this helpful?', after: '4 hours', remindAfter: '3 days', changeFor: '7 days' }, ...more });
    return { followUp: readFollowUp({ value, lineOf: () => 1 }, replies, (one) => found.push(one)), codes: found.map(({ code }) => code) };
  };

  test('is read into milliseconds', () => {
    expect(read({})).toMatchObject({ followUp: { reopenFor: 7 * DAY, closeAfter: 10 * DAY, rating: { scale: 'yes-no', after: 4 * HOUR, remindAfter: 3 * DAY } }, codes: [] });
  });

  test('may not promise what a closed ticket cannot do, nor ask without a letter', () => {
    expect(read({ reopenFor: '11 days' }).codes).toEqual(['follow-up/reopen']);
    expect(read({ closeAfter: '3 days', reopenFor: '1 day' }).codes).toEqual(['follow-up/late']);
    expect(read({}, new Map()).codes).toEqual(['follow-up/letter', 'follow-up/letter']);
  });
});
