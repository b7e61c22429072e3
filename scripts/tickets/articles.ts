/** Articles that an agent names by id, as links for a letter. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, MANIFEST_FOLDER, manifestSchema } from '../../src/site/manifest.ts';
import type { AnswerLink } from '../../src/mail/placeholders.ts';
import { Mistyped } from './command.ts';

/** @throws {Mistyped} for an id that the built site does not know */
export function articlesOf(folder: string, ids: readonly string[]): AnswerLink[] {
  if (ids.length === 0) return [];
  const { articles, base, url } = manifestSchema.parse(JSON.parse(readFileSync(join(folder, MANIFEST_FOLDER, MANIFEST_FILE), 'utf8')));
  return ids.map((id) => {
    const article = articles.find((one) => one.id === id);
    if (article === undefined) throw new Mistyped(`There is no article with the id "${id}".`);
    return { title: article.title, summary: '', href: new URL(base.slice(0, -1) + article.address, url).href };
  });
}
