/** Figures measured elsewhere, from a spreadsheet: `figure,day,value,n`. */
import { CsvError, parse } from 'csv-parse/sync';
import type { Insights } from '../catalog/support/insights.ts';
import { dayNumber, WindowUnusable } from './window.ts';

/** The file is not what was expected; the message says where. */
export class ImportUnreadable extends Error {
  override readonly name = 'ImportUnreadable';
}

const COLUMNS = ['figure', 'day', 'value', 'n'];
/** Spreadsheets in many countries write these between columns. */
const BETWEEN = [',', ';', '\t'];

/**
 * The insights with the values of a file added to what is named there.
 *
 * @throws {ImportUnreadable}
 */
export function withImported(insights: Insights, text: string): Insights {
  const known = insights.imported.map(({ id }) => id);
  const values = rowsOf(text).map(({ record: { figure = '', day = '', value = '', n = '' }, info: { lines } }) => {
    const at = `Line ${lines}`;
    if (!known.includes(figure)) throw new ImportUnreadable(`${at}: "${figure}" stands not under imported: in support/insights.yaml. Known: ${known.join(', ') || 'none'}.`);
    if (!isDay(day)) throw new ImportUnreadable(`${at}: "${day}" is not a day, for example 2026-11-01.`);
    if (value === '' || !Number.isFinite(Number(value)) || !/^[1-9]\d*$/.test(n)) throw new ImportUnreadable(`${at}: value and n must be numbers, with a decimal point and nothing after them.`);
    return { figure, day, value: Number(value), n: Number(n) };
  });
  return { ...insights, imported: insights.imported.map((one) => ({ ...one, values: [...one.values, ...values.filter(({ figure }) => figure === one.id)] })) };
}

interface ReadRow {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function rowsOf(text: string): ReadRow[] {
  const head = (names: string[]) => {
    if (names.length !== COLUMNS.length || COLUMNS.some((name) => !names.includes(name))) throw new ImportUnreadable(`The first line must be "${COLUMNS.join(',')}".`);
    return names;
  };
  try {
    return parse(text, { bom: true, columns: (names: string[]) => head(names.map((name) => name.trim().toLowerCase())), delimiter: BETWEEN, info: true, skip_empty_lines: true, trim: true }) as unknown as ReadRow[];
  } catch (error) {
    if (error instanceof CsvError) throw new ImportUnreadable(`Line ${String(error['lines'])}: ${error.message}`);
    throw error;
  }
}

function isDay(text: string): boolean {
  try {
    dayNumber(text);
    return true;
  } catch (error) {
    if (error instanceof WindowUnusable) return false;
    throw error;
  }
}
