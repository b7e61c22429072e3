import { changeBehind } from '../../articles/review.ts';
import type { Rule } from '../rule.ts';
import { command } from '../recorded-meaning.ts';

export const releaseUnchecked: Rule = {
  code: 'freshness/release',
  severity: 'warning',
  protects: 'Readers from an answer about how the product was before a release.',
  remedy: 'Hold the article against the release, change what is different now, then run npm run review for the article.',
  when: 'calendar',
  *run({ published, tree, today }) {
    for (const article of published) {
      const release = changeBehind(article.fields, tree.releases, today);
      if (release === undefined) continue;
      const field = article.fields.reviewedOn === undefined ? 'lastUpdated' : 'reviewedOn';
      const what = release.what === undefined ? '' : ` It says: ${release.what}`;
      yield { file: article.file, line: article.lineOf([field]), field, value: article.fields[field] ?? '', message: `The release “${release.title}” of ${release.day} touches this article, and nobody has checked it since.${what}`, remedy: command('review', article.file) };
    }
  },
};
