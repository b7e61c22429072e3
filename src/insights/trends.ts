/** The periods before, beside the present one: the same figures by the same functions, and where their definition changed. */
import { changesIn, type DefinitionChange } from './definitions.ts';
import type { Measure } from './measure.ts';
import type { PeriodFigures } from './period.ts';
import { dayName, isOver, localDay, windowOf, type Period, type Window } from './window.ts';

/** So many periods stand in a curve, the present one among them. */
export const TREND_LENGTH: Readonly<Record<Period, number>> = { daily: 14, weekly: 12, monthly: 12 };

/** Figures that have a curve although no plan wants anything of them. */
const ALWAYS = ['received', 'self-service', 'search-zero', 'helpful'];

export interface TrendPoint {
  readonly from: number;
  readonly to: number;
  readonly value: number | undefined;
  readonly n: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly tooSmall: boolean;
  /** The period is not over. */
  readonly unfinished: boolean;
  /** What changed in the definition as this period began or went on: it is not comparable with what stands before. */
  readonly anew: readonly string[];
}

export interface Trend {
  readonly measure: Measure;
  /** Oldest first; the last ends as the report does. */
  readonly points: readonly TrendPoint[];
}

/**
 * The windows up to the end of this one, oldest first: days, weeks or calendar months, as it is one itself. A longer
 * one is shown by its weeks, and more than a quarter by its months; any other span by spans of its own length.
 */
export function windowsUntil(window: Window, count: number): Window[] {
  const { from, to, zone, asOf } = window;
  const [first, next] = [localDay(from, zone), localDay(to - 1, zone) + 1];
  const days = next - first;
  const wholeMonth = isFirst(first) && isFirst(next) && days <= 31;
  const byMonth = wholeMonth || days > A_QUARTER;
  const step = days <= LONGER_THAN_A_MONTH ? days : 7;
  const begins = byMonth ? monthOf(next - 1) : next - step;
  const windows = [begins === first ? window : windowOf(dayName(begins), dayName(next - 1), zone, asOf)];
  while (windows.length < count) {
    const end = localDay(windows[0]!.from, zone) - 1;
    windows.unshift(windowOf(dayName(byMonth ? monthOf(end) : end - step + 1), dayName(end), zone, asOf));
  }
  return windows;
}

const LONGER_THAN_A_MONTH = 45;
const A_QUARTER = 100;

function isFirst(day: number): boolean {
  return dayName(day).endsWith('-01');
}

/** The first day of its month. */
function monthOf(day: number): number {
  return day - Number(dayName(day).slice(8)) + 1;
}

/**
 * Curves of what a plan has a target for, and of a few figures besides, in the order of the report.
 *
 * @param measures of the report's own window
 */
export function trendsOf(measures: readonly Measure[], periods: readonly Pick<PeriodFigures, 'window' | 'figures'>[], changes: readonly DefinitionChange[]): Trend[] {
  return measures
    .filter(({ id, target }) => ALWAYS.includes(id) || target !== undefined)
    .filter(({ id }) => !id.startsWith('sla-'))
    .map((measure) => ({ measure, points: periods.map((period, index) => pointOf(period, measure.id, index === 0 ? [] : changes)) }))
    .filter(({ points }) => points.some(({ value }) => value !== undefined));
}

function pointOf({ window, figures }: Pick<PeriodFigures, 'window' | 'figures'>, id: string, changes: readonly DefinitionChange[]): TrendPoint {
  const measure = figures.find((one) => one.id === id);
  return {
    from: window.from,
    to: window.to,
    value: measure?.value,
    n: measure?.n ?? 0,
    low: measure?.interval?.low,
    high: measure?.interval?.high,
    tooSmall: measure?.tooSmall ?? true,
    unfinished: !isOver(window),
    anew: changesIn(changes, id, window).map(({ what }) => what),
  };
}

/** A curve cut where its definition changed, and where nothing was measured. */
export function stretches(points: readonly TrendPoint[]): TrendPoint[][] {
  const cut: TrendPoint[][] = [];
  let open: TrendPoint[] | undefined;
  for (const point of points) {
    if (point.value === undefined) open = undefined;
    else if (open === undefined || point.anew.length > 0) cut.push((open = [point]));
    else open.push(point);
  }
  return cut;
}
