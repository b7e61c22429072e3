/** Dates that tell the truth: held against what the articles mean, never against Git. */
import { revisionInTree } from '../articles/revision-files.ts';
import type { ReadArticle } from '../catalog/article-file.ts';
import type { Material } from './material.ts';
import { proseOf } from './prose.ts';

const revisions = new WeakMap<ReadArticle, string>();

export function revisionOfRead({ tree }: Pick<Material, 'tree'>, article: ReadArticle): string {
  let revision = revisions.get(article);
  if (revision === undefined) {
    revision = revisionInTree(tree.root, article.file, article.fields, article.source);
    revisions.set(article, revision);
  }
  return revision;
}

/** What to type for one article. */
export const command = (name: string, file: string) => `npm run ${name} -- ${file.replace(/^articles\//, '').replace(/\.mdx$/, '')}`;

export function lineOfClaim(article: ReadArticle, claim: string): number | undefined {
  return proseOf(article).find(({ text }) => plain(text).includes(plain(claim)))?.line;
}

export function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').toLowerCase();
}
