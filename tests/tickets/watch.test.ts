import { expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { loadTicket } from '../../src/tickets/read.ts';
import { addEvents, openTicket, type EventDraft, type Recording } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { MOST_NOTICES, tellOf } from '../../src/tickets/watch/tell.ts';
import { createWatcher, type WatcherOptions } from '../../src/tickets/watch/watcher.ts';
import { describeOnBothDatabases, freshFolder, openFresh, SECRET, type TestDatabase } from '../store/databases.ts';
import { playMonth } from './month.ts';
import { CLINIC, DOCTORS } from './support.ts';

const NOON = Date.parse('2026-01-07T17:00:00Z');
const HOUR = 3_600_000;
const SQLITE: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

const recordingOf = (store: Store): Recording => ({ envelope: store.envelope, schedule: (events) => scheduleOf(events, DOCTORS) });

async function opened(store: Store, facts: object = {}, now = NOON): Promise<string> {
  const drafts = [
    { kind: 'created', facts: { channel: 'form' }, actor: { kind: 'requester' }, source: 'form' },
    { kind: 'triaged', facts: { category: 'account', priority: 'medium', team: 'support', ...facts }, actor: { kind: 'system' }, source: 'form' },
  ] as EventDraft[];
  const { id } = await store.write(async (trx) => openTicket(trx, recordingOf(store), await requesterFor(trx, store.envelope, { email: 'reader@example.org' }, now), drafts, now));
  return id;
}

function watching(store: Store, now: () => number, more: Partial<WatcherOptions> = {}) {
  const warnings: string[] = [];
  const watcher = createWatcher({
    store: async () => store,
    rules: () => DOCTORS,
    tell: (trx, raised, when) => tellOf(trx, raised, when, enqueue),
    wake: () => {},
    log: { warn: (_, message) => void warnings.push(message), error: (facts) => { throw new Error(JSON.stringify(facts)); } },
    errorFacts: (error) => ({ error: (error as Error).message }),
    clock: now,
    steady: now,
    ...more,
  });
  return { ...watcher, warnings };
}

const alarms = (store: Store) => store.read((db) => db.selectFrom('ticket_alarm').select(['ticket', 'alarm']).execute());
const errands = (store: Store) => store.read((db) => db.selectFrom('outbox').select(['kind', 'about', 'due_at']).execute());

describeOnBothDatabases('the watch over promises', (database) => {
  test('raises a warning once, moves the ticket up, and tells the next tier', async () => {
    const store = await openFresh(database);
    const ticket = await opened(store);
    let now = NOON + 2 * HOUR;
    const watcher = watching(store, () => now);
    expect((await watcher.look())?.raised).toEqual([]);
    now = NOON + 3 * HOUR;
    await watcher.look();
    now += 5_000;
    await watcher.look();
    expect(await alarms(store)).toEqual([{ ticket, alarm: 'trigger:imminent' }]);
    expect((await loadTicket(store, ticket))?.events.at(-1)).toMatchObject({ kind: 'escalated', facts: { level: 2, team: 'technical', trigger: 'imminent' }, actor: { kind: 'system' } });
    expect((await errands(store)).map(({ about }) => (JSON.parse(about) as { notice: string }).notice).sort()).toEqual(['chat', 'mail']);
  });

  test('tells somebody on call of a critical ticket that triage gave to them', async () => {
    const store = await openFresh(database);
    await opened(store, { priority: 'critical', tier: 'on-call' });
    await watching(store, () => NOON).look();
    expect((await errands(store)).map(({ about }) => (JSON.parse(about) as { notice: string }).notice).sort()).toEqual(['mail', 'webhook']);
  });

  test('is kept by one process while others wait, and taken over when that one ends', async () => {
    const store = await openFresh(database);
    await opened(store, { priority: 'critical' });
    const first = watching(store, () => NOON);
    const second = watching(store, () => NOON);
    const looks = await Promise.all([first.look(), second.look()]);
    expect(looks.filter((look) => look !== undefined)).toHaveLength(1);
    const [holder, other] = looks[0] === undefined ? [second, first] : [first, second];
    expect(await other.look()).toBeUndefined();
    await holder.stop();
    expect(await other.look()).toBeDefined();
    expect((await errands(store)).filter(({ kind }) => kind.startsWith('notice-'))).toHaveLength(2);
  });

  test('raises nothing by a clock that has just jumped, and everything when the jump stays', async () => {
    const store = await openFresh(database);
    await opened(store);
    let [wall, steady] = [NOON, 0];
    const watcher = watching(store, () => wall, { steady: () => steady });
    await watcher.look();
    wall += 48 * HOUR;
    steady += 5_000;
    expect(await watcher.look()).toBeUndefined();
    expect(watcher.warnings).toHaveLength(1);
    wall += 5_000;
    steady += 5_000;
    expect((await watcher.look())?.raised.map(({ alarm }) => alarm.kind).sort()).toEqual(['breach', 'trigger']);
  });

  test('tells a flood after a standstill as a list, not as a storm', async () => {
    const store = await openFresh(database);
    for (let count = 0; count < MOST_NOTICES + 15; count += 1) await opened(store);
    await watching(store, () => NOON + 3 * HOUR).look();
    const kinds = (await errands(store)).map(({ kind }) => kind);
    expect(kinds.filter((one) => one === 'notice-mail')).toHaveLength(MOST_NOTICES);
    expect(kinds.filter((one) => one === 'notices-mail')).toHaveLength(1);
    expect(await alarms(store)).toHaveLength(MOST_NOTICES + 15);
  });

  test('does not warn of what was answered between the reading and the raising', async () => {
    const store = await openFresh(database);
    const ticket = await opened(store);
    const now = NOON + 3 * HOUR;
    const answered = store.write((trx) => addEvents(trx, recordingOf(store), ticket, [{ kind: 'resolved', facts: {}, actor: { kind: 'agent', name: 'agent-1' }, source: 'command' }], now));
    await Promise.all([answered, watching(store, () => now).look()]);
    const { events } = (await loadTicket(store, ticket))!;
    expect(events.findIndex(({ kind }) => kind === 'escalated')).toBeLessThan(events.findIndex(({ kind }) => kind === 'resolved'));
  });
});

test.each([
  ['the first plan', DOCTORS],
  ['the second plan', CLINIC],
])('in a month of %s each warning, breach and escalation is raised exactly once, and a restart changes nothing', async (_, rules) => {
    const month = { tickets: 120, seed: 7 };
  const played = await playMonth(await openFresh(SQLITE), rules, month);
  expect(played.alarms.map(({ ticket, alarm }) => ({ ticket, alarm }))).toEqual(played.expected);
  expect(played.alarms.length).toBeGreaterThan(60);
  const restarted = await playMonth(await openFresh(SQLITE), rules, { ...month, restart: { after: 0.5, standstillHours: 0 } });
  expect(restarted).toEqual(played);
}, 300_000);
