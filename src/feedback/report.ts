/** Votes by article and revision: shares with their intervals, reasons, comments. */
import { commentTold } from './comment.ts';
import type { CountedVote } from './votes.ts';
import { wilson, type Interval } from './wilson.ts';

export interface ArticleInReport {
  readonly id: string;
  readonly title: string;
  readonly address: string;
  /** The revision that readers see now. */
  readonly revision: string;
}

export interface RevisionReport {
  readonly revision: string;
  readonly current: boolean;
  readonly yes: number;
  readonly no: number;
  /** yes / (yes + no) */
  readonly share: number;
  /** The 95 % Wilson interval of the share. */
  readonly interval: Interval;
  /** Votes that nothing tells apart from a second one by the same reader (sent without JavaScript). */
  readonly notDeduplicated: number;
  readonly firstVoteAt: number;
  readonly lastVoteAt: number;
}

export interface ArticleReport {
  readonly article: string;
  /** Missing when the article is not published any more. */
  readonly title: string | undefined;
  readonly address: string | undefined;
  readonly yes: number;
  readonly no: number;
  readonly share: number;
  readonly interval: Interval;
  readonly revisions: readonly RevisionReport[];
  /** Reason → how often, most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly votes: number }[];
  /** Newest first, with what looks like a person masked. */
  readonly comments: readonly { readonly at: number; readonly answer: 'yes' | 'no'; readonly revision: string; readonly text: string }[];
}

export interface FeedbackReport {
  readonly from: number;
  readonly to: number;
  readonly votes: number;
  /** The articles that fail most readers first: by the upper end of the interval, so that few votes do not shout. */
  readonly articles: readonly ArticleReport[];
}

interface Tally {
  readonly votes: CountedVote[];
}

/** @param known whether the site has a word, so that it is no name */
export function feedbackReport(votes: readonly CountedVote[], articles: readonly ArticleInReport[], span: { from: number; to: number }, known: (word: string) => boolean = () => false): FeedbackReport {
  const byId = new Map(articles.map((article) => [article.id, article]));
  const byArticle = groupBy(votes, (vote) => vote.article);
  const reports = [...byArticle].map(([id, tally]) => articleReport(id, tally, byId.get(id), known));
  reports.sort((a, b) => a.interval.high - b.interval.high || b.no - a.no || a.article.localeCompare(b.article));
  return { ...span, votes: votes.length, articles: reports };
}

function articleReport(id: string, { votes }: Tally, article: ArticleInReport | undefined, known: (word: string) => boolean): ArticleReport {
  const revisions = [...groupBy(votes, (vote) => vote.revision)].map(([revision, tally]) => revisionReport(revision, tally.votes, article?.revision === revision));
  revisions.sort((a, b) => Number(b.current) - Number(a.current) || b.lastVoteAt - a.lastVoteAt);
  const reasons = [...groupBy(votes.filter((vote) => vote.reason !== undefined), (vote) => vote.reason ?? '')]
    .map(([reason, tally]) => ({ reason, votes: tally.votes.length }))
    .sort((a, b) => b.votes - a.votes || a.reason.localeCompare(b.reason));
  const comments = votes
    .flatMap(({ comment, createdAt, answer, revision }) => (comment === undefined ? [] : [{ at: createdAt, answer, revision, text: commentTold(comment, known) }]))
    .sort((a, b) => b.at - a.at);
  return { article: id, title: article?.title, address: article?.address, ...shareOf(votes), revisions, reasons, comments };
}

function revisionReport(revision: string, votes: readonly CountedVote[], current: boolean): RevisionReport {
  const instants = votes.map((vote) => vote.createdAt);
  return {
    revision,
    current,
    ...shareOf(votes),
    notDeduplicated: votes.filter((vote) => !vote.deduplicated).length,
    firstVoteAt: instants.reduce((a, b) => Math.min(a, b)),
    lastVoteAt: instants.reduce((a, b) => Math.max(a, b)),
  };
}

function shareOf(votes: readonly CountedVote[]): { yes: number; no: number; share: number; interval: Interval } {
  const yes = votes.filter((vote) => vote.answer === 'yes').length;
  return { yes, no: votes.length - yes, share: yes / votes.length, interval: wilson(yes, votes.length) ?? { low: 0, high: 1 } };
}

function groupBy(votes: readonly CountedVote[], key: (vote: CountedVote) => string): Map<string, Tally> {
  const groups = new Map<string, Tally>();
  for (const vote of votes) {
    const tally = groups.get(key(vote)) ?? { votes: [] };
    tally.votes.push(vote);
    groups.set(key(vote), tally);
  }
  return groups;
}
