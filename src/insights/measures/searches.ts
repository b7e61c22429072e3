/** Whether readers find what they look for. */
import { share, type Measure } from '../measure.ts';
import type { SessionFigures } from '../session-figures.ts';
import { within, type Window } from '../window.ts';

/** Counted search by search, so that millions need no room; {@link searchMeasures} tells the result. */
export interface SearchTally {
  searches: number;
  zero: number;
  weak: number;
  refined: number;
  answered: number;
  unopened: number;
  contacted: number;
}

export function noSearches(): SearchTally {
  return { searches: 0, zero: 0, weak: 0, refined: 0, answered: 0, unopened: 0, contacted: 0 };
}

/** Each search belongs to the window in which it happened, whenever its session began. */
export function addSearches(tally: SearchTally, session: SessionFigures, window: Window): void {
  for (const { at, outcome, refined, opened, contacted } of session.searches) {
    if (!within(window, at)) continue;
    tally.searches += 1;
    if (outcome === 'zero') tally.zero += 1;
    else tally.answered += 1;
    if (outcome === 'weak') tally.weak += 1;
    if (refined) tally.refined += 1;
    if (outcome !== 'zero' && !opened) tally.unopened += 1;
    if (contacted) tally.contacted += 1;
  }
}

export function searchMeasures({ searches, zero, weak, refined, answered, unopened, contacted }: SearchTally, window: Window): Measure[] {
  const source = 'Zendesk Explore, search; told by readers’ pages, bots and readers who asked not to be tracked left out';
  return [
    share({ id: 'search-zero', title: 'Searches without an answer', formula: 'searches with no result ÷ searches', source }, { of: zero, all: searches }, window),
    share({ id: 'search-weak', title: 'Searches with doubtful answers', formula: 'searches whose best answer was marked as weak ÷ searches', source }, { of: weak, all: searches }, window),
    share({ id: 'search-no-click', title: 'Searches whose answers nobody opened', formula: 'searches with results of which none was opened ÷ searches with results', source }, { of: unopened, all: answered }, window),
    share({ id: 'search-refined', title: 'Searches that mend the one before', formula: 'searches within a minute of another one of which nothing was opened ÷ searches', source }, { of: refined, all: searches }, window),
    share({ id: 'search-contact', title: 'Searches that went on to a person', formula: 'searches from which the reader went to contact ÷ searches', source }, { of: contacted, all: searches }, window),
  ];
}
