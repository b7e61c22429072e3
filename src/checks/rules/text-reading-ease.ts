import { shown } from '../../catalog/diagnostic.ts';
import { proseOf, sentencesOf, syllablesOf, wordsOf } from '../prose.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Rule } from '../rule.ts';

/** Flesch’s reading ease; plain English begins here. */
const PLAIN = 60;

/** Below this, one long sentence decides, and the number says nothing. */
const FEWEST_WORDS = 80;

export const readingEase: Rule = {
  code: 'text/reading-ease',
  severity: 'warning',
  protects: 'Readers who are tired, in a hurry, or read English as their second language.',
  remedy: 'Make two sentences of one, and use the short word.',
  when: 'always',
  *run({ published, settings }) {
    if (!settings.locale.startsWith('en')) throw new CannotRun(`Reading ease is known for English; this site is in ${settings.locale}.`);
    for (const article of published) {
      const sentences = proseOf(article).flatMap(({ text, line, kind }) => (kind === 'sentence' ? sentencesOf(text).map((sentence) => ({ sentence, line })) : []));
      const words = sentences.flatMap(({ sentence }) => wordsOf(sentence));
      if (words.length < FEWEST_WORDS) continue;
      const ease = easeOf(sentences.map(({ sentence }) => sentence));
      if (ease >= PLAIN) continue;
      const worst = sentences.map((one) => ({ ...one, ease: easeOf([one.sentence]) })).sort((a, b) => a.ease - b.ease).slice(0, 3);
      yield {
        file: article.file,
        line: worst[0]?.line ?? 1,
        value: `${Math.round(ease)}`,
        message: `The reading ease is below ${PLAIN}. Hardest: ${worst.map(({ sentence, line }) => `line ${line} “${shown(sentence)}” (${wordsOf(sentence).length} words)`).join('; ')}.`,
      };
    }
  },
};

function easeOf(sentences: readonly string[]): number {
  const words = sentences.flatMap(wordsOf);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 206.835 - 1.015 * (words.length / sentences.length) - 84.6 * (syllables / words.length);
}
