import { shown } from '../../catalog/diagnostic.ts';
import { placed } from '../where.ts';
import type { Rule } from '../rule.ts';
import { type Of, didYouMean, problemsOf } from '../judged-links.ts';

export const missingAnchor: Rule = {
  code: 'link/anchor',
  severity: 'error',
  protects: 'Readers who should land at a heading, and would land at the top of a long page.',
  remedy: 'Copy the anchor from the page: select the # beside its heading.',
  when: 'always',
  *run(material) {
    yield* placed(material, problemsOf(material, 'anchor'), (one, at) => {
      const { page, anchor, like } = (one as Of<'anchor'>).problem;
      return { file: at.file, line: at.line, value: shown(at.written), message: `${page} has no place called #${anchor}.`, ...didYouMean(like === undefined ? undefined : `#${like}`) };
    });
  },
};
