/** An article’s file line by line, fields and code too: a secret may hide anywhere. */
import type { ReadArticle } from '../catalog/article-file.ts';

export function linesOf({ source }: ReadArticle): { text: string; line: number }[] {
  return source.split('\n').map((text, index) => ({ text, line: index + 1 }));
}
