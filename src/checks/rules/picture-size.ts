import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../rule.ts';
import { PICTURE } from '../picture-files.ts';

const LARGEST_BYTES = 2_000_000;

export const largePicture: Rule = {
  code: 'picture/size',
  severity: 'warning',
  protects: 'Everybody who clones or builds: a repository never forgets a file. Readers get a small copy.',
  remedy: 'Save it again smaller: 1,400 pixels wide is enough, and a photograph is best as .jpg or .webp.',
  when: 'always',
  *run({ tree }) {
    for (const file of tree.files) {
      if (!PICTURE.test(file)) continue;
      const { size } = statSync(join(tree.root, file));
      if (size > LARGEST_BYTES) yield { file, line: 1, value: `${(size / 1_000_000).toFixed(1)} MB`, message: `A picture is at most ${LARGEST_BYTES / 1_000_000} MB.` };
    }
  },
};
