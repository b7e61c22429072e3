import type { Rule } from '../rule.ts';
import { lineOfClaim, plain } from '../recorded-meaning.ts';

export const lostClaim: Rule = {
  code: 'freshness/claim',
  severity: 'error',
  protects: 'The entry in expires: it guards words that must stand in the article.',
  remedy: 'Copy the words from the article anew, or delete the entry.',
  when: 'always',
  *run({ tree }) {
    for (const article of tree.read) {
      for (const [index, { claim }] of article.fields.expires.entries()) {
        if (lineOfClaim(article, claim) !== undefined || plain(`${article.fields.title} ${article.fields.summary}`).includes(plain(claim))) continue;
        yield { file: article.file, line: article.lineOf(['expires', index]), field: `expires[${index}].claim`, value: claim, message: 'These words do not stand in the article.' };
      }
    }
  },
};
