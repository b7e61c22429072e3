/** Pages of a made-up quarter, for tests and for looking at them. */
import { NO_INSIGHTS, type Insights } from '../../src/catalog/support/insights.ts';
import { picturesOf } from '../../src/insights/pictures.ts';
import { reportPage } from '../../src/insights/page/report-page.ts';
import { report, windowBefore } from '../../src/insights/report.ts';
import { windowsUntil } from '../../src/insights/trends.ts';
import { windowOf, type Period, type Window } from '../../src/insights/window.ts';
import { GAPS as FOUND, madeUp, NAMES } from './quarter.ts';
import { at, periodOf, RULES, ZONE } from './stories.ts';

export const GAPS = FOUND;
export const SITE = { name: 'Example Help', locale: 'en-US', timeZone: ZONE, brand: { mark: 'EH', accent: { light: 'oklch(0.42 0.07 205)', dark: 'oklch(0.8 0.085 195)' }, onAccent: { light: 'oklch(0.99 0.004 85)', dark: 'oklch(0.2 0.02 200)' } } } as const;

const wanted = (below: number | undefined, above: number | undefined) => ({ below, above, source: 'plan' });
const INSIGHTS: Insights = {
  ...NO_INSIGHTS,
  targets: new Map([
    ['first-response-calendar-mean', wanted(4 * 3_600, undefined)],
    ['full-resolution-calendar-mean', wanted(24 * 3_600, undefined)],
    ['sla', wanted(undefined, 0.95)],
    ['csat-mean', wanted(undefined, 4.5)],
    ['backlog', wanted(50, undefined)],
    ['reopened', wanted(0.1, undefined)],
    ['deflection-proxy', wanted(undefined, 0.3)],
  ]),
  imported: [{ id: 'accuracy', title: 'Accuracy', unit: 'share', formula: 'tickets resolved correctly ÷ tickets reviewed', target: wanted(undefined, 0.95), values: [] }],
};

const HAPPENED = {
  incidents: [{ title: 'Problems with creating posts', impact: 'major', started: at('2025-12-16 10:00'), sample: false }],
  releases: [{ day: '2025-12-01', title: 'Citations can be exported' }],
  articles: [{ title: 'Why can I not log in?', lastUpdated: '2025-12-30' }, { title: 'How do I get a refund?', lastUpdated: '2026-01-02' }],
} as const;

const RULES_ANEW = { ...RULES, policies: [...RULES.policies, { ...RULES.policies[0]!, from: at('2025-12-08 00:00') }] };

const DAYS: Readonly<Record<Period, readonly [from: string, to: string]>> = { daily: ['2026-01-07', '2026-01-07'], weekly: ['2026-01-05', '2026-01-11'], monthly: ['2025-12-01', '2025-12-31'] };

/** @param size 1 is a busy team, 0 nobody */
export async function pageOf(period: Period, size: number, now = '2026-01-12 09:00'): Promise<string> {
  const [from, to] = DAYS[period];
  const window = windowOf(from, to, ZONE, at(now));
  const known = (days: Window) => periodOf(madeUp(days, { size }), days, RULES_ANEW);
  const input = { period, window, now: madeUp(window, { size }), before: known(windowBefore(window)).figures, rules: RULES_ANEW, insights: INSIGHTS, articles: NAMES, gaps: size >= 1 ? GAPS : [], overdue: size >= 1 ? [{ id: 'looks001', title: 'Change how the app looks', why: 'its check is 41 days late', doubt: 0.5, readers: 130 }] : [] };
  return reportPage({ report: report(input), pictures: await picturesOf(input, HAPPENED, async (windows) => windows.map(known)), site: SITE, now: at(now) });
}

export function week12(): Window[] {
  return windowsUntil(windowOf(...DAYS.weekly, ZONE, at('2026-01-12 09:00')), 12);
}
