/** An article's revision with its pictures read from the content tree. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveFrom } from '../catalog/catalog.ts';
import type { ArticleFields } from '../catalog/schema.ts';
import { articleRevision } from './revision.ts';

export function revisionInTree(root: string, file: string, fields: ArticleFields, source: string): string {
  return articleRevision(fields, source, (target) => {
    const path = join(root, resolveFrom(file, target));
    return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('base64url') : 'none';
  });
}
