/** The span that a report is about, in the days of the team's time zone. */
import { DAY, zoneOf } from '../tickets/sla/zone.ts';

export interface Window {
  /** Instants in milliseconds; `to` is not part of it. */
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  /** The instant up to which everything is known: the end, or now while the window is not over. */
  readonly asOf: number;
}

export const PERIODS = ['daily', 'weekly', 'monthly'] as const;
export type Period = (typeof PERIODS)[number];

/** The day is not one, or the window ends before it begins. */
export class WindowUnusable extends Error {
  override readonly name = 'WindowUnusable';
}

/** From the start of one local day to the end of another. */
export function windowOf(firstDay: string, lastDay: string, zone: string, now: number): Window {
  const from = startOf(dayNumber(firstDay), zone);
  const to = startOf(dayNumber(lastDay) + 1, zone);
  if (to <= from) throw new WindowUnusable(`${firstDay} is after ${lastDay}.`);
  return { from, to, zone, asOf: Math.max(from, Math.min(to, now)) };
}

/** The last one that is over: yesterday, the week from Monday to Sunday, or the month before this. */
export function lastWindow(period: Period, zone: string, now: number): Window {
  const today = localDay(now, zone);
  if (period === 'daily') return windowOf(dayName(today - 1), dayName(today - 1), zone, now);
  if (period === 'weekly') {
    // 1970-01-01 was a Thursday, so Monday is three days earlier.
    const monday = today - ((today + 3) % 7);
    return windowOf(dayName(monday - 7), dayName(monday - 1), zone, now);
  }
  const first = dayNumber(`${dayName(today).slice(0, 7)}-01`);
  return windowOf(`${dayName(first - 1).slice(0, 7)}-01`, dayName(first - 1), zone, now);
}

/** The local days of a window, as numbers since 1970. */
export function daysIn({ from, to, zone }: Window): number[] {
  const days: number[] = [];
  for (let day = localDay(from, zone); startOf(day, zone) < to; day += 1) days.push(day);
  return days;
}

/** The instant at which a local day ends. */
export function endOf(day: number, zone: string): number {
  return startOf(day + 1, zone);
}

export function localDay(instant: number, zone: string): number {
  return Math.floor((instant + zoneOf(zone).offsetAt(instant)) / DAY);
}

/** 0 to 23, as the wall clock shows it. */
export function localHour(instant: number, zone: string): number {
  const wall = instant + zoneOf(zone).offsetAt(instant);
  return Math.floor((wall - Math.floor(wall / DAY) * DAY) / 3_600_000);
}

/** `2026-11-23` */
export function dayName(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function isOver({ to, asOf }: Window): boolean {
  return asOf >= to;
}

/** Whether something happened in the window and is known. */
export function within({ from, asOf }: Window, instant: number | undefined): boolean {
  return instant !== undefined && from <= instant && instant < asOf;
}

/** `2026-11-16 to 2026-11-22` */
export function windowText({ from, to, zone }: Window): string {
  const [first, last] = [dayName(localDay(from, zone)), dayName(localDay(to - 1, zone))];
  return first === last ? first : `${first} to ${last}`;
}

/** The instant at which a local day begins. */
export function startOf(day: number, zone: string): number {
  return zoneOf(zone).instantOf(day * DAY);
}

/** The number of a day since 1970. */
export function dayNumber(day: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  // 30 February is read as 2 March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) throw new WindowUnusable(`"${day}" is not a day, for example 2026-11-01.`);
  return at / DAY;
}
