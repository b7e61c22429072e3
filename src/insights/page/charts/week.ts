/** The hours of the week: the more tickets, the fuller the field. */
import * as Plot from '@observablehq/plot';
import type { Html } from '../../../status/markup.ts';
import { draw, forBothWidths } from './draw.ts';

export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const FULL = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** @param hours by day, Monday first, then by hour */
export function weekChart(hours: readonly (readonly number[])[]): Html {
  const cells = hours.flatMap((row, day) => row.map((count, hour) => ({ day: DAYS[day]!, hour, count })));
  const most = Math.max(1, ...cells.map(({ count }) => count));
  return forBothWidths((width) =>
    draw(
      {
        width,
        height: 7 * (width < 500 ? 22 : 27) + 26,
        marginLeft: 40,
        marginRight: 0,
        marginTop: 0,
        marginBottom: 26,
        x: { domain: Array.from({ length: 24 }, (_, hour) => hour), axis: null, padding: 0.08 },
        y: { domain: DAYS, axis: null, padding: 0.1 },
        opacity: { domain: [0, most], range: [0, 1] },
        marks: [
          Plot.cell(cells, { x: 'hour', y: 'day', fill: 'var(--sunken)' }),
          Plot.cell(cells.filter(({ count }) => count > 0), { x: 'hour', y: 'day', fill: 'var(--accent)', fillOpacity: ({ count }: { count: number }) => 0.12 + 0.88 * (count / most) } as Plot.CellOptions),
          Plot.text(DAYS, { y: (day: string) => day, text: (day: string) => day, frameAnchor: 'left', dx: -40, textAnchor: 'start', fill: 'var(--quiet)' } as Plot.TextOptions),
          Plot.text([0, 6, 12, 18], { x: (hour: number) => hour, text: (hour: number) => `${String(hour).padStart(2, '0')}:00`, frameAnchor: 'bottom', dy: 22, dx: width < 500 ? -5 : -11, textAnchor: 'start', fill: 'var(--quiet)' } as Plot.TextOptions),
        ],
      },
      weekWords(hours),
    ),
  );
}

/** What the chart says, in a sentence. */
export function weekWords(hours: readonly (readonly number[])[]): string {
  const all = hours.flatMap((row, day) => row.map((count, hour) => ({ day, hour, count })));
  const total = all.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 'No ticket came in.';
  const top = all.reduce((first, one) => (one.count > first.count ? one : first));
  const weekend = all.filter(({ day }) => day > 4).reduce((sum, { count }) => sum + count, 0);
  return `Most tickets of one hour came on ${FULL[top.day]!} from ${String(top.hour).padStart(2, '0')}:00 to ${String(top.hour + 1).padStart(2, '0')}:00: ${top.count} of ${total}. On Saturday and Sunday: ${weekend}.`;
}
