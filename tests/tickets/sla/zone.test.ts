import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { zoneOf } from '../../../src/tickets/sla/zone.ts';

const HOUR = 3_600_000;

test('every zone agrees with Temporal around each change of its clocks from 2010 to 2019, and a hundred years later', () => {
  for (const name of Intl.supportedValuesOf('timeZone')) {
    const zone = zoneOf(name);
    const moments = [...changesOf(name, '2010-01-01T00:00Z', '2020-01-01T00:00Z'), ...changesOf(name, '2126-01-01T00:00Z', '2127-01-01T00:00Z')];
    for (const change of moments) {
      for (const minutes of [-1_500, -90, -60, -45, -30, -1, 0, 1, 29, 30, 45, 60, 61, 90, 1_500]) {
        const instant = change + minutes * 60_000;
        const temporal = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
        expect(zone.offsetAt(instant), `${name} ${instant}`).toBe(temporal.offsetNanoseconds / 1e6);
        const wall = change + temporal.offsetNanoseconds / 1e6 + minutes * 60_000;
        const meant = Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, -1)).toZonedDateTime(name).epochMilliseconds;
        expect(zone.instantOf(wall), `${name} ${new Date(wall).toISOString()}`).toBe(meant);
      }
    }
  }
});

test('the far past and the far future have rules, too', () => {
  expect(zoneOf('America/New_York').offsetAt(Date.parse('3026-07-01T12:00Z'))).toBe(-4 * HOUR);
  expect(zoneOf('America/New_York').offsetAt(Date.parse('1942-07-01T12:00Z'))).toBe(-4 * HOUR);
  expect(zoneOf('Asia/Kolkata').offsetAt(Date.parse('1969-12-31T12:00Z'))).toBe(5.5 * HOUR);
});

function changesOf(name: string, from: string, until: string): number[] {
  const end = Temporal.Instant.from(until);
  const found: number[] = [];
  let at = Temporal.Instant.from(from).toZonedDateTimeISO(name);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || Temporal.Instant.compare(next.toInstant(), end) >= 0) return found;
    found.push(next.epochMilliseconds);
    at = next;
  }
}
