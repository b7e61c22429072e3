import type { ReadArticle } from '../../catalog/article-file.ts';
import { shown } from '../../catalog/diagnostic.ts';
import { proseOf, type Passage } from '../prose.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Rule } from '../rule.ts';

export const avoidedWord: Rule = {
  code: 'text/avoided-word',
  severity: 'warning',
  protects: 'Readers from two names for one thing.',
  remedy: 'Use the other word. When readers type this one, put it under keywords.',
  when: 'always',
  *run({ published, tree }) {
    if (tree.terms === undefined) throw new CannotRun('terms.yaml has errors.');
    const avoid = tree.terms.value.avoid.map(({ word, use }) => ({ word, use, find: new RegExp(`(?<![\\p{L}\\p{N}])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'iu') }));
    const names = tree.terms.value.ui.map((name) => name.toLowerCase());
    for (const article of published) {
      const quoted = article.fields.errors.map(({ message }) => message.toLowerCase());
      for (const { text, line } of passagesOf(article)) {
        // A message on the screen and the name of a button stand as they are.
        const own = [...quoted, ...names].reduce((rest, words) => (words.includes(' ') || rest === words ? rest.replaceAll(words, ' ') : rest), text.toLowerCase());
        for (const { word, use, find } of avoid) {
          if (find.test(own)) yield { file: article.file, line, value: shown(around(text, find)), message: `We say “${use}”, not “${word}”.` };
        }
      }
    }
  },
};

/** Everything a reader meets: title and summary, then the text. Keywords and error messages are others’ words. */
function passagesOf(article: ReadArticle): Passage[] {
  const fields = (['title', 'summary'] as const).map((field): Passage => ({ text: article.fields[field], line: article.lineOf([field]), kind: 'label' }));
  return [...fields, ...proseOf(article)];
}

function around(text: string, find: RegExp): string {
  const at = find.exec(text)?.index ?? 0;
  return text.slice(Math.max(0, at - 20), at + 40);
}
