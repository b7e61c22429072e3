/** The shape of an article: its parts, its headings, and its place among the others. */
import type { ReadArticle } from '../../catalog/article-file.ts';
import { resolveFrom } from '../../catalog/catalog.ts';
import { addressOf } from '../material.ts';
import type { Rule } from '../rule.ts';

/** The text below the fields. */
function body({ source }: ReadArticle): string {
  return source.replace(/^---\n[^]*?\n---[ \t]*(\n|$)/, '');
}

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

export const orphan: Rule = {
  code: 'article/orphan',
  severity: 'warning',
  protects: 'Articles from being found by nobody who reads another one.',
  remedy: 'Name it under related of an article that leads to it, or link to it.',
  when: 'always',
  *run({ published, tree }) {
    if (published.length < 2) return;
    const popular = new Set([...(tree.site?.value.popular ?? []), tree.site?.value.contactArticle]);
    const reached = new Set<string>();
    for (const article of published) {
      for (const id of article.fields.related) reached.add(id);
      for (const { target } of article.markup.links) {
        const path = target.split(/[?#]/)[0] ?? '';
        if (path.startsWith('.')) reached.add(resolveFrom(article.file, path));
        else if (path.startsWith('/')) reached.add(path);
      }
    }
    for (const article of published) {
      const { id } = article.fields;
      if (popular.has(id) || reached.has(id) || reached.has(article.file) || reached.has(addressOf(article))) continue;
      yield { file: article.file, line: article.lineOf(['id']), field: 'id', value: id, message: 'No other article leads here.' };
    }
  },
};

export const duplicateTitle: Rule = {
  code: 'article/duplicate-title',
  severity: 'warning',
  protects: 'Readers who have two answers of the same name before them.',
  remedy: 'Say in each title what the other one is not about, or make them one article.',
  when: 'always',
  *run({ published }) {
    const seen = new Map<string, string>();
    for (const article of published) {
      const words = article.fields.title.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join(' ') ?? '';
      const other = seen.get(words);
      if (other !== undefined) yield { file: article.file, line: article.lineOf(['title']), field: 'title', value: article.fields.title, message: `${other} has this title, too.` };
      seen.set(words, article.file);
    }
  },
};
