/** Reads the rules of triage from a content tree. */
import { loadCatalog } from '../../catalog/load.ts';
import { todayIn } from '../../catalog/today.ts';
import { compileTriage, type Triage } from './compiled.ts';

/** The tree has no `support/triage.yaml` or no `support/teams.yaml`. */
export class NoTriage extends Error {
  override readonly name = 'NoTriage';

  constructor(root: string) {
    super(`${root} has no support/triage.yaml with a support/teams.yaml, so nothing can be triaged.`);
  }
}

/**
 * @throws {ContentProblems} with every error in the tree
 * @throws {NoTriage}
 */
export function loadTriage(root: string): Triage {
  const { support } = loadCatalog(root, { today: (zone) => todayIn(zone), unpublished: false });
  if (support?.triage === undefined || support.teams === undefined) throw new NoTriage(root);
  return compileTriage(support.triage, support.teams);
}
