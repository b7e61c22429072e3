import { daysBetween } from '../../articles/review.ts';
import type { Rule } from '../rule.ts';
import { lineOfClaim } from '../recorded-meaning.ts';

const NOTICE_DAYS = 14;

export const expiredClaim: Rule = {
  code: 'freshness/expired',
  severity: 'warning',
  protects: 'Readers from an offer that has ended or a date that has passed.',
  remedy: 'Change the words, then take the entry out of expires.',
  when: 'calendar',
  *run({ published, today }) {
    for (const article of published) {
      for (const [index, { day, claim }] of article.fields.expires.entries()) {
        const left = daysBetween(today, day);
        if (left >= NOTICE_DAYS) continue;
        yield { file: article.file, line: lineOfClaim(article, claim) ?? article.lineOf(['expires', index]), field: `expires[${index}]`, value: claim, message: left < 0 ? `These words were true until ${day}.` : `These words are true until ${day}, ${left} ${left === 1 ? 'day' : 'days'} from now.` };
      }
    }
  },
};
