/** How long articles are in sight. */
import { READ_STEPS } from '../../events/reading.ts';
import type { Measure } from '../measure.ts';
import { SMALL_BELOW } from '../measure.ts';
import type { SessionFigures } from '../session-figures.ts';
import { within, type Window } from '../window.ts';

/** How many pages were in sight for each step of seconds, by article: all that a median needs, however many there were. */
export type ReadingTally = Map<string, number[]>;

export function noReadings(): ReadingTally {
  return new Map();
}

/** The pages of a visit belong to the window in which it began. */
export function addReadings(tally: ReadingTally, { beganAt, inSight }: SessionFigures, window: Window): void {
  if (!within(window, beganAt)) return;
  for (const { article, seconds } of inSight) {
    const step = READ_STEPS.findLastIndex((one) => one <= seconds);
    stepsOf(tally, article)[step]! += 1;
  }
}

export function stepsOf(tally: ReadingTally, article: string): number[] {
  let steps = tally.get(article);
  if (steps === undefined) tally.set(article, (steps = READ_STEPS.map(() => 0)));
  return steps;
}

/** The middle step, and the one that 90 % do not exceed. */
export function readingMeasures(tally: ReadingTally, window: Window): Measure[] {
  const steps = READ_STEPS.map((_, index) => [...tally.values()].reduce((sum, one) => sum + one[index]!, 0));
  const n = steps.reduce((sum, one) => sum + one, 0);
  const figure = (id: string, title: string, how: string, part: number): Measure => ({
    id,
    title,
    unit: 'seconds',
    value: stepAt(steps, part),
    n,
    formula: `seconds until the reader first left the page, rounded down to ${READ_STEPS.join(', ')}; ${how}`,
    source: 'our own; told by readers’ pages, in coarse steps because finer ones say more about a person than about a text',
    window,
    tooSmall: n < SMALL_BELOW,
  });
  return [figure('reading-median', 'Time in sight, median', 'nearest rank: the smallest step that half do not exceed', 0.5), figure('reading-p90', 'Time in sight, 90 % within', 'nearest rank: the smallest step that 90 % do not exceed', 0.9)];
}

/** The nearest-rank percentile of what was counted by step. */
export function stepAt(steps: readonly number[], part: number): number | undefined {
  const n = steps.reduce((sum, one) => sum + one, 0);
  // 0.9 × 10 is 9.000000000000002 for other parts of other lengths; ranks are whole numbers.
  let left = Math.ceil(Number((part * n).toFixed(9)));
  for (const [index, many] of steps.entries()) {
    left -= many;
    if (left <= 0 && n > 0) return READ_STEPS[index];
  }
  return undefined;
}
