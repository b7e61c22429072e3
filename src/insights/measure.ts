/** What a measured figure is, and the few ways in which one is made of what was counted. */
import { wilson, type Interval } from '../feedback/wilson.ts';
import { meanInterval, percentileInterval } from './intervals.ts';
import type { Window } from './window.ts';

export type Unit = 'seconds' | 'share' | 'ratio' | 'count' | 'score';

/** One figure with everything that is needed to argue with it. */
export interface Measure {
  /** Permanent name; targets are set by it. */
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  /** Missing when there was nothing to measure. */
  readonly value: number | undefined;
  /** How many were asked, answered or counted. */
  readonly n: number;
  /** Two-sided 95 %, where the figure is made of independent cases and these are enough. */
  readonly interval?: Interval | undefined;
  readonly formula: string;
  /** Where the definition comes from. */
  readonly source: string;
  readonly window: Window;
  readonly target?: Target | undefined;
  /** Too few to say anything. */
  readonly tooSmall: boolean;
}

/** A figure without its words: what another period is compared by. */
export type Figure = Pick<Measure, 'id' | 'value' | 'n' | 'interval' | 'tooSmall'>;

/** What a plan wants a figure to be. */
export interface Target {
  readonly below?: number | undefined;
  readonly above?: number | undefined;
  readonly source: string;
}

/** A figure for each of several groups. */
export interface Breakdown {
  readonly id: string;
  readonly title: string;
  readonly formula: string;
  readonly rows: readonly { readonly name: string; readonly count: number }[];
}

/** Fewer cases than this say nothing, unless a team sets another number. */
export const SMALL_BELOW = 20;

export type Described = Pick<Measure, 'id' | 'title' | 'formula' | 'source'>;

/** A share of independent cases, with its Wilson interval. */
export function share(described: Described, { of, all }: { of: number; all: number }, window: Window): Measure {
  return { ...described, unit: 'share', value: all === 0 ? undefined : of / all, n: all, interval: of <= all ? wilson(of, all) : undefined, window, tooSmall: all < SMALL_BELOW };
}

/** A quotient of two different things, such as readers for each requester. It can be more than one. */
export function ratio(described: Described, { of, by }: { of: number; by: number }, window: Window): Measure {
  return { ...described, unit: 'ratio', value: by === 0 ? undefined : of / by, n: by, window, tooSmall: by < SMALL_BELOW };
}

export function count(described: Described, value: number | undefined, window: Window, n = value ?? 0): Measure {
  // A count is what it is: it needs no sample.
  return { ...described, unit: 'count', value, n, window, tooSmall: false };
}

/** Mean, median and 90th percentile of spans in seconds. Waiting times have a long tail, so the mean alone misleads. */
export function times(described: Described, seconds: readonly number[], window: Window): Measure[] {
  const sorted = Float64Array.from(seconds).sort();
  const figures = [
    ['mean', 'mean', mean(sorted), 'arithmetic mean', meanInterval(sorted, { least: 0 })],
    ['median', 'median', median(sorted), 'middle value, or the mean of the middle two', percentileInterval(sorted, 0.5)],
    ['p90', '90 % within', percentile(sorted, 0.9), 'nearest rank: the smallest value that 90 % do not exceed', percentileInterval(sorted, 0.9)],
  ] as const;
  return figures.map(([id, title, value, how, interval]) => ({
    ...described,
    id: `${described.id}-${id}`,
    title: `${described.title}, ${title}`,
    formula: `${described.formula}; ${how}`,
    unit: 'seconds',
    value,
    n: sorted.length,
    interval: sorted.length < SMALL_BELOW ? undefined : interval,
    window,
    tooSmall: sorted.length < SMALL_BELOW,
  }));
}

export function mean(values: Float64Array): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @param sorted ascending */
export function median(sorted: Float64Array): number | undefined {
  if (sorted.length === 0) return undefined;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The nearest-rank percentile.
 *
 * @param sorted ascending
 * @param part   above 0, at most 1
 */
export function percentile(sorted: Float64Array, part: number): number | undefined {
  // 0.9 × 10 is 9.000000000000002 for other parts of other lengths; ranks are whole numbers.
  return sorted.length === 0 ? undefined : sorted[Math.ceil(Number((part * sorted.length).toFixed(9))) - 1];
}

/** Whether a value is on the right side of its target; `undefined` when nothing can be said. */
export function reaches({ value, target, tooSmall }: Measure): boolean | undefined {
  if (value === undefined || target === undefined || tooSmall) return undefined;
  return (target.below === undefined || value < target.below) && (target.above === undefined || value > target.above);
}
