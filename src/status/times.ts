/** Instants in the page's zone, as people say them. */
import { html, type Html } from './markup.ts';

export interface Times {
  /** `Nov 9, 2026, 2:30 PM EST` in a `time` element, beside which the script writes the reader's own time. */
  full(instant: number): Html;
  /** `Nov 9, 2026, 2:30 – 4:00 PM EST`; nothing when the clocks change between them, for then both need their zone. */
  range(from: number, until: number): Html | undefined;
  /** The same as words. */
  words(instant: number): string;
  /** `2:30 PM EST`, on the day that is known from around it. */
  clock(instant: number): Html;
  /** `November 9, 2026` of a day `2026-11-09`. */
  day(day: string): string;
  /** `Nov 9`. */
  shortDay(day: string): string;
  /** `November 2026` of `2026-11`. */
  month(month: string): string;
  /** `Eastern Time`. */
  readonly zoneName: string;
}

const known = new Map<string, Times>();

export function timesIn(locale: string, zone: string): Times {
  const key = `${locale} ${zone}`;
  const made = known.get(key) ?? makeTimes(locale, zone);
  known.set(key, made);
  return made;
}

function makeTimes(locale: string, timeZone: string): Times {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const full = format({ timeZone, year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });
  const clock = format({ timeZone, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });
  const day = format({ timeZone: 'UTC', dateStyle: 'long' });
  const shortDay = format({ timeZone: 'UTC', month: 'short', day: 'numeric' });
  const month = format({ timeZone: 'UTC', year: 'numeric', month: 'long' });
  const zoneName = format({ timeZone, timeZoneName: 'longGeneric' }).formatToParts(0).find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
  const zoneAt = (instant: number) => full.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value;
  // Formatters put a narrow space before AM, which some feed readers show as a box.
  const plain = (text: string) => text.replaceAll('\u202f', ' ');
  const iso = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z');
  return {
    full: (instant) => html`<time datetime="${iso(instant)}">${plain(full.format(instant))}</time>`,
    range: (from, until) => {
      const zone = zoneAt(from);
      // It may break at the dash, not within a time.
      const text = full.formatRangeToParts(from, until).map(({ value }) => (/^[\s,.\u202f]*$/.test(value) || !/^\s.*\s$/.test(value) ? value.replaceAll(/\s/g, '\u00a0') : value.replaceAll(/\s/g, ' ')));
      return zone === zoneAt(until) ? html`<time datetime="${iso(from)}" data-until="${iso(until)}">${text.join('')}</time>` : undefined;
    },
    words: (instant) => plain(full.format(instant)),
    clock: (instant) => html`<time datetime="${iso(instant)}">${plain(clock.format(instant))}</time>`,
    day: (text) => day.format(Date.parse(text)),
    shortDay: (text) => shortDay.format(Date.parse(text)),
    month: (text) => month.format(Date.parse(`${text}-01`)),
    zoneName,
  };
}
