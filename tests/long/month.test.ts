import { expect, test } from 'vitest';
import { playMonth } from '../tickets/month.ts';
import { CLINIC, DOCTORS } from '../tickets/support.ts';
import { freshFolder, openFresh, SECRET, type TestDatabase } from '../store/databases.ts';

const SQLITE: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

test.each([
  ['the first plan', DOCTORS, 11],
  ['the second plan', CLINIC, 12],
])('in a month of 20,000 tickets of %s each warning, breach and escalation is raised exactly once, over a restart', async (_, rules, seed) => {
  const played = await playMonth(await openFresh(SQLITE), rules, { tickets: 20_000, seed, restart: { after: 0.5, standstillHours: 0 } });
  expect(played.alarms.map(({ ticket, alarm }) => ({ ticket, alarm }))).toEqual(played.expected);
  expect(new Set(played.errands.filter((one) => one !== '')).size).toBe(played.errands.filter((one) => one !== '').length);
}, 3_600_000);

test('after two days of standstill what is still broken is raised, once', async () => {
  const played = await playMonth(await openFresh(SQLITE), DOCTORS, { tickets: 2_000, seed: 13, restart: { after: 0.4, standstillHours: 48 } });
  // What was mended while nobody watched is in the reports, and nobody is called for it.
  const expected = new Set(played.expected.map(({ ticket, alarm }) => `${ticket} ${alarm}`));
  const raised = played.alarms.map(({ ticket, alarm }) => `${ticket} ${alarm}`);
  expect(raised.filter((one) => !expected.has(one))).toEqual([]);
  expect(new Set(raised).size).toBe(raised.length);
  expect(raised.length).toBeGreaterThan(expected.size * 0.9);
}, 3_600_000);
