/** Searches that failed, brought together by what was asked, and only what enough readers asked. */
import { queryKey, TOLD_FROM_DAYS, TOLD_FROM_SESSIONS } from '../events/queries.ts';
import { scrub } from '../privacy/scrub.ts';
import type { SearchFigures, SessionFigures } from './session-figures.ts';
import { localDay, within, type Window } from './window.ts';
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
}

interface Asked {
  readonly sessions: Set<string>;
  readonly days: Set<number>;
}

interface Cluster extends Asked {
  readonly writings: Map<string, Asked & { readonly query: string }>;
  readonly failures: Record<Failure, number>;
  searches: number;
  contacted: number;
}

export interface FailedSearches {
  add(session: SessionFigures): void;
  /** Most visits first. */
  told(): FailedSearch[];
}

/** Collects while visits are read. */
export function collectFailures(wording: Wording, window: Window): FailedSearches {
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
        if (cluster === undefined) clusters.set(key, (cluster = { ...nobodyYet(), writings: new Map(), failures: { zero: 0, weak: 0, 'no-click': 0 }, searches: 0, contacted: 0 }));
        let writing = cluster.writings.get(queryKey(query));
        if (writing === undefined) cluster.writings.set(queryKey(query), (writing = { ...nobodyYet(), query }));
        const day = localDay(search.at, window.zone);
        for (const asked of [cluster, writing]) {
          asked.sessions.add(session.id);
          asked.days.add(day);
        }
        cluster.failures[failure] += 1;
        cluster.searches += 1;
        if (search.contacted) cluster.contacted += 1;
      }
    },
    told() {
      const told = [...clusters].flatMap(([key, { writings, failures, sessions, searches, contacted }]): FailedSearch[] => {
        // A rare writing may tell who it was, also when it stands beside frequent ones: each is judged alone.
        const [first, ...others] = [...writings.values()].filter(mayBeTold).sort((a, b) => b.sessions.size - a.sessions.size || (a.query < b.query ? -1 : 1));
        if (first === undefined) return [];
        const failure = [...FAILURES].sort((a, b) => failures[b] - failures[a])[0]!;
        return [{ key, query: first.query, also: others.map(({ query }) => query), failure, sessions: sessions.size, searches, contacted }];
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

function nobodyYet(): Asked {
  return { sessions: new Set(), days: new Set() };
}

function mayBeTold({ sessions, days }: Asked): boolean {
  return sessions.size >= TOLD_FROM_SESSIONS && days.size >= TOLD_FROM_DAYS;
}
