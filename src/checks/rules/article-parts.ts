import type { ReadArticle } from '../../catalog/article-file.ts';
import type { Rule } from '../rule.ts';

const hasSteps = (text: string) => /<Steps>/.test(text) || /^\s*1[.)] /m.test(text);

const hasList = (text: string) => /^\s*([-*+]|\d+[.)]) /m.test(text) || /^\s*\|.*\|/m.test(text) || /<Tabs>/.test(text);

/** Kind → what it needs, and how to see that it is there. */
const PARTS: Readonly<Record<ReadArticle['fields']['kind'], readonly { readonly words: string; readonly there: (article: ReadArticle) => boolean }[]>> = {
  'how-to': [{ words: 'steps: put a numbered list into <Steps>', there: (article) => hasSteps(body(article)) }],
  troubleshooting: [{ words: 'causes or things to try: a list or a table', there: (article) => hasList(body(article)) }],
  explanation: [{ words: 'headings, so that a reader finds the part that answers', there: ({ markup }) => markup.headings.length > 0 }],
  policy: [{ words: 'a way to the binding text: binding, or a link to the policy that it belongs to', there: ({ fields, markup }) => fields.binding !== undefined || markup.links.length > 0 }],
};

export const missingParts: Rule = {
  code: 'article/parts',
  severity: 'warning',
  protects: 'Readers who know what to expect of a how-to, a fix, an explanation and a policy.',
  remedy: 'Add the part, or choose another kind. docs/authors/voice.md says what each has.',
  when: 'always',
  *run({ published }) {
    for (const article of published) {
      for (const { words, there } of PARTS[article.fields.kind]) {
        if (there(article)) continue;
        yield { file: article.file, line: article.lineOf(['kind']), field: 'kind', value: article.fields.kind, message: `An article of this kind has ${words}.` };
      }
    }
  },
};

/** The text below the fields. */
function body({ source }: ReadArticle): string {
  return source.replace(/^---\n[^]*?\n---[ \t]*(\n|$)/, '');
}
