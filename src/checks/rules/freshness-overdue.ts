import { reviewOf } from '../../articles/review.ts';
import { addressParts } from '../../catalog/article-file.ts';
import type { Rule } from '../rule.ts';
import { command } from '../recorded-meaning.ts';

export const overdueReview: Rule = {
  code: 'freshness/overdue',
  severity: 'warning',
  protects: 'Readers from answers that nobody has checked for longer than the team promised itself.',
  remedy: 'Check that everything is still true, then run npm run review for the article.',
  when: 'calendar',
  *run({ published, settings, tree, today }) {
    for (const article of published) {
      const [name] = addressParts(article.file);
      const { state, dueOn, owner, daysLate } = reviewOf(article.fields, tree.categories?.value.find(({ slug }) => slug === name), settings, today);
      if (state !== 'overdue') continue;
      const field = article.fields.reviewedOn === undefined ? 'lastUpdated' : 'reviewedOn';
      yield { file: article.file, line: article.lineOf([field]), field, value: article.fields[field] ?? '', message: `${owner}: this was to be checked by ${dueOn}, ${daysLate} ${daysLate === 1 ? 'day' : 'days'} ago.`, remedy: command('review', article.file) };
    }
  },
};
