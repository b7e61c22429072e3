/** What readers did about open incidents, counted for a window. */
import { expect, test } from 'vitest';
import { follow } from '../../src/incidents/followers.ts';
import { countMeToo } from '../../src/incidents/me-too.ts';
import { incidentMeasures } from '../../src/insights/measures/incidents.ts';
import { incidentTally } from '../../src/insights/read-tallies.ts';
import { describeOnBothDatabases, openFresh } from '../store/databases.ts';

const DAY = 86_400_000;
const FROM = Date.parse('2026-11-09T05:00:00Z');
const window = { from: FROM, to: FROM + DAY, asOf: FROM + DAY, zone: 'America/New_York' };

describeOnBothDatabases('the report on incidents', (database) => {
  test('counts each reader once, within its window alone, and is silent about a window without any', async () => {
    const store = await openFresh(database);
    const said = (tab: string, at: number) => store.write((trx) => countMeToo(trx, { incident: 'p7k2mfx9', client: 'c', tab, way: 'script' }, at));
    for (const [tab, at] of [['a', FROM], ['a', FROM + 1], ['b', FROM + DAY - 1], ['c', FROM - 1], ['d', FROM + DAY]] as const) await said(tab, at);
    await store.write((trx) => follow(trx, store.envelope, { incident: 'p7k2mfx9', email: 'a@example.org', timeZone: undefined, askedBy: 'form' }, FROM + 5));
    expect(incidentMeasures(await incidentTally(store, window), window).map(({ id, value }) => [id, value])).toEqual([
      ['incident-me-too', 2],
      ['incident-followed', 1],
      ['incident-linked', 0],
    ]);
    const quiet = { ...window, from: FROM + 2 * DAY, to: FROM + 3 * DAY, asOf: FROM + 3 * DAY };
    expect(incidentMeasures(await incidentTally(store, quiet), quiet)).toEqual([]);
  });
});
