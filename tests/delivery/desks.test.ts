/** What every desk has to keep, whatever happens to the line: nothing lost, nothing twice, in order. */
import { describe, expect, test } from 'vitest';
import { PROBE_EVERY_MS } from '../../src/outbox/channels.ts';
import { openRows, standing } from '../../src/outbox/inspect.ts';
import { describeOnBothDatabases, freshFolder, opened, openFresh, SECRET } from '../store/databases.ts';
import { handClock, rowsOf, until } from '../outbox/working.ts';
import { delivering, SENTINEL, type Clock } from './delivering.ts';
import type { FakeDesk, Fault } from './fake.ts';
import { fakeHelpScout } from './help-scout.fake.ts';
import { fakeReceiver } from './webhook.fake.ts';
import { fakeZendesk } from './zendesk.fake.ts';

const HOUR_MS = 60 * 60_000;
const desks: [name: string, open: (clock: Clock) => Promise<FakeDesk>][] = [
  ['zendesk', fakeZendesk],
  ['help-scout', fakeHelpScout],
  ['webhook', (clock) => fakeReceiver(clock.now)],
];
const openSqliteStore = () => opened({ dataDir: freshFolder(), secret: SECRET });

/** References and first words of the messages, as the desk holds them. */
const seen = (desk: FakeDesk) => desk.held().map(({ reference, messages }) => [reference, ...messages.map((text) => text.split(/ (?:SENTINEL|of)/)[0] ?? '')]);

describe.each(desks)('%s', (_, open) => {
  async function scene(more: { attemptMs?: number } = {}) {
    const clock = handClock();
    const desk = await open(clock);
    const store = await openSqliteStore();
    return { clock, desk, store, ...delivering(store, desk.env, clock, more) };
  }

  test('gets the ticket and what came later, in order, and we get its number', async () => {
    const { desk, hand, say, settle, delivered } = await scene();
    await hand('UD-1');
    await say('UD-1', 'second');
    await say('UD-1', 'third');
    await settle();
    expect(seen(desk)).toEqual([['UD-1', 'first', 'second', 'third']]);
    expect(delivered).toEqual([{ ticket: 'UD-1', desk: desk.env['BEDSIDE_DESK'], number: desk.held()[0]?.number }]);
  });

  const passing: [string, Fault][] = [
    ['its answer is lost after it stored', { kind: 'lose' }],
    ['the line breaks before it stored', { kind: 'drop' }],
    ['it answers 500', { kind: 'status', status: 500 }],
    ['it answers 503', { kind: 'status', status: 503 }],
    ['it answers 408', { kind: 'status', status: 408 }],
    ['somebody else is changing the same ticket (409)', { kind: 'status', status: 409 }],
    ['it answers 429 without saying how long', { kind: 'status', status: 429 }],
  ];
  test.each(passing)('holds a ticket and its follow-up once when %s, at both', async (__, fault) => {
    const { desk, hand, say, settle, delivered } = await scene();
    desk.faults.push(fault);
    await hand('UD-1');
    await settle();
    desk.faults.push(fault);
    await say('UD-1', 'second');
    await settle();
    expect(seen(desk)).toEqual([['UD-1', 'first', 'second']]);
    expect(delivered[0]?.number).toBe(desk.held()[0]?.number);
  });

  test('holds a ticket once when it stores more slowly than we wait', async () => {
    const { desk, hand, settle } = await scene({ attemptMs: 500 });
    desk.faults.push({ kind: 'slow', ms: 800 });
    await hand('UD-1');
    await until(() => desk.held().length === 1);
    await settle();
    expect(seen(desk)).toEqual([['UD-1', 'first']]);
  });

  test.each([
    ['seconds', (__: number) => ({ 'retry-after': '90' })],
    ['a date', (now: number) => ({ 'retry-after': new Date(now + 90_000).toUTCString() })],
    ['the vendor’s header', (__: number) => ({ 'x-ratelimit-retry-after': '90' })],
  ])('is left alone for as long as its 429 asks, in %s, by all tickets', async (__, headers) => {
    const { clock, desk, store, hand, settle } = await scene();
    const start = clock.now();
    desk.faults.push({ kind: 'status', status: 429, headers: headers(start) });
    await hand('UD-1');
    await until(async () => (await rowsOf(store))[0]?.last_error === 'http.429');
    await hand('UD-2');
    const before = desk.requests.length;
    await settle(start + 85_000 - clock.now());
    expect(desk.requests.length).toBe(before);
    await settle();
    expect(seen(desk).map(([reference]) => reference).sort()).toEqual(['UD-1', 'UD-2']);
  });

  test.each([401, 403])('that answers %i parks everything, calls somebody once, and gets all when it knows us again', async (status) => {
    const { clock, desk, store, hand, settle, log } = await scene();
    for (let n = 0; n < 5; n += 1) desk.faults.push({ kind: 'status', status });
    desk.locked = status === 401;
    for (let n = 1; n <= 8; n += 1) await hand(`UD-${n}`);
    await until(async () => (await store.read(standing)).parked.length === 1);
    await settle(60_000);
    expect(desk.held()).toEqual([]);
    expect(desk.requests.length).toBeLessThanOrEqual(16);
    expect(log.filter(({ facts }) => facts['alert'])).toMatchObject([{ facts: { channel: 'desk' } }]);
    const asked = desk.requests.length;
    await settle(60_000);
    expect(desk.requests.length).toBe(asked);
    desk.locked = false;
    desk.faults.splice(0);
    clock.pass(PROBE_EVERY_MS);
    await settle();
    expect(seen(desk)).toHaveLength(8);
  });

  test('that refuses a ticket for good leaves it where a person sees it, and what came later behind it', async () => {
    const { desk, store, hand, say, settle } = await scene();
    desk.faults.push({ kind: 'status', status: 422, body: JSON.stringify({ error: `${SENTINEL} is suspended` }) });
    await hand('UD-1');
    await say('UD-1', 'second');
    // Side by side, either could have met the refusal.
    await until(async () => (await rowsOf(store))[0]?.state === 'dead');
    await hand('UD-2');
    await settle(30_000);
    expect(seen(desk)).toEqual([['UD-2', 'first']]);
    const open_ = await store.read((db) => openRows(db, { states: ['dead', 'waiting'], most: 9 }));
    expect(open_.map(({ about, state, lastError, attempts }) => [about, state, lastError, attempts])).toEqual([
      [{ ticket: 'UD-1' }, 'dead', 'http.422', 1],
      [{ ticket: 'UD-1', event: 'second' }, 'waiting', undefined, 0],
    ]);
  });

  test('that is away for six hours holds every ticket once afterwards, each with its messages in order', { timeout: 300_000 }, async () => {
    const { clock, desk, store, hand, say, settle } = await scene();
    desk.down = true;
    const end = clock.now() + 6 * HOUR_MS;
    for (let n = 1; clock.now() < end; n += 1) {
      if (n <= 30) {
        await hand(`UD-${n}`);
        await say(`UD-${n}`, `second-${n}`);
        await say(`UD-${n}`, `third-${n}`);
      }
      await settle(30_000);
      clock.pass(9 * 60_000);
    }
    expect((await store.read(standing)).states).toMatchObject({ dead: 0, parked: 0 });
    desk.down = false;
    await settle(2 * HOUR_MS);
    expect(seen(desk).sort((a, b) => Number(a[0]?.slice(3)) - Number(b[0]?.slice(3)))).toEqual(Array.from({ length: 30 }, (__, n) => [`UD-${n + 1}`, 'first', `second-${n + 1}`, `third-${n + 1}`]));
  });

  test('hears words and tokens that stand nowhere else: not in logs, nor errors, nor the outbox', async () => {
    const { desk, store, hand, say, settle, log } = await scene();
    const kinds: Fault[] = [{ kind: 'lose' }, { kind: 'status', status: 400, body: SENTINEL }, { kind: 'status', status: 500, body: SENTINEL }, { kind: 'status', status: 409, body: SENTINEL, headers: { 'x-said': SENTINEL } }];
    desk.faults.push(...kinds);
    for (let n = 1; n <= 4; n += 1) await hand(`UD-${n}`);
    await say('UD-3', 'second');
    await settle(10 * 60_000);
    desk.locked = true;
    await hand('UD-9');
    await settle(30_000);
    expect(log.length).toBeGreaterThan(3);
    const rows = await store.read((db) => db.selectFrom('outbox').selectAll().execute());
    expect(JSON.stringify([log, rows])).not.toMatch(/SENTINEL|example\.org|whsec/);
    expect(desk.held().length).toBeGreaterThan(1);
  });
});

describeOnBothDatabases('two processes with one desk', (database) => {
  test('hand over each ticket once, though its answers are lost now and then', async () => {
    const clock = handClock();
    const desk = await fakeZendesk();
    const store = await openFresh(database);
    const one = delivering(store, desk.env, clock);
    const other = delivering(store, desk.env, clock);
    for (let n = 1; n <= 30; n += 1) {
      if (n % 4 === 0) desk.faults.push({ kind: 'lose' });
      await one.hand(`UD-${n}`);
    }
    await one.settle();
    expect(new Set(desk.held().map(({ reference }) => reference)).size).toBe(30);
    expect(desk.held()).toHaveLength(30);
    expect([...one.delivered, ...other.delivered]).toHaveLength(30);
    expect((await rowsOf(store)).every(({ state }) => state === 'done')).toBe(true);
  });
});
