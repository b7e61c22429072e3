/** Hours and instants in words. */
import { contactFirstTextsFor } from '../texts/contact-first-texts.ts';
import { wallClock, weekIn, type PageCalendar } from './hours.ts';

const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

/** "Monday to Friday, 9 AM to 6 PM" */
export function weekWords(calendar: PageCalendar, now: number, zone: string, locale: string): string {
  const t = contactFirstTextsFor(locale).hours;
  const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const day = (weekday: number) => name.format(MONDAY + weekday * DAY_MS);
  const groups = weekIn(calendar, now, zone).map(({ first, last, from, until }) => t.span(first === last ? day(first) : t.days(day(first), day(last)), timeWords(from, locale), timeWords(until, locale)));
  return new Intl.ListFormat(locale).format(groups);
}

/** "Eastern Time" */
export function zoneName(zone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts(0);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** "Fri, Nov 27, 9 AM", without the day when it is today. Midnight belongs to the day that ends. */
export function instantWords(at: number, now: number, zone: string, locale: string): string {
  const day = new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: 'short', month: 'short', day: 'numeric' });
  const { seconds } = wallClock(at, zone);
  const on = day.format(seconds === 0 ? at - 1 : at);
  const time = timeWords(seconds, locale);
  return on === day.format(now) ? time : `${on}, ${time}`;
}

/** "9 AM", "9:30 AM", "noon" */
function timeWords(seconds: number, locale: string): string {
  // 12 AM and 12 PM are each taken for the other.
  if (seconds % (DAY_SECONDS / 2) === 0) return contactFirstTextsFor(locale).hours[seconds % DAY_SECONDS === 0 ? 'midnight' : 'noon'];
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', ...(seconds % 3_600 === 0 ? {} : { minute: '2-digit' }), timeZone: 'UTC' }).format(seconds * 1_000);
}

/** "8 hours", "90 minutes", "2 days" */
export function spanWords(seconds: number, locale: string): string {
  const [count, unit] = seconds % 86_400 === 0 ? [seconds / 86_400, 'day'] : seconds % 3_600 === 0 ? [seconds / 3_600, 'hour'] : [Math.round(seconds / 60), 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
