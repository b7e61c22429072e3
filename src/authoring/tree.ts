/** A content tree that a command may change: read as it is, and looked at again before the change stands. */
import { basename } from 'node:path';
import type { CheckedTree } from '../catalog/check.ts';
import { formatDiagnostics } from '../catalog/diagnostic.ts';
import { readCatalog, type LoadResult } from '../catalog/load.ts';
import { Refused } from './articles.ts';

export function readTree(root: string, today: string): LoadResult {
  return readCatalog(root, { today, unpublished: false });
}

/** A command does not build on a tree with errors: it could not tell its own from those that were there. */
export function soundTree(root: string, today: string): CheckedTree {
  const { tree, diagnostics } = readTree(root, today);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Refused(`The content has errors. Mend them first.\n\n${formatDiagnostics(errors, basename(root))}`);
  return tree;
}

/** For the end of a change: throws when it made an error. */
export function stillSound(root: string, today: string): () => void {
  return () => {
    const errors = readTree(root, today).diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Refused(`This would make an error, so nothing was changed.\n\n${formatDiagnostics(errors, basename(root))}`);
  };
}
