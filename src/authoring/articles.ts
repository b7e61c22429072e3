/** Finds the article that a person means on the command line. */
import { basename } from 'node:path';
import type { ReadArticle } from '../catalog/article-file.ts';
import { didYouMean } from '../catalog/diagnostic.ts';

/** What a command cannot do, in words for the person who typed it. Nothing has changed. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** @param words an id, an address, a file, or the last part of its name when only one has it */
export function findArticle(articles: readonly ReadArticle[], words: string): ReadArticle {
  const plain = words.replaceAll('\\', '/').replace(/^\.\//, '').replace(/^.*?articles\//, '').replace(/^\/|\/$|\.mdx$/g, '');
  const placeOf = ({ file }: ReadArticle) => file.replace(/^articles\//, '').replace(/\.mdx$/, '');
  const exact = articles.filter((article) => article.fields.id === plain || placeOf(article) === plain);
  const byName = exact.length > 0 ? exact : articles.filter(({ file }) => basename(file, '.mdx') === plain);
  if (byName.length === 1) return byName[0]!;
  if (byName.length > 1) throw new Refused(`${byName.length} articles are called "${plain}": ${byName.map(placeOf).join(', ')}. Name the category, too.`);
  throw new Refused(`There is no article "${words}". ${didYouMean(plain, articles.map(placeOf)) ?? didYouMean(plain, articles.map(({ file }) => basename(file, '.mdx'))) ?? 'Name its file, for example billing/refunds.'}`);
}
