/** What the charts of a report are made of. */
import { marksBetween, type Happenings, type Mark } from './annotations.ts';
import { FORMULA_CHANGES, policyChanges } from './definitions.ts';
import type { Gap } from './gaps.ts';
import { funnelOf, hoursOf, sumOfHours, type Step } from './happened.ts';
import type { PeriodFigures } from './period.ts';
import { measuresOf, type ReportInput } from './report.ts';
import { TREND_LENGTH, trendsOf, windowsUntil, type Trend } from './trends.ts';
import type { Window } from './window.ts';

export interface Pictures {
  readonly trends: readonly Trend[];
  readonly marks: readonly Mark[];
  /** From a question to a ticket, in the window. */
  readonly funnel: readonly Step[];
  /** Tickets by day and hour. A week has too few, so they are those of all periods of the curves. */
  readonly hours: readonly (readonly number[])[];
  readonly hoursFrom: number;
  /** The largest gaps of the window. */
  readonly gaps: readonly Gap[];
}

const TOP_GAPS = 8;

/** @param read reads former periods */
export async function picturesOf({ period, window, now, rules, insights, gaps }: Pick<ReportInput, 'period' | 'window' | 'now' | 'rules' | 'insights' | 'gaps'>, happenings: Happenings, read: (windows: readonly Window[]) => Promise<readonly PeriodFigures[]>): Promise<Pictures> {
  const windows = windowsUntil(window, TREND_LENGTH[period]);
  const measures = measuresOf({ now, rules, insights, window });
  const own = windows.at(-1)!.from === window.from;
  const periods = own ? [...(await read(windows.slice(0, -1))), { window, figures: measures, hours: hoursOf(now.tickets, window) }] : await read(windows);
  const first = windows[0]!;
  return {
    trends: trendsOf(
      measures,
      periods,
      [...FORMULA_CHANGES, ...policyChanges(rules.policies, window.zone)],
    ),
    marks: marksBetween(happenings, first.from, window.asOf, window.zone),
    funnel: funnelOf(now, window),
    hours: sumOfHours(periods.map(({ hours }) => hours)),
    hoursFrom: first.from,
    // Nothing but what may be told: a gap carries more inside.
    gaps: gaps.slice(0, TOP_GAPS).map(({ kind, what, also, people, why, action, todo, article }) => ({ kind, what, also, people, why, action, todo, article })),
  };
}
