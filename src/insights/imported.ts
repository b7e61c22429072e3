/** Figures measured elsewhere, from a spreadsheet: `figure,day,value,n`. */
import type { Insights } from '../catalog/support/insights.ts';

/** The file is not what was expected; the message says where. */
export class ImportUnreadable extends Error {
  override readonly name = 'ImportUnreadable';
}

const HEAD = 'figure,day,value,n';

/** The insights with the values of a file added to what is named there. */
export function withImported(insights: Insights, text: string): Insights {
  const [head, ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/).map((line) => line.trim());
  if (head !== HEAD) throw new ImportUnreadable(`The first line must be "${HEAD}".`);
  const known = insights.imported.map(({ id }) => id);
  const values = lines.flatMap((line, index) => {
    if (line === '') return [];
    const [figure = '', day = '', value = '', n = '', ...more] = line.split(',');
    const at = `Line ${index + 2}`;
    if (!known.includes(figure)) throw new ImportUnreadable(`${at}: "${figure}" stands not under imported: in support/insights.yaml. Known: ${known.join(', ') || 'none'}.`);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) throw new ImportUnreadable(`${at}: "${day}" is not a day, for example 2026-11-01.`);
    if (value === '' || !Number.isFinite(Number(value)) || !/^[1-9]\d*$/.test(n) || more.length > 0) throw new ImportUnreadable(`${at}: value and n must be numbers, with a decimal point and nothing after them.`);
    return [{ figure, day, value: Number(value), n: Number(n) }];
  });
  return { ...insights, imported: insights.imported.map((one) => ({ ...one, values: [...one.values, ...values.filter(({ figure }) => figure === one.id)] })) };
}
