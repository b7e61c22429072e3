/** What every command of reports needs: the content, the store, the days, and a place for the result. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalog } from '../catalog/load.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { NO_INSIGHTS, type Insights } from '../catalog/support/insights.ts';
import { todayIn } from '../catalog/today.ts';
import { markDemo } from '../demo/mark.ts';
import { contentRoot } from '../site/current.ts';
import { openStore, storeSettings, type StoreSettings } from '../store/open.ts';
import { databaseFile } from '../store/sqlite-file.ts';
import type { Store } from '../store/store.ts';
import { findGaps, type FoundGaps } from './find-gaps.ts';
import type { TicketSurroundings } from './ticket-figures.ts';
import { lastWindow, localDay, dayName, windowOf, type Period, type Window } from './window.ts';

export interface Desk {
  readonly catalog: Catalog;
  readonly insights: Insights;
  readonly around: Omit<TicketSurroundings, 'asOf'>;
  readonly titles: ReadonlyMap<string, string>;
}

export function readDesk(): Desk {
  const catalog = loadCatalog(contentRoot(), { today: (zone) => todayIn(zone), unpublished: false });
  const { support, articles } = catalog;
  const insights = support?.insights ?? NO_INSIGHTS;
  return {
    catalog,
    insights,
    around: {
      rules: { calendars: support?.calendars ?? new Map(), policies: support?.policies ?? [] },
      hours: insights.hours === undefined ? undefined : support?.calendars.get(insights.hours),
      ratingAfter: support?.followUp?.rating?.after,
    },
    titles: new Map([...articles].map(({ id, title }) => [id, title])),
  };
}

/** Whose figures a command shows: the site's own, or with `--demo` made-up ones. */
export interface Shown {
  readonly demo?: boolean | undefined;
}

export async function withStore<T>(work: (store: Store) => Promise<T>, { demo = false }: Shown = {}): Promise<T> {
  const store = await openStore(demo ? await demoSettings() : storeSettings(process.env));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The demo of this day, made when it is not there. */
async function demoSettings(): Promise<StoreSettings> {
  // It plays through intake and desk, which a report does not need.
  const { DEMO, demoFolder, isFresh, makeDemo } = await import('../demo/demo.ts');
  const folder = demoFolder(storeSettings(process.env).dataDir);
  const { catalog } = readDesk();
  if (!isFresh(folder, catalog, DEMO, Date.now())) {
    console.error('Making three demo months; this takes half a minute…');
    await makeDemo(folder, catalog, DEMO, Date.now());
  }
  return { dataDir: folder };
}

/** The same where a database is already; a command that can do without one makes none. */
export async function withFigures<T>(work: (store: Store) => Promise<T>, { demo = false }: Shown = {}): Promise<T | undefined> {
  if (demo) return withStore(work, { demo });
  const { databaseUrl, dataDir } = storeSettings(process.env);
  return databaseUrl === undefined && !existsSync(databaseFile(dataDir)) ? undefined : withStore(work);
}

/** What happened in a window, and the gaps in it, read together. */
export async function gatherWithGaps(store: Store, { catalog, around }: Desk, window: Window, purpose: 'report' | 'list' = 'report'): Promise<FoundGaps> {
  return findGaps(store, catalog, around, window, purpose);
}

/** The days that were asked for, or the last ones that are over. */
export function daysOf({ from, to }: { from?: string | undefined; to?: string | undefined }, period: Period, zone: string, now: number): Window {
  if (from === undefined && to === undefined) return lastWindow(period, zone, now);
  const last = to ?? dayName(localDay(now, zone));
  return windowOf(from ?? last, last, zone, now);
}

/** Forms that every report has. */
export const FORMATS = ['text', 'json', 'csv', 'html', 'md'] as const;

/** To a file, or to the terminal. What shows the demo says so. */
export function put(told: string, file: string | undefined, { demo = false, format = 'text' }: Shown & { readonly format?: string } = {}): void {
  const text = demo ? markDemo(told, format) : told;
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  if (file === undefined) process.stdout.write(whole);
  else writeFileSync(file, whole);
}

export function chosen<T extends string>(given: string, known: readonly T[], what: string): T {
  const found = known.find((one) => one === given);
  if (found === undefined) throw new Error(`"${given}" is not a ${what}. Choose ${known.join(', ')}.`);
  return found;
}

export function readInput(file: string): string {
  if (!existsSync(file)) throw new Error(`There is no file ${join(file)}.`);
  return readFileSync(file, 'utf8');
}
