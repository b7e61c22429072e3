/** How much a stale article matters: by its readers, by those whom it did not help, and by those who still had to write. */
import type { DeflectionTally } from './measures/deflection.ts';
import type { VoteTally } from './measures/helpfulness.ts';

/** As every list by article: fewer visits could be one person. */
const FROM_VISITS = 5;
/** So few votes say nothing about an article. */
const FROM_VOTES = 5;

export const STALE_FORMULA = 'visits × (1 + share of votes that say it did not help) × (1 + share of visits that wrote to us within 30 minutes), half of it for what is only soon to be done';

export interface StaleFigures {
  readonly deflection: Pick<DeflectionTally, 'articles'>;
  readonly votes: Pick<VoteTally, 'articles'>;
}

/** The weight of an article, with the figures that make it. */
export function staleWeight(id: string, { deflection, votes }: StaleFigures): { weight: number; figures: string } {
  const { readers, wrote } = deflection.articles.get(id) ?? { readers: 0, wrote: 0 };
  if (readers < FROM_VISITS) return { weight: 0, figures: `fewer than ${FROM_VISITS} visits` };
  const { yes, all } = votes.articles.get(id) ?? { yes: 0, all: 0 };
  const unhelped = all < FROM_VOTES ? 0 : (all - yes) / all;
  const said = all < FROM_VOTES ? 'too few votes' : `${all - yes} of ${all} votes say that it did not help`;
  return { weight: readers * (1 + unhelped) * (1 + wrote / readers), figures: `${readers} visits, ${said}, ${wrote} wrote to us` };
}
