/** Figures in words: values, spans, targets, days. */
import type { Measure, Target, Unit } from './measure.ts';
import { localDay, type Window } from './window.ts';
import { zoneName } from '../forms/time-words.ts';
import { DAY } from '../tickets/sla/zone.ts';

/** Whose days are counted: "Days in Eastern Time". */
export function daysOf(zone: string): string {
  return `Days in ${zoneName(zone, 'en')}`;
}

export function valueText({ value, unit }: Pick<Measure, 'value' | 'unit'>): string {
  return value === undefined ? '–' : amount(value, unit);
}

export function amount(value: number, unit: Unit): string {
  if (unit === 'seconds') return spanText(value);
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  if (unit === 'ratio') return `${value.toFixed(1)} : 1`;
  return unit === 'score' ? value.toFixed(2) : String(value);
}

/** `1 h 20 min`, `45 s`; days are 24 hours only by the wall, so hours go on. */
export function spanText(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
}

export function intervalText({ interval, unit, value }: Pick<Measure, 'interval' | 'unit' | 'value'>): string {
  return interval === undefined || value === undefined ? '' : `${amount(interval.low, unit)} to ${amount(interval.high, unit)}`;
}

export function targetText({ below, above }: Pick<Target, 'below' | 'above'>, unit: Unit): string {
  return [...(above === undefined ? [] : [`above ${amount(above, unit)}`]), ...(below === undefined ? [] : [`below ${amount(below, unit)}`])].join(' and ');
}

/** A value as it stands on an axis: short, because the axis says the rest. */
export function tickText(value: number, unit: Unit): string {
  if (unit === 'share') return `${Number((value * 100).toFixed(1))} %`;
  if (unit !== 'seconds') return String(Number(value.toFixed(2)));
  return value === 0 ? '0' : spanText(value);
}

/** A target as it stands beside a line, `above 95 %`. */
export function shortTarget({ below, above }: Pick<Target, 'below' | 'above'>, unit: Unit): string {
  return [...(above === undefined ? [] : [`above ${tickText(above, unit)}`]), ...(below === undefined ? [] : [`below ${tickText(below, unit)}`])].join(' and ');
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `16 to 22 November 2026`, `October 2026`, `28 December 2026 to 3 January 2027`. */
export function daysText({ from, to, zone }: Pick<Window, 'from' | 'to' | 'zone'>): string {
  const [first, last] = [localDay(from, zone), localDay(to - 1, zone)].map((day) => new Date(day * DAY)) as [Date, Date];
  const name = (day: Date) => MONTHS[day.getUTCMonth()]!;
  const year = (day: Date) => day.getUTCFullYear();
  const sameYear = year(first) === year(last);
  const sameMonth = sameYear && first.getUTCMonth() === last.getUTCMonth();
  if (first.getTime() === last.getTime()) return `${last.getUTCDate()} ${name(last)} ${year(last)}`;
  if (sameMonth && first.getUTCDate() === 1 && new Date(last.getTime() + DAY).getUTCDate() === 1) return `${name(last)} ${year(last)}`;
  return `${first.getUTCDate()}${sameMonth ? '' : ` ${name(first)}${sameYear ? '' : ` ${year(first)}`}`} to ${last.getUTCDate()} ${name(last)} ${year(last)}`;
}
