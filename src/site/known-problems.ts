/** Incidents that were open when the site was built, for the articles about the parts that they affect. */
import type { Catalog } from '../catalog/catalog.ts';
import { overallAt } from '../status/overall.ts';
import { latestUpdate, partsOf } from '../status/timeline.ts';
import { plainWords } from '../status/words.ts';
import { buildInstant } from './status-output.ts';

export interface KnownProblem {
  readonly id: string;
  readonly title: string;
  /** The part of the article that it affects. */
  readonly part: string;
  /** What was said last, and when. */
  readonly text: string;
  readonly at: number;
}

/** Newest first; a page shows this, so its cache key has it. */
export function knownProblems({ status }: Pick<Catalog, 'status'>, components: readonly string[], now = buildInstant()): KnownProblem[] {
  if (status === undefined || components.length === 0) return [];
  return overallAt(status, now)
    .open.filter(({ impact }) => impact !== 'none')
    .flatMap((incident) => {
      const slug = partsOf(incident).find((one) => components.includes(one));
      const part = status.components.find((one) => one.slug === slug);
      const last = latestUpdate(incident, now);
      return part === undefined || last === undefined ? [] : [{ id: incident.id, title: incident.title, part: part.name, text: plainWords(last.text), at: last.at }];
    });
}
