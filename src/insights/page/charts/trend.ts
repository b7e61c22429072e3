/** One figure over its periods: a curve that breaks where the definition changed, its target, its intervals, and what happened. */
import * as Plot from '@observablehq/plot';
import type { Mark } from '../../annotations.ts';
import { shortTarget, tickText, valueText } from '../../words.ts';
import { stretches, type Trend, type TrendPoint } from '../../trends.ts';
import { draw, NARROW } from './draw.ts';
import { scaleOf } from './scale.ts';

const HEIGHT = 190;
const DAY = 86_400_000;

/** @param zone the team's, for the days under the curve */
export function trendChart({ measure, points }: Trend, marks: readonly Mark[], zone: string): string {
  const { unit, target } = measure;
  const known = points.filter((point): point is TrendPoint & { value: number } => point.value !== undefined);
  const lines = [target?.above, target?.below].filter((line) => line !== undefined);
  const scale = scaleOf([...known.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]), ...lines], unit);
  const [first, last] = [points[0]!, points.at(-1)!];
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' });
  const pieces = stretches(points).flatMap((stretch, piece) => stretch.map((point) => ({ ...point, x: middle(point), piece })));
  const finished = pieces.filter(({ unfinished }) => !unfinished);
  const now = pieces.find((point) => point.from === last.from);
  const before = now && finished.filter((point) => point.piece === now.piece && point.from < now.from).at(-1);
  const anew = points.filter((point) => point.anew.length > 0);
  const labels = labelsOf(marks, points);
  return draw(
    {
      width: NARROW,
      height: HEIGHT,
      marginLeft: 52,
      marginRight: 16,
      marginTop: 34,
      marginBottom: 26,
      x: { type: 'linear', domain: [first.from, last.to], axis: null },
      y: { domain: [scale.low, scale.high], axis: null },
      marks: [
        Plot.gridY(scale.ticks, { stroke: 'var(--hairline)', strokeOpacity: 1 }),
        Plot.axisY(scale.ticks, { tickFormat: (value: number) => tickText(value, unit), tickSize: 0, tickPadding: 8, fill: 'var(--quiet)', fontSize: 14, label: null }),
        ...dayMarks(points, (point) => day.format(point.from)),
        Plot.ruleX(marks.filter(({ at }) => at >= first.from && at < last.to), { x: 'at', stroke: (mark: Mark) => (mark.kind === 'incident' ? 'var(--outage)' : 'var(--control)'), strokeWidth: 1, strokeDasharray: '1 3' } as Plot.RuleXOptions),
        Plot.text(labels, { x: 'x', frameAnchor: 'top', dy: -22, text: 'text', fill: 'var(--text)', fontWeight: 600 }),
        ...(anew.length === 0 ? [] : [Plot.ruleX(anew, { x: 'from', stroke: 'var(--text)', strokeWidth: 1.5 }), Plot.text(anew, { x: 'from', frameAnchor: 'bottom', dy: -8, dx: -4, textAnchor: 'end', text: () => 'defined anew', fill: 'var(--text)', stroke: 'var(--ground)', strokeWidth: 4 })]),
        ...(lines.length === 0 ? [] : [Plot.ruleY(lines, { stroke: 'var(--notice)', strokeWidth: 1.5, strokeDasharray: '6 4' })]),
        Plot.ruleX(pieces.filter(({ low }) => low !== undefined), { x: 'x', y1: 'low', y2: 'high', stroke: 'var(--accent)', strokeOpacity: 0.28, strokeWidth: 5 }),
        Plot.lineY(finished, { x: 'x', y: 'value', z: 'piece', stroke: 'var(--accent)', strokeWidth: 2 }),
        ...(now?.unfinished === true && before !== undefined ? [Plot.lineY([before, now], { x: 'x', y: 'value', stroke: 'var(--accent)', strokeWidth: 2, strokeDasharray: '2 4' })] : []),
        Plot.dot(pieces, { x: 'x', y: 'value', r: 3.5, stroke: 'var(--accent)', strokeWidth: 1.5, fill: (point: TrendPoint) => (point.tooSmall || point.unfinished ? 'var(--ground)' : 'var(--accent)') } as Plot.DotOptions),
      ],
    },
    alternativeOf(),
  );

  function alternativeOf(): string {
    if (known.length === 0) return `${measure.title}: nothing was measured.`;
    const ordered = [...known].sort((a, b) => a.value - b.value);
    const say = (value: number) => valueText({ value, unit });
    return `${measure.title}, ${points.length} periods from ${day.format(first.from)} to ${day.format(last.to - 1)}: between ${say(ordered[0]!.value)} and ${say(ordered.at(-1)!.value)}${last.value === undefined ? '' : `, at last ${say(last.value)}${last.unfinished ? ' so far' : ''}`}.${target === undefined ? '' : ` Target ${shortTarget(target, unit)}.`}${anew.length === 0 ? '' : ' Defined anew on the way.'}`;
  }
}

function middle({ from, to }: TrendPoint): number {
  // Whole days, so that a week with a clock change stands where the others do.
  return from + (Math.round((to - from) / DAY) * DAY) / 2;
}

/** The first and the last period by name; what is between can be counted. */
function dayMarks(points: readonly TrendPoint[], text: (point: TrendPoint) => string): Plot.Text[] {
  const under = { frameAnchor: 'bottom', dy: 22, fill: 'var(--quiet)' } as const;
  const [first, last] = [points[0]!, points.at(-1)!];
  const end = Plot.text([last], { ...under, x: 'to', text, textAnchor: 'end' });
  return points.length === 1 ? [end] : [Plot.text([first], { ...under, x: 'from', text, textAnchor: 'start' }), end];
}

/** Letters of one period stand together: there is no room for each. */
function labelsOf(marks: readonly Mark[], points: readonly TrendPoint[]): { x: number; text: string }[] {
  return points.flatMap((point) => {
    const own = marks.filter(({ at }) => at >= point.from && at < point.to);
    if (own.length === 0) return [];
    const letters = own.map(({ letter }) => letter);
    return [{ x: own.reduce((sum, { at }) => sum + at, 0) / own.length, text: letters.length > 2 ? `${letters[0]!}–${letters.at(-1)!}` : letters.join('') }];
  });
}
