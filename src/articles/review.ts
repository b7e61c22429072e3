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

/** A change of the product, as far as it asks for a check. */
export interface Change {
  readonly day: string;
  readonly title: string;
  /** Ids of the articles it touches. */
  readonly articles: readonly string[];
}

export function reviewOf(article: Care & { reviewedOn?: string | undefined; lastUpdated: string }, category: Care | undefined, site: Care & { owner: string; reviewEvery: string }, today: string): Review {
  const dueOn = dayAfter(checkedOn(article), article.reviewEvery ?? category?.reviewEvery ?? site.reviewEvery);
  const daysLate = daysBetween(dueOn, today);
  return {
    owner: article.owner ?? category?.owner ?? site.owner,
    dueOn,
    state: daysLate > 0 ? 'overdue' : daysLate > -NOTICE_DAYS ? 'due' : 'fresh',
    daysLate,
  };
}

/**
 * The first change of the product that nobody has held the article against. Whoever checked or changed it on that day
 * or later has.
 *
 * @param releases oldest first
 */
export function changeBehind<One extends Change>(article: { readonly id: string; readonly reviewedOn?: string | undefined; readonly lastUpdated: string }, releases: readonly One[], today: string): One | undefined {
  return releases.find(({ day, articles }) => checkedOn(article) < day && day <= today && articles.includes(article.id));
}

/** Who wrote it last has checked it, too. */
function checkedOn({ reviewedOn, lastUpdated }: { readonly reviewedOn?: string | undefined; readonly lastUpdated: string }): string {
  return reviewedOn !== undefined && reviewedOn > lastUpdated ? reviewedOn : lastUpdated;
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
