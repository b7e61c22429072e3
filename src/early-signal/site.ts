/** What the early signal has to know of the site that is shown: its parts, its words, its search. */
import type { EarlySignal } from '../catalog/support/early-signal.ts';
import type { StatusTree } from '../catalog/status-tree.ts';
import { partsOf } from '../status/timeline.ts';
import type { Bars } from './detector.ts';
import { SLOT_MS } from './detector.ts';
import type { Reading } from './evidence.ts';
import { reachOf } from './reach.ts';
import { wordsIn } from './words.ts';

export interface WatchedSite {
  readonly settings: EarlySignal;
  /** Parts, incidents and maintenance. */
  readonly tree: Pick<StatusTree, 'components' | 'incidents' | 'maintenances'>;
  /** Parts that articles name, by the article's id. */
  readonly about: ReadonlyMap<string, readonly string[]>;
  /** Titles of articles by id. */
  readonly titles: ReadonlyMap<string, string>;
  readonly answerTo: Reading['answerTo'];
  readonly locale: string;
}

export function barsOf({ people, within, least }: EarlySignal): Bars {
  return { people, within: Math.max(1, Math.round(within / SLOT_MS)), least };
}

/** How what people do is read on this site. */
export function readingOf({ settings, tree, about, titles, answerTo, locale }: WatchedSite): Reading {
  const known = wordsIn([...titles.values(), ...tree.components.map(({ name }) => name), ...settings.parts.flatMap(({ words }) => words)]);
  return {
    reach: reachOf(new Set(tree.components.map(({ slug }) => slug)), settings.parts, about),
    ofIncident: (id) => tree.incidents.filter((one) => one.id === id).flatMap(partsOf),
    answerTo: remembered(answerTo),
    known: (word) => known.has(word),
    locale,
  };
}

const MOST_ANSWERS = 5_000;

/** The same few words are searched for all day. */
function remembered(answerTo: Reading['answerTo']): Reading['answerTo'] {
  const answers = new Map<string, Promise<string | undefined>>();
  return (query) => {
    const known = answers.get(query) ?? answerTo(query);
    if (answers.size >= MOST_ANSWERS) answers.clear();
    answers.set(query, known);
    known.catch(() => answers.delete(query));
    return known;
  };
}
