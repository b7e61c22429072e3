import { resolveFrom } from '../../catalog/catalog.ts';
import type { ReadArticle } from '../../catalog/article-file.ts';
import type { Rule } from '../rule.ts';
import { command, revisionOfRead } from '../recorded-meaning.ts';

export const oldDate: Rule = {
  code: 'freshness/old-date',
  severity: 'error',
  protects: 'Readers, who judge by “Last updated” whether an answer still holds.',
  remedy: 'Run npm run touch for the article. When nothing changed for a reader (a typo), add --same.',
  when: 'always',
  *run(material) {
    for (const article of material.published) {
      const known = material.freshness.entries.get(article.fields.id);
      if (known === undefined || article.fields.lastUpdated !== known.lastUpdated || known.revision === revisionOfRead(material, article)) continue;
      // A picture that is missing is told as such; when it is back, so is the meaning.
      if (lacksPicture(article, material.tree.files)) continue;
      yield {
        file: article.file,
        line: article.lineOf(['lastUpdated']),
        field: 'lastUpdated',
        value: article.fields.lastUpdated,
        message: 'The article means something else than on this day.',
        remedy: `${command('touch', article.file)}   (a typo only: add --same)`,
      };
    }
  },
};

function lacksPicture({ file, markup }: ReadArticle, files: readonly string[]): boolean {
  return markup.images.some(({ target }) => target.startsWith('.') && !files.includes(resolveFrom(file, target)));
}
