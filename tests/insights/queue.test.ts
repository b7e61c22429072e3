/** The queue at the start of a shift: everything is counted, the first are listed. */
import { expect, test } from 'vitest';
import { queueTables } from '../../src/insights/queue.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';
import { at } from './stories.ts';

const NOW = at('2026-01-07 10:00');
const HOUR = 3_600_000;

describeOnBothDatabases('the queue', (database) => {
  test('of 1,300 open tickets counts all and lists what is due first', async () => {
    const store = await openFresh(database);
    // 1,100 late by an hour and more, 100 due within the day, 60 later, 40 without a clock, 5 solved.
    const due = (index: number) => (index < 1_100 ? NOW - HOUR * (1 + index) : index < 1_200 ? NOW + HOUR : index < 1_260 ? NOW + 25 * HOUR : undefined);
    const rows = Array.from({ length: 1_305 }, (_, index) => ({
      id: `t${index}`, reference: `T-${index}`, requester: 'r', state: index < 1_300 ? 'open' : 'resolved', category: null, priority: null, team: index % 2 === 0 ? 'support' : 'billing', tier: null, level: 0, agent: null, topic: null, component: null, article: null, incident: null, merged_into: null,
      events: 1, chain_head: '', next_due_at: due(index) ?? null, next_due_clock: due(index) === undefined ? null : 'resolution', look_at: null, created_at: NOW - 2_000 * HOUR + index, updated_at: NOW, closed_at: null,
    }));
    await store.write((trx) => trx.insertInto('requester').values({ id: 'r', email_sealed: null, email_index: null, name_sealed: null, time_zone: null, created_at: NOW, erased_at: null }).execute());
    for (let from = 0; from < rows.length; from += 435) await store.write((trx) => trx.insertInto('ticket').values(rows.slice(from, from + 435)).execute());
    const [late, soon, rest, teams] = await queueTables(store, { now: NOW, top: 3 });
    expect([late, soon, rest].map((table) => [table?.note, table?.rows.length])).toEqual([
      ['1100 of 1300 open, the first 3 are shown', 3],
      ['100 of 1300 open, the first 3 are shown', 3],
      ['100 of 1300 open, the first 3 are shown', 3],
    ]);
    expect(teams?.rows).toEqual([['billing', 650, 550], ['support', 650, 550]]);
    const [, , all] = await queueTables(store, { team: 'billing', now: NOW, top: 80 });
    // 30 with a deadline, then 20 without.
    expect([all?.note, all?.rows.map(([, , when]) => when).lastIndexOf('–'), all?.rows.filter(([, , when]) => when === '–').length]).toEqual(['50 of 650 open', 49, 20]);
  });
});
