/** Articles that may be wrong by now, with those who read them all the same. */
import { changeBehind, daysBetween, reviewOf } from '../articles/review.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Overdue } from './first-things.ts';
import type { DeflectionTally } from './measures/deflection.ts';

/** What was not checked for so much longer than it should is taken to be wrong; a week late is a thirteenth of that. */
const SURELY_OLD_DAYS = 90;

/** @param today the day to judge by */
export function overdueArticles({ articles, categories, site, releases }: Pick<Catalog, 'articles' | 'categories' | 'site' | 'releases'>, { articles: read }: Pick<DeflectionTally, 'articles'>, today: string): Overdue[] {
  const care = new Map(categories.map((category) => [category.slug, category]));
  return articles.flatMap((article): Overdue[] => {
    const { id, title } = article;
    const { state, daysLate } = reviewOf(article, care.get(article.category), site, today);
    const change = changeBehind(article, releases, today);
    const expired = article.expires.find(({ day }) => daysBetween(day, today) > 0);
    const doubts: Pick<Overdue, 'why' | 'doubt'>[] = [
      // Words that said themselves until when they hold, and a product that is another one now: no doubt is left.
      ...(expired === undefined ? [] : [{ why: `words in it held until ${expired.day}`, doubt: 1 }]),
      ...(change === undefined ? [] : [{ why: `“${change.title}” of ${change.day} changed what it tells`, doubt: 1 }]),
      ...(state === 'overdue' ? [{ why: `its check is ${daysLate} ${daysLate === 1 ? 'day' : 'days'} late`, doubt: Math.min(1, daysLate / SURELY_OLD_DAYS) }] : []),
    ];
    const [first] = doubts;
    return first === undefined ? [] : [{ id, title, ...first, readers: read.get(id)?.readers ?? 0 }];
  });
}
