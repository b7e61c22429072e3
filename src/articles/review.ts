/** When an article is due to be checked, and who checks it. Days only, no clock. */

/** What decides it: the article's own words, else its category's, else the site's. */
export interface Care {
  readonly owner?: string | undefined;
  readonly reviewEvery?: string | undefined;
}

export interface Review {
  readonly owner: string;
  /** The last day on which the last check still counts. */
  readonly dueOn: string;
  /** `due` in the last two weeks, so that a team can plan; `overdue` from the day after. */
  readonly state: 'fresh' | 'due' | 'overdue';
  /** Days after `dueOn`; negative before. */
  readonly daysLate: number;
}

const DAY_MS = 86_400_000;
const NOTICE_DAYS = 14;

export function reviewOf(article: Care & { reviewedOn?: string | undefined; lastUpdated: string }, category: Care | undefined, site: Care & { owner: string; reviewEvery: string }, today: string): Review {
  // Who wrote it last has checked it, too.
  const checkedOn = article.reviewedOn !== undefined && article.reviewedOn > article.lastUpdated ? article.reviewedOn : article.lastUpdated;
  const dueOn = dayAfter(checkedOn, article.reviewEvery ?? category?.reviewEvery ?? site.reviewEvery);
  const daysLate = daysBetween(dueOn, today);
  return {
    owner: article.owner ?? category?.owner ?? site.owner,
    dueOn,
    state: daysLate > 0 ? 'overdue' : daysLate > -NOTICE_DAYS ? 'due' : 'fresh',
    daysLate,
  };
}

/** `2026-01-31` and `1 month` → `2026-02-28`: a month that is too short ends on its last day. */
export function dayAfter(day: string, interval: string): string {
  const [count = '0', unit = 'days'] = interval.split(' ');
  const n = Number(count);
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  if (unit.startsWith('day') || unit.startsWith('week')) return iso(Date.UTC(year, month - 1, date + n * (unit.startsWith('week') ? 7 : 1)));
  const months = month - 1 + n * (unit.startsWith('year') ? 12 : 1);
  const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  return iso(Date.UTC(year, months, Math.min(date, last)));
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
