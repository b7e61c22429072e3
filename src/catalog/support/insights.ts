/** What the team's plan wants its figures to be, and figures that are measured elsewhere. */
import { z } from 'zod';
import { didYouMean, type Diagnostic } from '../diagnostic.ts';
import type { Placed } from '../placed.ts';
import { text } from '../reader-length.ts';
import { calendarDay, slug } from '../schema.ts';
import type { Calendar } from './calendars.ts';

export const INSIGHTS_FILE = 'support/insights.yaml';

const waits = ['first-response', 'next-reply', 'first-resolution', 'full-resolution'].flatMap((wait) => ['calendar', 'business'].flatMap((time) => ['mean', 'median', 'p90'].map((figure) => `${wait}-${time}-${figure}`)));
/** Figures that can have a target. */
export const FIGURES: readonly string[] = [
  'received', 'backlog', ...waits, 'sla', 'sla-original', 'reopened', 'escalated', 'first-contact-resolution', 'csat-mean', 'csat-top', 'csat-yes', 'csat-response',
  'self-service', 'deflection-confirmed', 'deflection-proxy', 'deflection-upper', 'wrote-after-reading', 'form-shown', 'form-answer-opened', 'form-sent', 'form-left', 'form-left-written', 'unlinkable', 'reading-median', 'reading-p90', 'search-zero', 'search-weak', 'search-no-click', 'search-refined', 'search-contact', 'helpful',
];

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const limit = z.union([z.number(), z.string().regex(/^(\d+(\.\d+)?) (%|minutes?|hours?|days?)$/, 'a number, or one with a unit: "30 %", "4 hours"')]);
const target = {
  below: limit.optional().describe('Better is less than this.'),
  above: limit.optional().describe('Better is more than this.'),
  source: text(3, 200).describe('Who wants it so, in their words. Reports print it.'),
};

export const insightsSchema = z.strictObject({
  hours: slug.optional().describe('The calendar that counts business time where nothing is promised, from support/calendars.yaml.'),
  targets: z.array(z.strictObject({ figure: z.string().describe('A figure from docs/operators/reports.md.'), ...target })).default([]).describe('What the plan wants.'),
  mailed: z
    .array(
      z.strictObject({
        report: z.enum(['daily', 'weekly', 'monthly']).describe('Which report: of yesterday, of the last week, of the last month.'),
        on: z.union([z.enum(WEEKDAYS), z.int().min(1).max(28)]).optional().describe('The day: for weekly a weekday (default monday), for monthly a day from 1 to 28 (default 1). Daily has none.'),
        at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time, for example 08:00').default('08:00').describe('When, by the clock of the site’s time zone.'),
        teams: z.array(slug).min(1).describe('Who gets it, from support/teams.yaml. Where each team reads mail is in BEDSIDE_REPORT_MAIL.'),
      }),
    )
    .default([])
    .describe('Reports that go out by mail.'),
  imported: z
    .array(
      z.strictObject({
        id: slug.describe('A short permanent name.'),
        title: text(2, 80),
        unit: z.enum(['share', 'score', 'count']).describe('share: 0 to 1. score, count: as they are.'),
        formula: text(5, 300).describe('How it is measured, and where.'),
        ...target,
        values: z.array(z.strictObject({ day: calendarDay, value: z.number(), n: z.int().min(1).describe('How many it was measured on.') })).default([]).describe('What was measured, by day. `npm run report -- --import FILE.csv` adds those of a file to a report.'),
      }),
    )
    .default([])
    .describe('Figures that are measured elsewhere. Without a value in its days a report says "not measured".'),
});

export interface Limits {
  readonly below: number | undefined;
  readonly above: number | undefined;
  readonly source: string;
}

export interface ImportedFigure {
  readonly id: string;
  readonly title: string;
  readonly unit: 'share' | 'score' | 'count';
  readonly formula: string;
  readonly target: Limits;
  readonly values: readonly { readonly day: string; readonly value: number; readonly n: number }[];
}

/** A report that goes out by itself. */
export interface MailedReport {
  readonly report: 'daily' | 'weekly' | 'monthly';
  /** A weekday, or a day of the month. */
  readonly on: (typeof WEEKDAYS)[number] | number | undefined;
  /** `08:00`, by the site’s clock. */
  readonly at: string;
  readonly teams: readonly string[];
}

export interface Insights {
  readonly hours: string | undefined;
  readonly targets: ReadonlyMap<string, Limits>;
  readonly imported: readonly ImportedFigure[];
  /** Missing in data that an earlier build wrote. */
  readonly mailed?: readonly MailedReport[] | undefined;
}

export const NO_INSIGHTS: Insights = { hours: undefined, targets: new Map(), imported: [] };

const UNITS: Readonly<Record<string, number>> = { '%': 0.01, minute: 60, hour: 3_600, day: 86_400 };

export function readInsights({ value, lineOf }: Placed<z.output<typeof insightsSchema>>, { calendars, teams }: { readonly calendars: ReadonlyMap<string, Calendar>; readonly teams: readonly string[] }, report: (diagnostic: Diagnostic) => void): Insights {
  const wrong = (path: readonly PropertyKey[], code: string, found: string, message: string, remedy: string) => report({ code, severity: 'error', file: INSIGHTS_FILE, line: lineOf(path), field: path.join('.'), value: found, message, remedy });
  if (value.hours !== undefined && !calendars.has(value.hours)) wrong(['hours'], 'insights/calendar', value.hours, 'There is no such calendar.', didYouMean(value.hours, [...calendars.keys()]) ?? `Known: ${[...calendars.keys()].join(', ') || 'none'}.`);
  for (const [index, { figure, below, above }] of value.targets.entries()) {
    if (!FIGURES.includes(figure)) wrong(['targets', index, 'figure'], 'insights/figure', figure, 'There is no such figure.', didYouMean(figure, FIGURES) ?? 'They stand in docs/operators/reports.md.');
    if (below === undefined && above === undefined) wrong(['targets', index], 'insights/target', figure, 'This target does not say what it wants.', 'Add below: or above:.');
  }
  for (const [index, { report: which, on, teams: wanted }] of value.mailed.entries()) {
    const fits = on === undefined || (which === 'weekly' ? typeof on === 'string' : which === 'monthly' && typeof on === 'number');
    if (!fits) wrong(['mailed', index, 'on'], 'insights/mailed-day', String(on), `A ${which} report has no such day.`, which === 'weekly' ? 'Write a weekday, for example monday.' : which === 'monthly' ? 'Write a day of the month from 1 to 28.' : 'Take this line away.');
    for (const [place, team] of wanted.entries()) if (!teams.includes(team)) wrong(['mailed', index, 'teams', place], 'insights/team', team, 'No team has this id.', didYouMean(team, [...teams]) ?? `Known: ${teams.join(', ') || 'none'}.`);
  }
  const limits = ({ below, above, source }: { below?: Limit | undefined; above?: Limit | undefined; source: string }): Limits => ({ below: numberOf(below), above: numberOf(above), source });
  return {
    hours: value.hours,
    targets: new Map(value.targets.map((one) => [one.figure, limits(one)])),
    mailed: value.mailed.map(({ on, ...rest }) => ({ ...rest, on })),
    imported: value.imported.map(({ id, title, unit, formula, values, ...rest }) => ({ id, title, unit, formula, values, target: limits(rest) })),
  };
}

type Limit = z.output<typeof limit>;

/** Seconds of a span, a part of one for percent. */
function numberOf(written: Limit | undefined): number | undefined {
  if (typeof written !== 'string') return written;
  const [count = '', unit = ''] = written.split(' ');
  // 0.01 × 30 is 0.3; 95 × 0.01 is 0.9500000000000001.
  return Number((Number(count) * UNITS[unit === '%' ? unit : unit.replace(/s$/, '')]!).toPrecision(12));
}
