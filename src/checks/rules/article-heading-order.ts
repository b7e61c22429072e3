import type { Rule } from '../rule.ts';

export const headingOrder: Rule = {
  code: 'article/heading-order',
  severity: 'warning',
  protects: 'Readers with a screen reader, who walk a page by its headings.',
  remedy: 'Use ## for parts and ### inside them. A size is no reason for a level.',
  when: 'always',
  *run({ published }) {
    for (const { file, markup } of published) {
      let before = 1;
      for (const { depth, text, line } of markup.headings) {
        if (depth > before + 1) yield { file, line, value: `${'#'.repeat(depth)} ${text}`, message: `This heading skips a level: ${'#'.repeat(before + 1)} comes before ${'#'.repeat(depth)}.` };
        before = depth;
      }
    }
  },
};
