/** The daily, weekly and monthly report as a page: what to do, how it stands, how it moved, then everything. */
import type { Site } from '../../catalog/schema.ts';
import { html, type Html } from '../../status/markup.ts';
import type { Pictures } from '../pictures.ts';
import type { Report, Row, Section } from '../report.ts';
import { dayName, isOver, localDay } from '../window.ts';
import { daysOf, daysText } from '../words.ts';
import { funnelSection, gapsSection, hoursSection, trendSection } from './chart-parts.ts';
import { figureTable, keyFigures, meanings } from './figures.ts';
import { section, shell } from './shell.ts';
import { sentence, tablesOf } from './tables.ts';
import { taskList } from './tasks.ts';

export interface ReportPage {
  readonly report: Report;
  /** Missing where a report has no charts. */
  readonly pictures: Pictures | undefined;
  readonly site: Pick<Site, 'name' | 'locale' | 'brand'>;
  /** When it was made. */
  readonly now: number;
  /** Another title, such as that of a part. */
  readonly title?: string | undefined;
}

export const TITLES = { daily: 'Daily report', weekly: 'Weekly report', monthly: 'Monthly report' } as const;
const COUNTS = { daily: '', weekly: 'The three things to do this week', monthly: 'What to do this month' } as const;
/** More large figures than this are none. */
const MOST_KEYS = 12;
/** Lower bound, likely figure and upper bound belong beside each other. */
const OF_READERS = ['self-service', 'deflection-confirmed', 'deflection-upper', 'helpful'];

export function reportPage({ report, pictures, site, now, title }: ReportPage): string {
  const { window, period, sections } = report;
  const unfinished = isOver(window) ? [] : [`These days are not over: what is told here was known on ${dayName(localDay(now, window.zone))}, and will change.`];
  const rows = sections.flatMap((one) => one.rows);
  return shell({
    site,
    title: title ?? TITLES[period],
    days: daysText(window),
    facts: [daysOf(window.zone), `made on ${dayName(localDay(now, window.zone))}`],
    warnings: unfinished,
    body: [
      period !== 'daily' && title === undefined && toDo(report),
      keySection(title === undefined ? keyRows(rows) : keyRows(rows, OF_READERS)),
      pictures && trendSection(pictures, window.zone),
      pictures && period !== 'daily' && [funnelSection(pictures), title === undefined && [hoursSection(pictures, window), gapsSection(pictures, html`The whole list, with what to do: <code>npm run report:gaps</code>.`)]],
      sections.map(figureSection),
      notMeasured(report),
      notes(report),
    ],
  });
}

function toDo({ toDo: tasks, period }: Report): Html {
  return section('to-do', COUNTS[period], tasks.length === 0 ? html`<p>Nothing stands out: no target was missed by enough cases to tell, no overdue article was read, and no gap was met by enough people.</p>
` : taskList(tasks));
}

/** The figures that a plan has targets for, how many came, and whether it helped. */
export function keyRows(rows: readonly Row[], besides: readonly string[] = ['received', 'helpful']): Row[] {
  return rows.filter(({ measure }) => (measure.target !== undefined && !measure.id.startsWith('sla-')) || besides.includes(measure.id)).slice(0, MOST_KEYS);
}

function keySection(keys: readonly Row[]): Html | false {
  return keys.length > 0 && section('key', 'How it stands', keyFigures(keys));
}

function figureSection({ title, rows, tables }: Section): Html {
  const id = `figures-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
  return section(id, title, rows.length > 0 && [figureTable(id, rows), meanings(rows)], tablesOf(tables, id));
}

function notMeasured({ notMeasured: missing }: Report): Html | false {
  return (
    missing.length > 0 &&
    section(
      'not-measured',
      'Not measured',
      html`<dl class="meanings open">
${missing.map(({ title, how, source }) => html`<div><dt>${title} <span class="note">(${source})</span></dt><dd>${sentence(how)}</dd></div>
`)}</dl>
`,
    )
  );
}

function notes({ notes: said }: Report): Html | false {
  return (
    said.length > 0 &&
    section(
      'notes',
      'What to know when reading this',
      html`<ul class="notes">
${said.map((note) => html`<li>${note}</li>
`)}</ul>
`,
    )
  );
}
