import type { Rule } from '../rule.ts';

export const duplicateTitle: Rule = {
  code: 'article/duplicate-title',
  severity: 'warning',
  protects: 'Readers who have two answers of the same name before them.',
  remedy: 'Say in each title what the other one is not about, or make them one article.',
  when: 'always',
  *run({ published }) {
    const seen = new Map<string, string>();
    for (const article of published) {
      const words = article.fields.title.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join(' ') ?? '';
      const other = seen.get(words);
      if (other !== undefined) yield { file: article.file, line: article.lineOf(['title']), field: 'title', value: article.fields.title, message: `${other} has this title, too.` };
      seen.set(words, article.file);
    }
  },
};
