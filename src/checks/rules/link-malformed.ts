import { shown } from '../../catalog/diagnostic.ts';
import { placed } from '../where.ts';
import type { Rule } from '../rule.ts';
import { problemsOf } from '../judged-links.ts';

export const malformedLink: Rule = {
  code: 'link/malformed',
  severity: 'error',
  protects: 'Readers from a link that no browser can follow.',
  remedy: 'Copy the address anew from the browser’s address bar.',
  when: 'always',
  *run(material) {
    yield* placed(material, problemsOf(material, 'malformed'), (_one, at) => ({ file: at.file, line: at.line, value: shown(at.written), message: 'This is no address.' }));
  },
};
