import type { Rule } from '../rule.ts';
import { command } from '../recorded-meaning.ts';

export const backwardDate: Rule = {
  code: 'freshness/backward',
  severity: 'error',
  protects: 'Readers from a date that went back, mostly by a merge or a copy.',
  remedy: 'Take the newer of the two days.',
  when: 'always',
  *run(material) {
    for (const article of material.published) {
      const known = material.freshness.entries.get(article.fields.id);
      if (known === undefined || article.fields.lastUpdated >= known.lastUpdated) continue;
      yield { file: article.file, line: article.lineOf(['lastUpdated']), field: 'lastUpdated', value: article.fields.lastUpdated, message: `This article was published with the later day ${known.lastUpdated}.`, remedy: command('touch', article.file) };
    }
  },
};
