/** A report for a terminal, a page of Markdown, and a spreadsheet. JSON is the report itself. */
import { csv } from '../feedback/report-formats.ts';
import { reaches, type Measure } from './measure.ts';
import type { Report, Row } from './report.ts';
import type { Table } from './tables.ts';
import { windowText } from './window.ts';
import { amount, daysOf, intervalText, targetText, valueText } from './words.ts';

const TITLES = { daily: 'Daily report', weekly: 'Weekly report', monthly: 'Monthly report' } as const;

export function reportText(report: Report): string {
  const lines = [`${TITLES[report.period]}  ${windowText(report.window)}, ${report.window.zone}`, ''];
  if (report.toDo.length > 0) lines.push('TO DO', ...report.toDo.flatMap(({ action, what, people, why, todo, command }, index) => [`  ${index + 1}. ${action}: ${what} (${people} people; ${why})`, `     ${todo}`, `     ${command}`]), '');
  for (const { title, rows, tables } of report.sections) {
    lines.push(title.toUpperCase());
    const cells = rows.map((row) => [row.measure.title, valueText(row.measure), intervalText(row.measure), `n ${row.measure.n}`, beforeText(row), judgmentText(row.measure)]);
    lines.push(...aligned(cells).map((line) => `  ${line}`));
    for (const table of tables.filter((one) => one.rows.length > 0)) lines.push('', `  ${table.title} (${table.note})`, ...aligned([table.columns, ...table.rows.map((row) => row.map(String))]).map((line) => `    ${line}`));
    lines.push('');
  }
  if (report.notMeasured.length > 0) lines.push('NOT MEASURED', ...report.notMeasured.flatMap(({ title, how, source }) => [`  ${title} (${source})`, `    ${how}`]), '');
  lines.push(...report.notes);
  return lines.join('\n');
}

export function reportMarkdown(report: Report): string {
  const lines = [`# ${TITLES[report.period]}, ${windowText(report.window)}`, '', `${daysOf(report.window.zone)}.`, ''];
  if (report.toDo.length > 0) lines.push('## To do', '', ...markdownTable(['#', 'People', 'Action', 'What', 'Why', 'To do', 'Begin with'], report.toDo.map(({ people, action, what, why, todo, command }, index) => [index + 1, people, action, what, why, todo, `\`${command}\``])), '');
  for (const { title, rows, tables } of report.sections) {
    lines.push(`## ${title}`, '', ...markdownTable(['Figure', 'Value', '95 % interval', 'n', 'Before', 'Target'], rows.map((row) => [row.measure.title, valueText(row.measure), intervalText(row.measure), row.measure.n, beforeText(row).replace('before ', ''), judgmentText(row.measure)])), '');
    for (const table of tables.filter((one) => one.rows.length > 0)) lines.push(`### ${table.title}`, '', `${sentence(table.note)}`, '', ...markdownTable(table.columns, table.rows), '');
  }
  if (report.notMeasured.length > 0) lines.push('## Not measured', '', ...report.notMeasured.map(({ title, how, source }) => `- **${title}** (${source}): ${how}`), '');
  const measures = report.sections.flatMap(({ rows }) => rows.map(({ measure }) => measure));
  lines.push('## What the figures mean', '', ...report.notes.map((note) => `- ${note}`), ...measures.map(({ title, formula, source }) => `- **${title}**: ${formula}. Source: ${source}.`), '');
  return lines.join('\n');
}

const COLUMNS = ['figure', 'title', 'unit', 'value', 'n', 'interval_low', 'interval_high', 'before', 'target_below', 'target_above', 'reached', 'too_small', 'from', 'to', 'formula', 'source'] as const;

/** One row a figure; what was not measured is an empty value. */
export function reportCsv(report: Report): string {
  const rows = report.sections.flatMap(({ rows: own }) =>
    own.map(({ measure, before }) => {
      const reached = reaches(measure);
      return [
        measure.id, measure.title, measure.unit, measure.value ?? '', measure.n, measure.interval?.low ?? '', measure.interval?.high ?? '', before ?? '', measure.target?.below ?? '', measure.target?.above ?? '',
        reached === undefined ? '' : reached ? 'yes' : 'no', measure.tooSmall ? 'yes' : 'no', new Date(measure.window.from).toISOString(), new Date(measure.window.to).toISOString(), measure.formula, measure.source,
      ];
    }),
  );
  return csv([[...COLUMNS], ...rows]);
}

function beforeText({ before, measure }: Row): string {
  return before === undefined ? '' : `before ${amount(before, measure.unit)}`;
}

/** The target with what can be said of it, or that it is too early to say anything. */
function judgmentText(measure: Measure): string {
  const few = measure.tooSmall && measure.value !== undefined ? 'too few to tell' : '';
  if (measure.target === undefined) return few;
  const reached = reaches(measure);
  return `target ${targetText(measure.target, measure.unit)}${reached === undefined ? (few === '' ? '' : `, ${few}`) : reached ? ', reached' : ', MISSED'}`;
}

export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}

export function tableText({ title, note, columns, rows }: Table): string {
  return rows.length === 0 ? `${title}: nothing.` : [`${title} (${note})`, ...aligned([columns, ...rows.map((row) => row.map(String))]).map((line) => `  ${line}`)].join('\n');
}

export function markdownTable(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const line = (cells: readonly (string | number)[]) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
