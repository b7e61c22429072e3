import { shown } from '../../catalog/diagnostic.ts';
import { placed } from '../where.ts';
import type { Rule } from '../rule.ts';
import { type Of, didYouMean, isFile, isResource, problemsOf } from '../judged-links.ts';

export const missingFile: Rule = {
  code: 'link/file',
  severity: 'error',
  protects: 'Pictures, films, downloads, styles and scripts that a page needs.',
  remedy: 'Put the file where the page looks for it, or correct its name: capital letters count.',
  when: 'always',
  *run(material) {
    const found = problemsOf(material, 'missing').filter((one) => isResource(one) || isFile(one.problem.path));
    yield* placed(material, found, (one, at) => ({
      file: at.file,
      line: at.line,
      value: shown(at.written),
      message: `There is no file at ${(one as Of<'missing'>).problem.path}.`,
      ...didYouMean((one as Of<'missing'>).problem.like),
    }));
  },
};
