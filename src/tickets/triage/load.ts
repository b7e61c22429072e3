/** Reads the rules of triage from a content tree, and nothing else of it. */
import { basename, resolve } from 'node:path';
import { ContentProblems, type Diagnostic } from '../../catalog/diagnostic.ts';
import { readTriage } from '../../catalog/support/read-triage.ts';
import { triageOf, type Triage } from './compiled.ts';

/** The tree has no `support/triage.yaml` or no `support/teams.yaml`. */
export class NoTriage extends Error {
  override readonly name = 'NoTriage';

  constructor(root: string) {
    super(`${root} has no support/triage.yaml with a support/teams.yaml, so nothing can be triaged.`);
  }
}

/**
 * @throws {ContentProblems} with every error in the two files
 * @throws {NoTriage}
 */
export function loadTriage(root: string): Triage {
  const problems: Diagnostic[] = [];
  const files = readTriage(resolve(root), (diagnostic) => problems.push(diagnostic));
  if (problems.some(({ severity }) => severity === 'error')) throw new ContentProblems(problems, basename(resolve(root)));
  const triage = triageOf(files);
  if (triage === undefined) throw new NoTriage(basename(resolve(root)));
  return triage;
}
