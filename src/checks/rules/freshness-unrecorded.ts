import { FRESHNESS_LOCK } from '../locks.ts';
import type { Rule } from '../rule.ts';

export const unrecordedMeaning: Rule = {
  code: 'freshness/unrecorded',
  severity: 'warning',
  protects: 'The next change: its date can only be checked against what is recorded.',
  remedy: 'Run npm run touch and commit the file it writes.',
  when: 'always',
  *run(material) {
    for (const article of material.published) {
      const known = material.freshness.entries.get(article.fields.id);
      if (known !== undefined && article.fields.lastUpdated <= known.lastUpdated) continue;
      yield { file: article.file, line: article.lineOf(['lastUpdated']), field: 'lastUpdated', value: article.fields.lastUpdated, message: `${FRESHNESS_LOCK} does not know ${known === undefined ? 'this article' : 'this day'} yet.` };
    }
  },
};
