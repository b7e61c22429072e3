/** Loads `support/` and `replies/` of a content tree: how tickets are taken, promised, routed and answered. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostic.ts';
import type { Site } from '../schema.ts';
import type { StatusTree } from '../status-tree.ts';

export interface Support {
  /** Path of the folder from the content root. */
  readonly folder: 'support';
}

/** What the rest of the tree says, for references. */
export interface SupportSurroundings {
  readonly site: Site;
  /** Ids of all articles, drafts included. */
  readonly articles: ReadonlySet<string>;
  readonly status: StatusTree | undefined;
}

/** @returns `undefined` when the tree has no `support/`, or when an error makes it unusable; every problem is reported */
export function readSupport(root: string, _around: SupportSurroundings, _report: (diagnostic: Diagnostic) => void): Support | undefined {
  if (!existsSync(join(root, 'support'))) return undefined;
  return { folder: 'support' };
}
