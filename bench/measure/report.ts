/** What a measurement says: text with aligned columns for people, JSON for programs, a file when asked. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Measurement {
  /** The subcommand. */
  readonly name: string;
  readonly tables: readonly Table[];
  /** What a reader must know to judge the numbers, and where the aims stand. */
  readonly notes: readonly string[];
  /** Every number, for `--json`. */
  readonly data: unknown;
}

/** `2 cores, 24 GiB, linux x64, Node 24.21.0, load 0.4` */
export function machineLine(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores, ${gibibytes} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}, load ${loadavg()[0]!.toFixed(1)}`;
}

export function textOf(measurement: Measurement, machine: string): string {
  return [machine, ...measurement.tables.map(tableText), measurement.notes.map((note) => `- ${note}`).join('\n')].join('\n\n') + '\n';
}

export function save(measurement: Measurement, machine: string): string {
  const folder = join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${measurement.name}-${at.slice(0, 19).replaceAll(/[-:]/g, '')}.json`);
  writeFileSync(file, `${JSON.stringify({ at, machine, ...measurement }, null, 1)}\n`);
  return file;
}

function tableText({ title, columns, rows }: Table): string {
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => row[at]!.length)));
  // Names to the left, numbers to the right, so that digits stand under each other.
  const line = (cells: readonly string[]) => cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ').trimEnd();
  return [title, line(columns), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
