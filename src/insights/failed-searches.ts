/** Searches that failed, brought together by what was asked, and only what enough readers asked. */
import { queryKey } from '../events/queries.ts';
import { scrub } from '../privacy/scrub.ts';
import { crowdOf, join, mayBeTold, nobodyYet, toldOf, type Crowd, type Crowds } from './gaps/told.ts';
import type { SearchFigures, SessionFigures } from './session-figures.ts';
import { within, type Window } from './window.ts';
import type { Wording } from './wording.ts';

/** How a search failed; a good one did not. */
export const FAILURES = ['zero', 'weak', 'no-click'] as const;
export type Failure = (typeof FAILURES)[number];

export interface FailedSearch {
  /** Stems of what was asked. */
  readonly key: string;
  /** As most readers wrote it. */
  readonly query: string;
  /** Other writings that enough readers used. */
  readonly also: readonly string[];
  readonly failure: Failure;
  /** Visits in which it failed. */
  readonly sessions: number;
  readonly searches: number;
  /** Searches that went on to a person. */
  readonly contacted: number;
  /** The article that most of these visits opened soon after, when enough did and did not write to us: there it was. */
  readonly foundLater: { readonly article: string; readonly people: number } | undefined;
}

interface Cluster {
  readonly crowd: Crowd;
  readonly writings: Map<string, { readonly query: string; readonly crowd: Crowd }>;
  readonly failures: Record<Failure, number>;
  readonly later: Crowds;
  searches: number;
  contacted: number;
}

/** What is opened within this time after a search that failed is what was looked for. */
const SOON = 10 * 60_000;

export interface FailedSearches {
  add(session: SessionFigures): void;
  /** Most visits first. */
  told(): FailedSearch[];
}

/**
 * Collects while visits are read.
 *
 * @param noAnswers articles that answer nothing, such as the one about getting in touch
 */
export function collectFailures(wording: Wording, window: Window, noAnswers: ReadonlySet<string> = new Set()): FailedSearches {
  const clusters = new Map<string, Cluster>();
  return {
    add(session) {
      for (const search of session.searches) {
        const failure = failureOf(search);
        if (failure === undefined || !within(window, search.at)) continue;
        // What was kept before a rule of scrubbing was known is scrubbed now.
        const query = scrub(search.query).trim();
        const key = wording.keyOf(query);
        if (key === '') continue;
        let cluster = clusters.get(key);
        if (cluster === undefined) clusters.set(key, (cluster = { crowd: nobodyYet(), writings: new Map(), failures: { zero: 0, weak: 0, 'no-click': 0 }, later: new Map(), searches: 0, contacted: 0 }));
        let writing = cluster.writings.get(queryKey(query));
        if (writing === undefined) cluster.writings.set(queryKey(query), (writing = { query, crowd: nobodyYet() }));
        for (const crowd of [cluster.crowd, writing.crowd]) join(crowd, session.id, search.at, window.zone);
        const later = readAfter(session, search.at, noAnswers);
        if (later !== undefined) join(crowdOf(cluster.later, later), session.id, search.at, window.zone);
        cluster.failures[failure] += 1;
        cluster.searches += 1;
        if (search.contacted) cluster.contacted += 1;
      }
    },
    told() {
      const told = [...clusters].flatMap(([key, { crowd, writings, failures, later, searches, contacted }]): FailedSearch[] => {
        // A rare writing may tell who it was, also when it stands beside frequent ones: each is judged alone.
        const [first, ...others] = [...writings.values()].filter((writing) => mayBeTold(writing.crowd)).sort((a, b) => b.crowd.people.size - a.crowd.people.size || (a.query < b.query ? -1 : 1));
        if (first === undefined) return [];
        const failure = [...FAILURES].sort((a, b) => failures[b] - failures[a])[0]!;
        const sessions = crowd.people.size;
        const [most] = toldOf(later);
        const foundLater = most !== undefined && most.people * 2 >= sessions ? { article: most.what, people: most.people } : undefined;
        return [{ key, query: first.query, also: others.map(({ query }) => query), failure, sessions, searches, contacted, foundLater }];
      });
      return told.sort((a, b) => b.sessions - a.sessions || (a.key < b.key ? -1 : 1));
    },
  };
}

function failureOf({ outcome, opened }: SearchFigures): Failure | undefined {
  if (outcome === 'zero') return 'zero';
  if (opened) return undefined;
  return outcome === 'weak' ? 'weak' : 'no-click';
}

/** Whoever wrote to us in the end had not found it. */
function readAfter({ readings, sentAt }: SessionFigures, at: number, noAnswers: ReadonlySet<string>): string | undefined {
  if (sentAt.some((sent) => sent >= at)) return undefined;
  return readings.find((reading) => reading.at > at && reading.at - at <= SOON && !noAnswers.has(reading.article))?.article;
}
