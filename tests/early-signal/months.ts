/**
 * Months that never happened: people who write, vote and search at one part of a product, in five-minute steps, with
 * hours of the day, days of the week, holidays, growth and chance. Every month of one seed is the same.
 */
import { numbersFrom } from '../../src/demo/chance.ts';
import { KINDS, signalOf, SLOT_MS, WEEKS, type Bars, type Counts, type Kind, type Signal } from '../../src/early-signal/detector.ts';

const STEP_MS = 5 * 60_000;
const STEPS = SLOT_MS / STEP_MS;
const HOUR_STEPS = 12;
const DAY_STEPS = 24 * HOUR_STEPS;
const DAY_MS = 24 * 60 * 60_000;
const BEFORE_DAYS = WEEKS * 7 + 2;
/** A Monday. */
const START = Date.UTC(2026, 0, 5);

export interface Site {
  /** People a day at one part, on an ordinary workday. */
  readonly tickets: number;
  readonly votes: number;
  readonly searches: number;
  /** How much more a month later, for example 1.3. */
  readonly growth?: number;
}

export const SITES = {
  small: { tickets: 1.5, votes: 1, searches: 12 },
  middle: { tickets: 15, votes: 8, searches: 250 },
  large: { tickets: 150, votes: 60, searches: 3_000 },
  huge: { tickets: 1_500, votes: 400, searches: 20_000 },
} as const satisfies Record<string, Site>;

/** More of some kinds for a while. Hours count from the start of the month that is looked at. */
export interface Happening {
  readonly fromHour: number;
  readonly hours: number;
  /** People an hour on top of the usual. */
  readonly adds?: Partial<Record<Kind, number>>;
  /** Times the usual. */
  readonly times?: Partial<Record<Kind, number>>;
  /** Rises and falls slowly in place of at once. */
  readonly slow?: boolean;
}

export interface Month {
  readonly counts: (now: number) => Counts;
  readonly start: number;
  readonly days: number;
}

/** @param rough how much days and hours vary by themselves: 1 is a fifth and a seventh */
export function monthOf(seed: number, site: Site, happenings: readonly Happening[] = [], { days = 30, holidays = [] as readonly number[], rough = 1 } = {}): Month {
  const chance = numbersFrom(seed);
  const total = (BEFORE_DAYS + days) * DAY_STEPS;
  const people = Object.fromEntries(KINDS.map((kind) => [kind, new Uint16Array(total)])) as Record<Kind, Uint16Array>;
  let ofDay = 1;
  let ofHour = 1;
  for (let step = 0; step < total; step += 1) {
    const day = Math.floor(step / DAY_STEPS);
    if (step % DAY_STEPS === 0) ofDay = Math.exp(normal(chance) * 0.2 * rough);
    if (step % HOUR_STEPS === 0) ofHour = Math.exp(normal(chance) * 0.15 * rough);
    const hour = (step % DAY_STEPS) / HOUR_STEPS;
    const since = step / HOUR_STEPS - BEFORE_DAYS * 24;
    const usual = (perHour: number) => (perHour / 24) * byHour(hour) * byDay(day, holidays) * (site.growth ?? 1) ** ((day - BEFORE_DAYS) / 30) * ofDay * ofHour;
    for (const kind of KINDS) {
      const base = kind === 'me-too' ? 0 : usual(site[kind]);
      let rate = base;
      for (const { fromHour, hours, adds, times, slow } of happenings) {
        const at = (since - fromHour) / hours;
        if (at < 0 || at >= 1) continue;
        const share = slow === true ? Math.sin(Math.PI * at) : 1;
        rate += share * ((adds?.[kind] ?? 0) + base * ((times?.[kind] ?? 1) - 1));
      }
      people[kind][step] = poisson(rate / HOUR_STEPS, chance);
    }
  }
  const first = START / SLOT_MS;
  const quarters = Object.fromEntries(KINDS.map((kind) => [kind, Float64Array.from({ length: total / STEPS }, (_, slot) => people[kind].slice(slot * STEPS, (slot + 1) * STEPS).reduce((sum, one) => sum + one, 0))])) as Record<Kind, Float64Array>;
  return {
    start: START + BEFORE_DAYS * DAY_MS,
    days,
    counts(now) {
      const present = Math.floor(now / SLOT_MS);
      const gone = Math.floor((now - START) / STEP_MS);
      return {
        people(kind, slot) {
          if (slot < first || slot > present) return undefined;
          if (slot < present) return quarters[kind][slot - first];
          let sum = 0;
          for (let step = (slot - first) * STEPS; step < gone; step += 1) sum += people[kind][step]!;
          return sum;
        },
      };
    },
  };
}

/** When each alarm began. One that comes back within three hours is the same. */
export function alarmsIn({ counts, start, days }: Month, bars: Bars, every = STEP_MS): { readonly at: number; readonly signal: Signal }[] {
  const found: { at: number; signal: Signal }[] = [];
  let last = -Infinity;
  for (let now = start + every; now <= start + days * DAY_MS; now += every) {
    const signal = signalOf(counts(now - 1), bars, now - 1);
    if (signal === undefined) continue;
    if (now - last > 3 * 60 * 60_000) found.push({ at: now, signal });
    last = now;
  }
  return found;
}

/** Busy from nine to five, with a dip at noon and a quiet night. */
function byHour(hour: number): number {
  const bump = (at: number, width: number) => Math.exp(-(((hour - at) / width) ** 2));
  return 0.12 + 2.4 * bump(10.5, 2.4) + 2.1 * bump(15, 2.6) + 0.8 * bump(20, 2);
}

function byDay(day: number, holidays: readonly number[]): number {
  const inMonth = day - BEFORE_DAYS;
  if (holidays.includes(inMonth)) return 0.25;
  // Those who waited come the day after.
  if (holidays.includes(inMonth - 1)) return 1.7;
  return [1.15, 1.1, 1, 1, 0.9, 0.35, 0.3][((day % 7) + 7) % 7]!;
}

function normal(chance: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}

function poisson(mean: number, chance: () => number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(chance)));
  const limit = Math.exp(-mean);
  let product = chance();
  let count = 0;
  for (; product > limit; count += 1) product *= chance();
  return count;
}
