/** What happened besides, as marks on the curves: incidents, releases, articles that changed. */
import { dayOf } from '../catalog/moments.ts';
import type { Incident } from '../catalog/status-tree.ts';
import { dayName, localDay } from './window.ts';

export interface Mark {
  readonly kind: 'incident' | 'release' | 'articles';
  /** Stands on the curve and in the legend. */
  readonly letter: string;
  readonly at: number;
  readonly day: string;
  readonly text: string;
}

/** A change of the product, as `releases.yaml` tells it. */
export interface MarkedRelease {
  readonly day: string;
  readonly title: string;
}

export interface Happenings {
  readonly incidents: readonly Pick<Incident, 'title' | 'impact' | 'started' | 'sample'>[];
  readonly releases: readonly MarkedRelease[];
  readonly articles: readonly { readonly title: string; readonly lastUpdated: string }[];
}

/** More marks than letters would be a hedge, not a help; the lesser ones go first. */
const MOST = 12;
const WEIGHT = { incident: { critical: 0, major: 1, minor: 3, none: 9 }, release: 2, articles: 4 } as const;
/** Titles that stand in one line of the legend. */
const TITLES = 2;

/** Marks between two instants, oldest first; a letter each, `A` the oldest. */
export function marksBetween({ incidents, releases, articles }: Happenings, from: number, to: number, zone: string): Mark[] {
  const within = (at: number) => from <= at && at < to;
  const found: (Omit<Mark, 'letter'> & { weight: number })[] = [
    ...incidents.flatMap(({ title, impact, started, sample }) =>
      impact === 'none' || !within(started) ? [] : [{ kind: 'incident' as const, at: started, day: dayOf(started, zone), text: `Incident (${impact}): ${title}${sample ? ' (an example)' : ''}`, weight: WEIGHT.incident[impact] }],
    ),
    ...releases.map(({ day, title }) => ({ kind: 'release' as const, at: noon(day), day, text: `Release: ${title}`, weight: WEIGHT.release })).filter(({ at }) => within(at)),
    ...[...byWeek(articles)].map(([monday, changed]) => ({ kind: 'articles' as const, at: noon(dayName(monday)), day: dayName(monday), text: changedText(changed), weight: WEIGHT.articles })).filter(({ at }) => within(at)),
  ];
  const kept = found.sort((a, b) => a.weight - b.weight || b.at - a.at).slice(0, MOST);
  return kept.sort((a, b) => a.at - b.at || a.weight - b.weight).map(({ weight: _weight, ...mark }, index) => ({ ...mark, letter: String.fromCharCode(65 + index) }));

  function byWeek(all: Happenings['articles']): Map<number, string[]> {
    const weeks = new Map<number, string[]>();
    for (const { title, lastUpdated } of all) {
      const day = localDay(noon(lastUpdated), zone);
      const monday = day - ((day + 3) % 7);
      const changed = weeks.get(monday);
      if (changed === undefined) weeks.set(monday, [title]);
      else changed.push(title);
    }
    return weeks;
  }
}

/** A day has no hour; its middle is on it in every zone that matters. */
function noon(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}

function changedText(titles: readonly string[]): string {
  const named = titles.slice(0, TITLES).map((title) => `“${title}”`).join(', ');
  return `${titles.length === 1 ? 'An article changed' : `${titles.length} articles changed`} this week: ${named}${titles.length > TITLES ? ` and ${titles.length - TITLES} more` : ''}`;
}
