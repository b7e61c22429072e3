/** Three months of made-up readers and tickets, as a list. The same seed and days give the same list. */
import { chanceOf, type Chance } from './chance.ts';
import { planStory, type PlannedAct } from './stories.ts';
import { planVisit, type PlannedVisit } from './visits.ts';
import { MESSAGES } from './words.ts';
import type { DemoArticle, DemoForm, World } from './world.ts';

export interface PlannedTicket {
  readonly number: number;
  readonly at: number;
  readonly form: DemoForm;
  readonly about: DemoArticle;
  readonly message: string;
  /** Index of its requester: some write more than once. */
  readonly requester: number;
  /** Told by phone, and written down by an agent. */
  readonly byPhone: boolean;
  readonly acts: readonly PlannedAct[];
}

export interface Plan {
  readonly visits: readonly PlannedVisit[];
  readonly tickets: readonly PlannedTicket[];
  /** Readers who said "me too", by incident. */
  readonly meToos: readonly { readonly incident: string; readonly reader: number; readonly at: number }[];
}

export interface PlanOptions {
  readonly seed: number;
  /** Local midnights, the last of which ends the plan. */
  readonly midnights: readonly number[];
  /** Visits on an ordinary working day. */
  readonly visitsADay: number;
  /** Hour and weekday of an instant on the team's wall clock; 0 is Monday. */
  readonly wallClock: (instant: number) => { readonly hour: number; readonly weekday: number };
}

const HOUR = 3_600_000;
/** Visits by hour of the day, as shares of the busiest. */
const HOURS = [0.1, 0.06, 0.05, 0.05, 0.07, 0.15, 0.35, 0.6, 0.9, 1, 1, 0.95, 0.8, 0.85, 0.95, 0.9, 0.8, 0.7, 0.6, 0.55, 0.5, 0.4, 0.3, 0.18];
const MEAN_HOUR = HOURS.reduce((sum, one) => sum + one, 0);
const OPENS = 9;
const CLOSES = 18;

export function planDemo(world: World, options: PlanOptions): Plan {
  const chance = chanceOf(options.seed);
  const visits = plannedVisits(world, chance, options);
  const atWork = workOf(chance, options);
  const tickets: PlannedTicket[] = [];
  for (const { wrote } of visits) {
    if (wrote === undefined) continue;
    tickets.push(ticketOf(wrote.at, wrote, false));
    // Nobody knows which visit a call belongs to.
    if (chance.happens(0.18)) tickets.push(ticketOf(atWork(wrote.at + chance.between(0, 9) * HOUR), { form: wrote.form, about: chance.favor(world.articles) }, true));
  }
  return { visits, tickets: tickets.sort((a, b) => a.at - b.at), meToos: meToos(world, chance, options) };

  function ticketOf(at: number, { form, about }: { readonly form: DemoForm; readonly about: DemoArticle }, byPhone: boolean): PlannedTicket {
    return { number: tickets.length, at, form, about, message: chance.pick(MESSAGES), requester: Math.floor(chance.next() ** 1.5 * (60 + visits.length / 20)), byPhone, acts: planStory(chance, at, atWork, troubleAt(world, at)) };
  }
}

function plannedVisits(world: World, chance: Chance, { midnights, visitsADay, wallClock }: PlanOptions): PlannedVisit[] {
  const visits: PlannedVisit[] = [];
  for (const [index, midnight] of midnights.slice(0, -1).entries()) {
    const next = midnights[index + 1]!;
    const weekday = wallClock(midnight + 12 * HOUR).weekday;
    // The site grows by a quarter meanwhile.
    const growth = 1 + (0.25 * index) / midnights.length;
    for (let from = midnight; from < next; from += HOUR) {
      const trouble = troubleAt(world, from);
      const wanted = visitsADay * growth * (weekday > 4 ? 0.4 : 1) * (HOURS[wallClock(from).hour]! / MEAN_HOUR) * (1 + 1.5 * trouble) * chance.between(0.8, 1.2);
      for (let left = wanted; left > 0; left -= 1) if (left >= 1 || chance.happens(left)) visits.push(planVisit(world, chance, from + chance.between(0, HOUR), trouble));
    }
  }
  return visits;
}

/** While something is broken, and less and less for a day after. */
function troubleAt({ incidents }: World, at: number): number {
  return Math.max(0, ...incidents.map(({ started, ended }) => (at < started ? 0 : at < ended ? 1 : 1 - (at - ended) / (24 * HOUR))));
}

function meToos({ incidents }: World, chance: Chance, { midnights, visitsADay }: PlanOptions): Plan['meToos'] {
  const [first, last] = [midnights[0]!, midnights.at(-1)!];
  return incidents
    .filter(({ started, ended }) => started >= first && ended < last)
    .flatMap(({ id, started, ended }) => Array.from({ length: Math.ceil(visitsADay / 8) }, (_, reader) => ({ incident: id, reader, at: Math.round(chance.between(started, ended)) })));
}

function workOf(chance: Chance, { wallClock }: PlanOptions): (instant: number) => number {
  return (instant) => {
    let at = instant;
    while (wallClock(at).weekday > 4 || wallClock(at).hour < OPENS || wallClock(at).hour >= CLOSES) at += HOUR / 4;
    // What waited over night is taken up one after another.
    return Math.round(at === instant ? at : at + chance.between(0, HOUR));
  };
}
