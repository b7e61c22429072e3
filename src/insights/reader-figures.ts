/** What readers did on one local day, as sums: nothing in it tells of one visit, one query or one person. */
import { READ_STEPS } from '../events/reading.ts';
import { addSession, nobody, type DeflectionTally } from './measures/deflection.ts';
import { addReadings, noReadings, stepsOf, type ReadingTally } from './measures/reading.ts';
import { addSearches, noSearches, type SearchTally } from './measures/searches.ts';
import type { SessionFigures } from './session-figures.ts';
import { endOf, localDay, startOf, type Window } from './window.ts';

export interface ReaderFigures {
  readonly searches: SearchTally;
  readonly deflection: DeflectionTally;
  readonly reading: ReadingTally;
}

export function noReaders(): ReaderFigures {
  return { searches: noSearches(), deflection: nobody(), reading: noReadings() };
}

/** One local day as a window. */
export function windowOfDay(day: number, zone: string, asOf = Infinity): Window {
  const [from, to] = [startOf(day, zone), endOf(day, zone)];
  return { from, to, zone, asOf: Math.max(from, Math.min(to, asOf)) };
}

/**
 * Adds a visit to the days that it belongs to: each search to its own day, everything else to the day on which the
 * visit began. So the sum of days is the figure of the span, whichever days are added.
 *
 * @param days those that are being counted, by number
 */
export function addVisit(days: ReadonlyMap<number, { readonly window: Window; readonly figures: ReaderFigures }>, visit: SessionFigures, zone: string): void {
  for (const number of new Set([visit.beganAt, ...visit.searches.map(({ at }) => at)].map((at) => localDay(at, zone)))) {
    const day = days.get(number);
    if (day === undefined) continue;
    addSearches(day.figures.searches, visit, day.window);
    addSession(day.figures.deflection, visit, day.window);
    addReadings(day.figures.reading, visit, day.window);
  }
}

/** Adds the figures of one span to another's. */
export function addFigures(sum: ReaderFigures, more: ReaderFigures): void {
  addNumbers(sum.searches, more.searches);
  addNumbers(sum.deflection, more.deflection);
  for (const [hour, many] of more.deflection.hours.entries()) sum.deflection.hours[hour]! += many;
  for (const [article, { readers, wrote }] of more.deflection.articles) {
    const one = sum.deflection.articles.get(article) ?? { readers: 0, wrote: 0 };
    sum.deflection.articles.set(article, one);
    one.readers += readers;
    one.wrote += wrote;
  }
  for (const [article, steps] of more.reading) {
    const own = stepsOf(sum.reading, article);
    for (const [step, many] of steps.entries()) own[step]! += many;
  }
}

function addNumbers<Tally extends object>(sum: Tally, more: Tally): void {
  for (const [name, value] of Object.entries(more)) if (typeof value === 'number') (sum as Record<string, number>)[name]! += value;
}

/** Counts up when something is counted that was not, or otherwise: days that can still be made anew are. */
export const FIGURES_VERSION = 1;

export interface Written {
  readonly searches: SearchTally;
  readonly visits: Omit<DeflectionTally, 'articles' | 'hours'>;
  readonly hours: readonly number[];
  /** Article, visits that opened it, visits that wrote soon after. */
  readonly articles: readonly (readonly [string, number, number])[];
  /** Article, pages by how long they were in sight. */
  readonly inSight: readonly (readonly [string, ...number[]])[];
  /** Of a log: the instants of its first and last line. */
  readonly lines?: { readonly from: number; readonly to: number } | undefined;
}

/** As it lies in the store. The order is that of names, so that the same day is the same text. */
export function figuresText({ searches, deflection: { articles, hours, ...visits }, reading }: ReaderFigures, lines?: Written['lines']): string {
  const byName = <Value>(map: ReadonlyMap<string, Value>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  const written: Written = {
    searches,
    visits,
    hours,
    articles: byName(articles).map(([article, { readers, wrote }]) => [article, readers, wrote]),
    inSight: byName(reading).map(([article, steps]) => [article, ...steps]),
    lines,
  };
  return JSON.stringify(written);
}

/** What an older program did not count is nothing. */
export function figuresFrom(text: string): ReaderFigures {
  const { searches, visits, hours, articles, inSight } = JSON.parse(text) as Written;
  return {
    searches: { ...noSearches(), ...searches },
    deflection: { ...nobody(), ...visits, hours: [...hours], articles: new Map(articles.map(([article, readers, wrote]) => [article, { readers, wrote }])) },
    reading: new Map(inSight.map(([article, ...steps]) => [article, READ_STEPS.map((_, step) => steps[step] ?? 0)])),
  };
}
