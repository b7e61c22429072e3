import { daysBetween } from '../../articles/review.ts';
import type { Rule } from '../rule.ts';

/** Somewhere it is tomorrow already. */
const AHEAD_DAYS = 1;

export const futureDate: Rule = {
  code: 'freshness/future',
  severity: 'error',
  protects: 'Readers from a date that has not come.',
  remedy: 'Write the day of the change or the check. For an article that appears later there is publishOn.',
  when: 'always',
  *run({ tree, today }) {
    for (const article of tree.read) {
      const { publishOn } = article.fields;
      for (const field of ['lastUpdated', 'reviewedOn'] as const) {
        const day = article.fields[field];
        if (day === undefined || daysBetween(today, day) <= AHEAD_DAYS || (publishOn !== undefined && day <= publishOn)) continue;
        yield { file: article.file, line: article.lineOf([field]), field, value: day, message: `This day has not come; today is ${today}.` };
      }
    }
  },
};
