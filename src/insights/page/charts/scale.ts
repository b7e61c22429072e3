/** Where the axis of a figure begins and ends, and which values stand on it. */
import type { Unit } from '../../measure.ts';

const MINUTE = 60;
const HOUR = 3_600;
/** Spans that people think in. */
const SPANS = [1, 5, 10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR, 96 * HOUR, 168 * HOUR, 336 * HOUR, 720 * HOUR];
const MOST_STEPS = 4;

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/**
 * @param values everything that has to be seen, target and intervals among it
 */
export function scaleOf(values: readonly number[], unit: Unit): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values, 0)];
  const floor = floorOf(least, unit);
  const ceiling = unit === 'share' ? Math.min(1, most) : most;
  const step = stepFor(Math.max(ceiling - floor, unit === 'share' ? 0.02 : unit === 'count' ? 2 : 1e-9), unit);
  const over = floor + Math.ceil((ceiling - floor) / step - 1e-9) * step || floor + step;
  // More than all there is cannot be.
  const high = unit === 'share' ? Math.min(1, over) : over;
  const ticks: number[] = [];
  for (let tick = floor; tick <= high + step / 1_000; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return { low: floor, high: Number(high.toPrecision(12)), ticks };
}

/** A curve need not begin at zero, as a bar must: shares and ratings that all lie high would be a flat line. */
function floorOf(least: number, unit: Unit): number {
  if (unit === 'share' && least >= 0.5) return Math.floor(least * 10 - 1e-9) / 10;
  if (unit === 'score' && least >= 1) return Math.max(1, Math.floor(least * 2 - 1e-9) / 2);
  return 0;
}

function stepFor(range: number, unit: Unit): number {
  if (unit === 'seconds') return SPANS.find((span) => range / span <= MOST_STEPS) ?? Math.ceil(range / MOST_STEPS / 86_400) * 86_400;
  const power = 10 ** Math.floor(Math.log10(range / MOST_STEPS));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((one) => range / one <= MOST_STEPS + 1e-9) ?? power * 10;
  return unit === 'count' ? Math.max(1, Math.ceil(step)) : step;
}
