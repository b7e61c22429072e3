/** A report and its pictures, made from the store and the content as both are now. */
import type { Insights } from '../catalog/support/insights.ts';
import type { Store } from '../store/store.ts';
import { gatherWithGaps, type Desk } from './command.ts';
import { overdueArticles } from './overdue.ts';
import { picturesOf, type Pictures } from './pictures.ts';
import { keepsPeriod, readPeriods } from './read-periods.ts';
import { report, windowBefore, type Report, type ReportInput } from './report.ts';
import { dayName, localDay, type Period, type Window } from './window.ts';

export interface Making {
  readonly period: Period;
  readonly window: Window;
  /** The desk's own, or with figures from elsewhere. */
  readonly insights: Insights;
}

export interface Made {
  readonly report: Report;
  /** What happened in the periods before is read only when asked for. */
  readonly pictures: () => Promise<Pictures>;
}

export async function makeReport(store: Store, desk: Desk, { period, window, insights }: Making): Promise<Made> {
  const { catalog, around, titles } = desk;
  const keep = await keepsPeriod(store, window, around);
  const { gathered, found } = await gatherWithGaps(store, desk, window);
  await keep(gathered.tickets);
  const read = (windows: readonly Window[]) => readPeriods(store, windows, around);
  const [before] = await read([windowBefore(window)]);
  const overdue = overdueArticles(catalog, gathered.deflection, dayName(localDay(window.asOf - 1, window.zone)));
  const input: ReportInput = { period, window, now: gathered, before: before!.figures, rules: around.rules, insights, articles: titles, gaps: found, overdue };
  return {
    report: report(input),
    pictures: () => picturesOf(input, { incidents: catalog.status?.incidents ?? [], releases: catalog.releases, articles: catalog.articles }, read),
  };
}
