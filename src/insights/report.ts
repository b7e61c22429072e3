/** The reports that the plans ask for each day, week and month. */
import type { ImportedFigure, Insights } from '../catalog/support/insights.ts';
import type { SlaRules } from '../tickets/sla/policy.ts';
import { firstThings, type Overdue, type Task } from './first-things.ts';
import type { Gap } from './gaps.ts';
import type { Gathered } from './gather.ts';
import { SMALL_BELOW, type Breakdown, type Figure, type Measure } from './measure.ts';
import { readerMeasures, ticketMeasures } from './measures/all.ts';
import { backlogByDay, createdOf, receivedBy } from './measures/volume.ts';
import { articleTable, brokenPromises, criticalOpen, insightTable, teamTable, type ArticleNames, type Table } from './tables.ts';
import { dayName, isOver, localDay, within, windowOf, type Period, type Window } from './window.ts';

/** A figure beside the same one of the window before. */
export interface Row {
  readonly measure: Measure;
  readonly before: number | undefined;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly tables: readonly Table[];
}

export interface Report {
  readonly period: Period;
  readonly window: Window;
  /** What to do first, most people first. */
  readonly toDo: readonly Task[];
  readonly sections: readonly Section[];
  /** What is measured elsewhere and has no value in these days. */
  readonly notMeasured: readonly { readonly title: string; readonly how: string; readonly source: string }[];
  readonly notes: readonly string[];
}

export interface ReportInput {
  readonly period: Period;
  readonly window: Window;
  readonly now: Gathered;
  /** Figures of the days before. */
  readonly before: readonly Pick<Figure, 'id' | 'value'>[];
  readonly rules: SlaRules;
  readonly insights: Insights;
  readonly articles: ArticleNames;
  /** Of the window, most people first. */
  readonly gaps: readonly Gap[];
  /** Articles whose check is overdue, with their readers. */
  readonly overdue?: readonly Overdue[] | undefined;
}

/** More than three is a list that nobody works through in a week. */
const TO_DO = { daily: 0, weekly: 3, monthly: 10 } as const;

const READERS = 'Readers';

/** As many whole days before a window as it has. */
export function windowBefore({ from, to, zone }: Window): Window {
  const [first, next] = [localDay(from, zone), localDay(to - 1, zone) + 1];
  return windowOf(dayName(first - (next - first)), dayName(first - 1), zone, from);
}

export function report({ period, window, now, before, rules, insights, articles, gaps, overdue = [] }: ReportInput): Report {
  const imported = insights.imported.map((figure) => ({ figure, measure: importedMeasure(figure, window) }));
  const earlier = new Map(before.map(({ id, value }) => [id, value]));
  const rows = (measures: readonly Measure[]): Row[] =>
    measures.map((measure) => {
      const wanted = insights.targets.get(measure.id);
      return { measure: wanted === undefined ? measure : { ...measure, target: wanted }, before: earlier.get(measure.id) };
    });
  const { tickets } = now;
  const [volume, waited, kept, outcomes, satisfied] = ticketMeasures(tickets, rules, window);
  const [found, deflected, helped] = readerMeasures(now, createdOf(tickets, window), window);
  const queue = { title: 'The queue', rows: rows(volume), tables: [backlogTable(now, window), criticalOpen(tickets)] };
  const promised = { title: 'Promises', rows: rows(kept), tables: [brokenPromises(tickets, window)] };
  const whole: Section[] = [
    { title: 'Tickets', rows: rows(volume), tables: [...receivedBy(tickets, window).map(asTable), backlogTable(now, window)] },
    { title: 'Waiting', rows: rows(waited), tables: [] },
    promised,
    { title: 'How tickets ended', rows: rows(outcomes), tables: [teamTable(tickets, window), insightTable(tickets, window)] },
    { title: 'Satisfaction', rows: [...rows(satisfied), ...imported.flatMap(({ measure }) => (measure === undefined ? [] : [{ measure, before: undefined }]))], tables: [] },
    { title: READERS, rows: rows([...deflected, ...found, ...helped]), tables: [articleTable(now, articles)] },
  ];
  return {
    period,
    window,
    toDo: firstThings({ gaps, overdue, measures: whole.flatMap((section) => section.rows.map(({ measure }) => measure)), days: daysAsOptions(window) }, TO_DO[period]),
    sections: period === 'daily' ? [queue, promised] : whole,
    notMeasured: period === 'daily' ? [] : imported.flatMap(({ figure: { title, formula, target }, measure }) => (measure === undefined ? [{ title, how: `${formula}. Add its value under imported: in support/insights.yaml, or give a file with --import.`, source: target.source }] : [])),
    notes: notesOf(window, now),
  };
}

/** The part about readers alone. */
export function readersOnly(whole: Report): Report {
  return { ...whole, sections: whole.sections.filter(({ title }) => title === READERS), notMeasured: [] };
}

/** Every figure of a window, with what the plan wants of it. */
export function measuresOf({ now, rules, insights, window }: Pick<ReportInput, 'now' | 'rules' | 'insights' | 'window'>): Measure[] {
  return [...ticketMeasures(now.tickets, rules, window), ...readerMeasures(now, createdOf(now.tickets, window), window)]
    .flat()
    .map((measure) => ({ ...measure, target: insights.targets.get(measure.id) ?? measure.target }));
}

/** `--from 2026-11-16 --to 2026-11-22` */
export function daysAsOptions({ from, to, zone }: Window): string {
  return `--from ${dayName(localDay(from, zone))} --to ${dayName(localDay(to - 1, zone))}`;
}

/** The last value whose day is in the window. */
function importedMeasure({ id, title, unit, formula, target, values }: ImportedFigure, window: Window): Measure | undefined {
  const [first, last] = [dayName(localDay(window.from, window.zone)), dayName(localDay(window.to - 1, window.zone))];
  const inside = values.filter(({ day }) => first <= day && day <= last).sort((a, b) => (a.day < b.day ? -1 : 1));
  const value = inside.at(-1);
  return value && { id, title, unit, value: value.value, n: value.n, formula, source: `measured elsewhere, ${value.day}`, window, target, tooSmall: value.n < SMALL_BELOW };
}

function backlogTable({ tickets }: Gathered, window: Window): Table {
  return { id: 'backlog-by-day', title: 'Open as the day ended', note: 'in the team’s zone; days that are over', columns: ['day', 'open'], rows: backlogByDay(tickets, window).map(({ day, open }) => [day, open]) };
}

function asTable({ id, title, formula, rows }: Breakdown): Table {
  return { id, title, note: formula, columns: ['', 'tickets'], rows: rows.map(({ name, count }) => [name, count]) };
}

/** What a reader of the figures must know, in sentences. */
function notesOf(window: Window, { deflection, tickets }: Gathered): string[] {
  const stuck = tickets.filter(({ pausedSince }) => pausedSince !== undefined && window.asOf - pausedSince > 14 * 86_400_000).length;
  return [
    ...(isOver(window) ? [] : ['The window is not over: its figures will change.']),
    ...(stuck === 0 ? [] : [`${stuck} open ${stuck === 1 ? 'ticket has' : 'tickets have'} waited for the requester for more than two weeks; no clock counts that.`]),
    ...(deflection.logged === 0 ? [] : [`${deflection.logged} of ${deflection.sessions} visits are known from a web server’s log alone, which tells of reading and of nothing else.`]),
    'Readers who asked not to be tracked, bots, and readers without JavaScript are in no figure of readers. A visit is a browser tab, not a person.',
    'Nobody knows what a silent reader did: found it, gave up, or went elsewhere. Lower bound and upper bound stand beside the likely figure for that reason.',
    ...(tickets.some(({ createdAt }) => within(window, createdAt)) ? [] : ['No ticket came in.']),
  ];
}
