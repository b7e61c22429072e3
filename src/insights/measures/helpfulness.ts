/** What readers answer to "Was this helpful?". */
import type { CountedVote } from '../../feedback/votes.ts';
import { share, type Measure } from '../measure.ts';
import { within, type Window } from '../window.ts';

export interface VoteTally {
  yes: number;
  all: number;
  readonly articles: Map<string, { yes: number; all: number }>;
}

export function noVotes(): VoteTally {
  return { yes: 0, all: 0, articles: new Map() };
}

export function addVote(tally: VoteTally, { article, answer, createdAt }: Pick<CountedVote, 'article' | 'answer' | 'createdAt'>, window: Window): void {
  if (!within(window, createdAt)) return;
  const one = tally.articles.get(article) ?? { yes: 0, all: 0 };
  tally.articles.set(article, one);
  for (const each of [tally, one]) {
    each.all += 1;
    if (answer === 'yes') each.yes += 1;
  }
}

export function helpfulness({ yes, all }: VoteTally, window: Window): Measure {
  return share({ id: 'helpful', title: 'Helpful', formula: 'yes ÷ (yes + no), each reader’s last answer for an article and revision', source: 'share with the interval of Wilson (1927); who answers chooses to' }, { of: yes, all }, window);
}
