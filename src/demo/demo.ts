/** The demo's own database: made when it is missing or of another day, and opened by reports with `--demo`. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { rollUp } from '../insights/roll-up.ts';
import { dayName, localDay, localHour, startOf } from '../insights/window.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { chanceOf } from './chance.ts';
import { planDemo } from './plan.ts';
import { play } from './play.ts';
import { worldOf } from './world.ts';

export interface DemoOptions {
  readonly seed: number;
  readonly days: number;
  readonly visitsADay: number;
}

/** Three months of a site of middling size: full reports, made within a minute on a small machine. */
export const DEMO: DemoOptions = { seed: 1, days: 92, visitsADay: 220 };

/** Counts up when the same seed gives something else. */
const VERSION = 1;
const ABOUT_FILE = 'demo.json';

/** Where a demo lies, within the data folder. */
export function demoFolder(dataDir: string): string {
  return join(dataDir, 'demo');
}

/** Whether a demo of this day is there. */
export function isFresh(folder: string, catalog: Catalog, options: DemoOptions, now: number): boolean {
  const file = join(folder, ABOUT_FILE);
  return existsSync(file) && readFileSync(file, 'utf8') === aboutText(catalog, options, now);
}

/**
 * Makes a demo in a folder, in place of what is there. It ends as this day begins, and the same day and seed give the
 * same figures.
 */
export async function makeDemo(folder: string, catalog: Catalog, options: DemoOptions, now: number): Promise<void> {
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const store = await openStore({ dataDir: draft });
  try {
    await fill(store, catalog, options, now);
  } finally {
    await store.close();
  }
  writeFileSync(join(draft, ABOUT_FILE), aboutText(catalog, options, now));
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}

/** Fills an empty database with what happened until this day began. */
export async function fill(store: Store, catalog: Catalog, { seed, days, visitsADay }: DemoOptions, now: number): Promise<void> {
  const { support, site } = catalog;
  const world = worldOf(catalog, chanceOf(seed));
  const zone = site.timeZone;
  const today = localDay(now, zone);
  const midnights = Array.from({ length: days + 1 }, (_, index) => startOf(today - days + index, zone));
  const plan = planDemo(world, { seed, midnights, visitsADay, wallClock: (at) => ({ hour: localHour(at, zone), weekday: (localDay(at, zone) + 3) % 7 }) });
  await play({ store, support: support!, world, until: midnights.at(-1)! }, plan);
  await rollUp({ store, zone, now: midnights.at(-1)! });
}

function aboutText({ root, site }: Catalog, options: DemoOptions, now: number): string {
  return `${JSON.stringify({ version: VERSION, day: dayName(localDay(now, site.timeZone)), content: root, ...options })}\n`;
}
