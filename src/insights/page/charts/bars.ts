/** Things by size: a line of words, and below it a bar from zero with its number at the end. */
import * as Plot from '@observablehq/plot';
import type { Html } from '../../../status/markup.ts';
import { draw, FONT, forBothWidths } from './draw.ts';

export interface Bar {
  readonly title: string;
  readonly count: number;
  /** Said after the number. */
  readonly note?: string | undefined;
}

const ROW = 62;
/** What a letter of the system's fonts takes, on average; titles are cut by it. */
const LETTER = FONT * 0.52;

export function bars(rows: readonly Bar[], alternative: string): Html {
  return forBothWidths((width) => {
    const most = Math.max(1, ...rows.map(({ count }) => count));
    const room = Math.round(String(most).length * FONT * 0.62) + 14;
    return draw(
      {
        width,
        height: rows.length * ROW,
        marginLeft: 0,
        marginRight: room,
        marginTop: 0,
        marginBottom: 0,
        x: { domain: [0, most], axis: null },
        y: { domain: rows.map((_, index) => index), axis: null, padding: 0 },
        marks: [
          // Nothing is a thin line, so that it is seen as nothing.
          Plot.barX(rows, { x1: 0, x2: (row: Bar) => Math.max(row.count, most * 0.004), y: (_: Bar, index: number) => index, fill: 'var(--accent)', insetTop: 26, insetBottom: 14 } as Plot.BarXOptions),
          Plot.text(rows, { x: 'count', y: (_: Bar, index: number) => index, text: (row: Bar) => String(row.count), dx: 7, dy: 6, textAnchor: 'start', fontWeight: 650, fill: 'var(--text)' } as Plot.TextOptions),
          Plot.text(rows, { x: 0, y: (_: Bar, index: number) => index, text: (row: Bar) => cut(row.note === undefined ? row.title : `${row.title} – ${row.note}`, Math.floor(width / LETTER)), dy: -19, textAnchor: 'start', fill: 'var(--text)' } as Plot.TextOptions),
        ],
      },
      alternative,
    );
  });
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`;
}
