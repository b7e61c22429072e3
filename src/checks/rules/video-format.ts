import { basename, join } from 'node:path';
import { otherThanItsName } from '../../catalog/first-bytes.ts';
import type { Rule } from '../rule.ts';

export const wrongFormat: Rule = {
  code: 'video/format',
  severity: 'error',
  protects: 'Readers from a film that no browser plays.',
  remedy: 'Save it again in this format, or correct its name.',
  when: 'always',
  *run({ tree }) {
    for (const file of tree.files) {
      const message = /\.(mp4|webm)$/i.test(file) ? otherThanItsName(join(tree.root, file)) : undefined;
      if (message !== undefined) yield { file, line: 1, value: basename(file), message };
    }
  },
};
