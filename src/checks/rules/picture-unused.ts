import { basename } from 'node:path';
import { resolveFrom } from '../../catalog/catalog.ts';
import type { Rule } from '../rule.ts';
import { PICTURE } from '../picture-files.ts';

const FILM = /\.(mp4|webm|vtt)$/i;

export const unusedPicture: Rule = {
  code: 'picture/unused',
  severity: 'warning',
  protects: 'The repository from files that nobody dares to delete.',
  remedy: 'Delete the file, or show it.',
  when: 'always',
  *run({ tree }) {
    const used = new Set<string>();
    for (const article of tree.read) {
      const { video } = article.fields;
      const named = [...article.markup.images.map(({ target }) => target), ...Object.values(video ?? {}).filter((value) => typeof value === 'string')];
      for (const target of named) {
        const file = resolveFrom(article.file, target);
        used.add(file).add(file.replace(/\.(\w+)$/, '.dark.$1'));
      }
    }
    // An article that cannot be read may show anything.
    const unknown = new Set(tree.broken.map(({ file }) => file.split('/').slice(0, -1).join('/')));
    for (const file of tree.files) {
      if ((!PICTURE.test(file) && !FILM.test(file)) || used.has(file) || unknown.has(file.split('/').slice(0, -1).join('/'))) continue;
      yield { file, line: 1, value: basename(file), message: 'No article shows this file.' };
    }
  },
};
