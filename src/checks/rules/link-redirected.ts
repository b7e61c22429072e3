import { shown } from '../../catalog/diagnostic.ts';
import { placed } from '../where.ts';
import type { Rule } from '../rule.ts';
import { type Of, problemsOf } from '../judged-links.ts';

export const redirectedLink: Rule = {
  code: 'link/redirected',
  severity: 'warning',
  protects: 'Readers’ time: each redirect is one more wait, and one more thing that can break.',
  remedy: 'Write the new address, or let npm run check -- --fix do it.',
  when: 'always',
  *run(material) {
    // What machines follow (canonical addresses, feeds) is the program's own business only when it is missing.
    yield* placed(material, problemsOf(material, 'redirected').filter((one) => one.link.tag === 'a' || one.link.tag === 'area'), (one, at) => {
      const { to } = (one as Of<'redirected'>).problem;
      const bare = to.startsWith(material.site.base) ? `/${to.slice(material.site.base.length)}` : to;
      return { file: at.file, line: at.line, value: shown(at.written), message: 'This address leads to another one.', remedy: `Write ${bare}`, fix: { from: at.written, to: bare } };
    });
  },
};
