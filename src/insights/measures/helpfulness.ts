/** What readers answer to "Was this helpful?". */
import { share, type Measure } from '../measure.ts';
import type { Window } from '../window.ts';

export interface VoteTally {
  yes: number;
  all: number;
  readonly articles: Map<string, { yes: number; all: number }>;
}

export function noVotes(): VoteTally {
  return { yes: 0, all: 0, articles: new Map() };
}

/** Adds votes of one article that say the same. */
export function addVotes(tally: VoteTally, { article, answer, many }: { readonly article: string; readonly answer: string; readonly many: number }): void {
  const one = tally.articles.get(article) ?? { yes: 0, all: 0 };
  tally.articles.set(article, one);
  for (const each of [tally, one]) {
    each.all += many;
    if (answer === 'yes') each.yes += many;
  }
}

export function helpfulness({ yes, all }: VoteTally, window: Window): Measure {
  return share({ id: 'helpful', title: 'Helpful', formula: 'yes ÷ (yes + no), each reader’s last answer for an article and revision', source: 'share with the interval of Wilson (1927); who answers chooses to' }, { of: yes, all }, window);
}
