/** What readers say of articles that did not help: their reasons, and words that enough of them use. */
import type { CountedVote } from '../../feedback/votes.ts';
import { commentTold } from '../../feedback/comment.ts';
import { wilson } from '../../feedback/wilson.ts';
import { mask } from '../../privacy/mask.ts';
import { within, type Window } from '../window.ts';
import type { Wording } from '../wording.ts';
import type { Action } from './advice.ts';
import { crowdOf, join, toldOf, type Crowds } from './told.ts';

export interface Complaint {
  readonly article: string;
  readonly yes: number;
  readonly all: number;
  /** Why not, most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly votes: number }[];
  /** Of comments; stems of enough readers. */
  readonly words: readonly string[];
}

export interface Complaints {
  add(vote: Pick<CountedVote, 'article' | 'answer' | 'reason' | 'comment' | 'session' | 'createdAt'>): void;
  list(): Complaint[];
}

/** Votes sent without JavaScript are told apart by nothing: together they are one reader. */
const UNKNOWN_READER = 'form';
const MOST_WORDS = 6;

/**
 * Collects while votes are read.
 *
 * @param known whether the site has a word, in small letters: a name that five readers write is still a name
 */
export function collectComplaints(wording: Pick<Wording, 'termsOf' | 'isTelling'>, window: Window, known: (word: string) => boolean = () => false): Complaints {
  const articles = new Map<string, { yes: number; all: number; reasons: Map<string, number>; words: Crowds }>();
  return {
    add({ article, answer, reason, comment, session, createdAt }) {
      if (!within(window, createdAt)) return;
      const one = articles.get(article) ?? { yes: 0, all: 0, reasons: new Map(), words: new Map() };
      articles.set(article, one);
      one.all += 1;
      if (answer === 'yes') {
        one.yes += 1;
        return;
      }
      if (reason !== undefined) one.reasons.set(reason, (one.reasons.get(reason) ?? 0) + 1);
      for (const { stem, written } of wording.termsOf(speakable(commentTold(comment ?? '', known)))) if (wording.isTelling(stem)) join(crowdOf(one.words, written), session ?? UNKNOWN_READER, createdAt, window.zone);
    },
    list: () =>
      [...articles].map(([article, { yes, all, reasons, words }]) => ({
        article,
        yes,
        all,
        reasons: [...reasons].map(([reason, votes]) => ({ reason, votes })).sort((a, b) => b.votes - a.votes || (a.reason < b.reason ? -1 : 1)),
        words: toldOf(words).slice(0, MOST_WORDS).map(({ what }) => what),
      })),
  };
}

/** Without what names a person, and without the marks that stand in its place. */
export function speakable(text: string): string {
  return mask(text).replaceAll(/\[[a-z-]+\]/g, ' ');
}

export interface Judged {
  readonly people: number;
  readonly action: Action;
  readonly why: string;
  readonly todo: string;
}

/** So few votes say nothing about an article. */
const FROM_VOTES = 10;
/** So many readers with one reason are a pattern … */
const FROM_SAME_REASON = 5;
/** … when they are at least this part of all who voted. */
const SHARE_OF_VOTES = 0.2;

/** Reasons as the form offers them, and what mends them. */
const REASONS: Readonly<Record<string, readonly [said: string, action: Action, todo: string]>> = {
  unsolved: ['did not solve their problem', 'extend', 'Add what to do when it does not work: their words say what is missing.'],
  unclear: ['was not clear', 'fix', 'Rewrite the part that their comments name.'],
  outdated: ['is not right any more', 'fix', 'Hold it against the product as it is now, then run npm run review.'],
};

/** Whether an article fails its readers, and what their reasons ask for; nothing when few votes can explain it. */
export function judged({ yes, all, reasons }: Complaint): Judged | undefined {
  const high = wilson(yes, all)?.high ?? 1;
  const unhelpful = all >= FROM_VOTES && high < 0.5;
  const [most] = reasons.filter(({ reason }) => REASONS[reason] !== undefined);
  const same = most !== undefined && most.votes >= FROM_SAME_REASON && most.votes >= SHARE_OF_VOTES * all ? most : undefined;
  if (!unhelpful && same === undefined) return undefined;
  const [said, action, todo] = REASONS[(same ?? most)?.reason ?? ''] ?? ['', 'fix', 'Read the reasons in report:feedback and mend the part they name.'];
  const parts = [
    ...(unhelpful ? [`${all - yes} of ${all} votes say that it did not help; at most ${Math.round(high * 100)} % are helped`] : []),
    ...(same === undefined ? [] : [`${same.votes} of ${all} votes say that it ${said}`]),
  ];
  return { people: unhelpful ? all - yes : same!.votes, action, why: parts.join('; '), todo };
}
