import { resolveFrom } from '../../catalog/catalog.ts';
import { addressOf } from '../material.ts';
import type { Rule } from '../rule.ts';

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
