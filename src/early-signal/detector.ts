/**
 * Whether something stands out: what a part of the product brings now, held against the same hour of past weeks.
 *
 * Pure: counts and the instant are passed in. Why it is done so, and how often it is wrong, stands in
 * docs/decisions/0013-early-signal.md.
 */
import { chanceOfAtLeast, together } from './tail.ts';

export const KINDS = ['tickets', 'me-too', 'votes', 'searches'] as const;
export type Kind = (typeof KINDS)[number];

/** A quarter of an hour. */
export const SLOT_MS = 15 * 60_000;
const HOUR = 4;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Weeks that the usual level is taken from. */
export const WEEKS = 8;

export interface Counts {
  /** How many people of a kind a slot brought; `undefined` when it was not counted. A slot's number is its start over {@link SLOT_MS}. */
  people(kind: Kind, slot: number): number | undefined;
}

export interface Bars {
  /** So many people beyond the usual are an incident, whatever else. */
  readonly people: number;
  /** In so many slots. */
  readonly within: number;
  /** Fewer people beyond the usual are never told of: two tickets of one morning are two tickets. */
  readonly least: number;
}

/** What a kind brought in a window. */
export interface Level {
  readonly kind: Kind;
  readonly people: number;
  readonly usual: number;
  /** The chance of so many when all is well. */
  readonly chance: number;
}

export interface Signal {
  readonly why: 'unusual' | 'bar';
  /** The window: its first instant, and until when it was counted. */
  readonly from: number;
  readonly until: number;
  readonly levels: readonly Level[];
  /** People beyond the usual, all kinds together. */
  readonly beyond: number;
  readonly chance: number;
}

/** Windows in slots, the present one included: a burst, an hour, three hours. */
const WINDOWS = [2, 1 + HOUR, 1 + 3 * HOUR] as const;
/** Below this a find is no chance: some 50,000 windows are looked at in a month. */
const CHANCE = 1e-6;
/** Searches and votes alone may be news, a newsletter, a lesson: they have to say much more. */
const READERS_CHANCE = 1e-10;
const READERS_LEAST = 4;
const SURE = 1e-5;
const WRITERS_SURE = 1e-3;
const WRITERS_SURE_TIMES = 1.5;
/** A small part more is any busy day: those who write have to be so many times the usual, or everybody. */
const WRITERS_TIMES = 2;
const TIMES = 2.5;
/** The level varies from day to day by a fifth at least. */
const LEAST_SPREAD = 0.05;
const MOST_SPREAD = 1.5;
/** Hours of past weeks that have to be known; before, only the bar is looked at. */
const LEAST_SAMPLES = 6;

const WRITERS: ReadonlySet<Kind> = new Set(['tickets', 'me-too']);
const writes = ({ kind }: Level) => WRITERS.has(kind);
/** Above this, those who write are the usual ones. */
const SPOKEN = 0.01;

/**
 * The strongest sign of trouble with one part, if there is one.
 *
 * @param now the instant; the slot it falls in counts as far as it has gone
 */
export function signalOf(counts: Counts, bars: Bars, now: number): Signal | undefined {
  const found = WINDOWS.flatMap((length) => unusual(counts, length, bars, now) ?? []);
  return found.sort((a, b) => a.chance - b.chance)[0] ?? overBar(counts, bars, now);
}

/** What the last hour brought, whether it stands out or not. */
export function presentOf(counts: Counts, now: number): Window {
  return windowOf(counts, 1 + HOUR, now, rise);
}

export type Window = Omit<Signal, 'why'>;

function unusual(counts: Counts, length: number, bars: Bars, now: number): Signal | undefined {
  if (seen(counts, length, now) < bars.least || !known(counts, length, now)) return undefined;
  // What is usual without the rise of the last hours is usual with it, and nearly every look ends here.
  return outstanding(windowOf(counts, length, now, noRise), bars) && outstanding(windowOf(counts, length, now, rise), bars);
}

function outstanding(window: Window, { least }: Bars): Signal | undefined {
  const spoken = isSpoken(window.levels);
  const enough = window.beyond >= (spoken ? least : least * READERS_LEAST) && window.chance <= (spoken ? CHANCE : READERS_CHANCE);
  return enough && (times(window.levels) >= TIMES || (spoken && times(window.levels.filter(writes)) >= WRITERS_TIMES)) ? { why: 'unusual', ...window } : undefined;
}

/** Whether people write about it, too: two beyond the usual, because one may always write. */
function isSpoken(levels: readonly Level[]): boolean {
  return levels.filter(writes).some(({ people, usual, chance }) => people - usual >= 2 && chance <= SPOKEN);
}

/** So many times the usual. */
function times(levels: readonly Level[]): number {
  const sum = (of: 'people' | 'usual') => levels.reduce((all, level) => all + level[of], 0);
  return sum('people') / sum('usual');
}

function overBar(counts: Counts, { people, within }: Bars, now: number): Signal | undefined {
  if (seen(counts, within, now) <= people) return undefined;
  const window = windowOf(counts, within, now, rise);
  // A large site has a hundred more on any busy day: only what is hardly chance counts, and reading only when people
  // write as well.
  const spoken = isSpoken(window.levels);
  const isSure = (level: Level) => (writes(level) ? level.chance <= WRITERS_SURE && level.people >= WRITERS_SURE_TIMES * level.usual : spoken && level.chance <= SURE);
  const sure = window.levels.filter(isSure).reduce((sum, level) => sum + level.people - level.usual, 0);
  return sure > people ? { why: 'bar', ...window } : undefined;
}

function windowOf(counts: Counts, length: number, now: number, risen: typeof rise): Window {
  const last = Math.floor(now / SLOT_MS);
  const first = last - length + 1;
  const gone = now / SLOT_MS - last;
  const levels = KINDS.map((kind): Level => {
    const people = total(counts, kind, first, length) ?? 0;
    const { mean, spread } = usualOf(counts, kind, first, length);
    const usual = ((mean * (length - 1 + gone)) / length) * risen(counts, kind, first);
    return { kind, people, usual, chance: chanceOfAtLeast(people, usual, spread) };
  });
  return {
    from: first * SLOT_MS,
    until: now,
    levels,
    beyond: levels.reduce((sum, { people, usual }) => sum + Math.max(0, people - usual), 0),
    // What never comes says nothing: a part without votes has three kinds.
    chance: together(levels.filter(({ people, usual }) => people > 0 || usual > 0.5).map(({ chance }) => chance)),
  };
}

/** Everybody in a window, the usual included. */
function seen(counts: Counts, length: number, now: number): number {
  return KINDS.reduce((sum, kind) => sum + (total(counts, kind, Math.floor(now / SLOT_MS) - length + 1, length) ?? 0), 0);
}

function known(counts: Counts, length: number, now: number): boolean {
  const first = Math.floor(now / SLOT_MS) - length + 1;
  return samples(counts, 'tickets', first, length).length >= LEAST_SAMPLES;
}

interface Usual {
  readonly mean: number;
  readonly spread: number;
}

/** What the window would bring if this were a week like the others. */
function usualOf(counts: Counts, kind: Kind, first: number, length: number): Usual {
  const found = samples(counts, kind, first, length);
  if (found.length === 0) return { mean: Math.max(recent(counts, kind, first, length), 0.1), spread: 1 };
  // A past outage weighs no more than a bad hour does.
  const middle = median(found);
  const cap = middle + 3 + 4.5 * median(found.map((one) => Math.abs(one - middle)));
  const held = found.map((one) => Math.min(one, cap));
  const sum = held.reduce((total, one) => total + one, 0) + 0.5;
  const mean = sum / held.length;
  const variance = held.reduce((total, one) => total + (one - mean) ** 2, 0) / Math.max(1, held.length - 1);
  const day = Math.min(MOST_SPREAD, Math.max(LEAST_SPREAD, (variance - mean) / mean ** 2));
  // The last part: how well the level is known from so few people.
  return { mean, spread: day + 1 / sum };
}

/** The same window in past weeks, and an hour before and after it: that evens out, and summer time moves hours. */
function samples(counts: Counts, kind: Kind, first: number, length: number): number[] {
  const found: number[] = [];
  for (let week = 1; week <= WEEKS; week += 1) {
    for (const beside of [-HOUR, 0, HOUR]) {
      const sum = total(counts, kind, first - week * WEEK + beside, length);
      if (sum !== undefined) found.push(sum);
    }
  }
  return found;
}

/**
 * How far the last hours were above past weeks already: growth, a campaign, an article that is passed around. An
 * outage is a sudden rise above that. Never below 1: after a holiday people come back.
 */
function rise(counts: Counts, kind: Kind, first: number): number {
  return Math.max(1, riseOver(counts, kind, first - DAY, DAY), riseOver(counts, kind, first - 4 * HOUR, 4 * HOUR));
}

const noRise: typeof rise = () => 1;

function riseOver(counts: Counts, kind: Kind, first: number, length: number): number {
  const seen = total(counts, kind, first, length);
  const past: number[] = [];
  for (let week = 1; week <= WEEKS; week += 1) {
    const sum = total(counts, kind, first - week * WEEK, length);
    if (sum !== undefined) past.push(sum);
  }
  // With few people either number is chance, and the ratio says little.
  return seen === undefined || past.length === 0 ? 1 : (seen + FEW) / (median(past) + FEW);
}

const FEW = 6;

/** The mean of the day before, for a site of a few days. */
function recent(counts: Counts, kind: Kind, first: number, length: number): number {
  return ((total(counts, kind, first - DAY, DAY) ?? 0) / DAY) * length;
}

function total(counts: Counts, kind: Kind, first: number, length: number): number | undefined {
  let sum = 0;
  for (let slot = first; slot < first + length; slot += 1) {
    const people = counts.people(kind, slot);
    if (people === undefined) return undefined;
    sum += people;
  }
  return sum;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
