/** Says of every form of a report that it shows the demo. */
import { parse } from 'csv-parse/sync';
import { csv } from '../feedback/report-formats.ts';

export const DEMO_NOTE = 'Demo: made-up readers and tickets. Nothing here happened.';

/** @param format as the commands name it; what is none of the known ones is text */
export function markDemo(text: string, format: string): string {
  if (format === 'json') return jsonWith(text);
  if (format.startsWith('csv')) return csvWith(text);
  if (format === 'md' || format === 'markdown') return `> **${DEMO_NOTE}**\n\n${text}`;
  if (format === 'html') return htmlWith(text);
  return `${DEMO_NOTE}\n\n${text}`;
}

/** A list says it of each of its members, so that its shape stays. */
function jsonWith(text: string): string {
  const data = JSON.parse(text) as object | object[];
  return JSON.stringify(Array.isArray(data) ? data.map((one: object) => ({ demo: true, ...one })) : { demo: true, ...data }, null, 2);
}

/** One more column, because a line of its own is no table. */
function csvWith(text: string): string {
  const rows = parse(text, { relax_column_count: true }) as string[][];
  return csv(rows.map((row, index) => [...row, index === 0 ? 'demo' : 'yes']));
}

function htmlWith(text: string): string {
  return text.replace(/<title>/, '$&Demo: ').replace(/<body[^>]*>/, `$&<p role="note"><strong>${DEMO_NOTE}</strong></p>`);
}
