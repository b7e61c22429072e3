import type { ReadArticle } from '../../catalog/article-file.ts';
import { shown } from '../../catalog/diagnostic.ts';
import { readerLength } from '../../catalog/reader-length.ts';
import { proseOf } from '../prose.ts';
import type { Rule } from '../rule.ts';

/** A picture's words: at least a short sentence, and not that it is a picture. */
const SHORTEST_ALT = 15;

const SAYS_IMAGE = /^(an? |the )?(image|picture|photo|photograph|screenshot|screen shot|graphic|icon)( of| showing|$)/i;

export const emptyAlt: Rule = {
  code: 'picture/alt',
  severity: 'warning',
  protects: 'Readers who cannot see the picture and get its words instead.',
  remedy: 'Say what the picture tells, in one or two sentences of 40 to 200 characters.',
  when: 'always',
  *run({ published }) {
    for (const article of published) {
      for (const { alt, line } of picturesOf(article)) {
        const why = SAYS_IMAGE.test(alt)
          ? 'A screen reader says already that this is a picture.'
          : /\.\w{3,4}$/.test(alt.trim())
            ? 'A file’s name tells nothing.'
            : readerLength(alt.trim()) < SHORTEST_ALT
              ? 'These words are too few to tell what the picture shows.'
              : undefined;
        if (why !== undefined) yield { file: article.file, line, field: 'alt', value: shown(alt), message: why };
      }
    }
  },
};

/** Every picture with its words. */
function picturesOf(article: ReadArticle): { alt: string; line: number }[] {
  return proseOf(article).flatMap(({ text, line, kind, attribute }) => (kind === 'label' && attribute === 'alt' ? [{ alt: text, line }] : []));
}
