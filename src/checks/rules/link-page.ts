import { shown } from '../../catalog/diagnostic.ts';
import { placed } from '../where.ts';
import type { Rule } from '../rule.ts';
import { type Of, didYouMean, isFile, isResource, problemsOf } from '../judged-links.ts';

export const missingPage: Rule = {
  code: 'link/page',
  severity: 'error',
  protects: 'Readers from “page not found”.',
  remedy: 'Correct the link, or take it out.',
  when: 'always',
  *run(material) {
    const found = problemsOf(material, 'missing').filter((one) => !isResource(one) && !isFile(one.problem.path));
    yield* placed(material, found, (one, at) => ({
      file: at.file,
      line: at.line,
      value: shown(at.written),
      message: `There is no page at ${(one as Of<'missing'>).problem.path}.`,
      ...didYouMean((one as Of<'missing'>).problem.like),
    }));
  },
};
