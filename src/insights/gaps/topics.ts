/** What tickets speak of that no article answers: words that stand together in tickets of enough people. */
import type { Term, Wording } from '../wording.ts';
import type { AskedTicket } from './asked-ticket.ts';
import { crowdOf, join, mayBeTold, toldOf, type Crowds } from './told.ts';

export interface Topic {
  /** One stem, or two that stand side by side. */
  readonly stems: readonly string[];
  /** As most people write it, of what may be told. */
  readonly what: string;
  /** Other words that these tickets have in common, most people first. */
  readonly also: readonly string[];
  readonly tickets: readonly AskedTicket[];
  readonly people: number;
}

/** More topics than this is a list that nobody works through. */
const MOST_TOPICS = 25;
const MOST_WORDS = 6;

/**
 * Takes the expression that most people share and fewest other tickets have, with its tickets; then the next one of
 * those that are left. Each ticket belongs to one topic.
 *
 * @param all every ticket that was looked at: a word that most of them have says little
 */
export function topicsIn(unanswered: readonly AskedTicket[], all: readonly AskedTicket[], wording: Pick<Wording, 'isTelling'>, zone: string): Topic[] {
  const weight = weights(all, wording);
  const topics: Topic[] = [];
  let left = [...unanswered];
  while (topics.length < MOST_TOPICS) {
    const stems = best(left, weight, zone);
    if (stems === undefined) break;
    const tickets = left.filter((ticket) => stems.every((stem) => ticket.terms.some((term) => term.stem === stem)));
    topics.push(topicOf(stems, tickets, weight, zone));
    left = left.filter((ticket) => !tickets.includes(ticket));
  }
  return topics.sort((a, b) => b.people - a.people || (a.what < b.what ? -1 : 1));
}

type Weight = (stem: string) => number;

/** Rare words weigh more; words of any subject nothing. */
function weights(all: readonly AskedTicket[], { isTelling }: Pick<Wording, 'isTelling'>): Weight {
  const tickets = new Map<string, number>();
  for (const { terms } of all) for (const stem of new Set(terms.map((term) => term.stem))) tickets.set(stem, (tickets.get(stem) ?? 0) + 1);
  return (stem) => (isTelling(stem) ? Math.log(1 + all.length / (tickets.get(stem) ?? 1)) : 0);
}

/** People times weight; a pair has the weight of both its words, so it wins where nearly everyone says both. */
function best(tickets: readonly AskedTicket[], weight: Weight, zone: string): readonly string[] | undefined {
  const crowds: Crowds = new Map();
  for (const { requester, createdAt, terms } of tickets) {
    const said = new Set<string>();
    for (const [index, { stem }] of terms.entries()) {
      if (weight(stem) > 0) said.add(stem);
      const next = terms[index + 1]?.stem;
      if (next !== undefined && next !== stem && weight(stem) + weight(next) > 0) said.add([stem, next].sort().join(' '));
    }
    for (const one of said) join(crowdOf(crowds, one), requester, createdAt, zone);
  }
  const score = (what: string, people: number) => people * what.split(' ').reduce((sum, stem) => sum + weight(stem), 0);
  // Of those that weigh the same, the one that says more, then the one that is said first: in the subject.
  const [first] = [...crowds]
    .filter(([, crowd]) => mayBeTold(crowd))
    .map(([what, { people }], place) => ({ what, place, words: what.split(' ').length, score: score(what, people.size) }))
    .sort((a, b) => b.score - a.score || b.words - a.words || a.place - b.place);
  return first?.what.split(' ');
}

function topicOf(stems: readonly string[], tickets: readonly AskedTicket[], weight: Weight, zone: string): Topic {
  const writings = writingsOf(tickets, zone);
  const others: Crowds = new Map();
  for (const { requester, createdAt, terms } of tickets) {
    for (const stem of new Set(terms.map((term) => term.stem))) if (!stems.includes(stem) && weight(stem) > 0) join(crowdOf(others, stem), requester, createdAt, zone);
  }
  const also = toldOf(others).sort((a, b) => b.people * weight(b.what) - a.people * weight(a.what));
  return {
    stems,
    what: inOrder(stems, tickets).map(writings).join(' '),
    also: [...new Set(also.slice(0, MOST_WORDS).map(({ what }) => writings(what)))],
    tickets,
    people: new Set(tickets.map(({ requester }) => requester)).size,
  };
}

/** How most people write a stem; the stem itself when every writing is rare. */
export function writingsOf(tickets: readonly Pick<AskedTicket, 'requester' | 'createdAt' | 'terms'>[], zone: string): (stem: string) => string {
  const byStem = new Map<string, Crowds>();
  for (const { requester, createdAt, terms } of tickets) {
    for (const { stem, written } of terms) {
      const writings = byStem.get(stem) ?? new Map();
      byStem.set(stem, writings);
      join(crowdOf(writings, written), requester, createdAt, zone);
    }
  }
  return (stem) => toldOf(byStem.get(stem) ?? new Map())[0]?.what ?? stem;
}

/** The order in which two stems stand in most tickets. */
function inOrder(stems: readonly string[], tickets: readonly AskedTicket[]): readonly string[] {
  const place = (terms: readonly Term[], stem: string | undefined) => terms.findIndex((term) => term.stem === stem);
  const turned = tickets.filter(({ terms }) => place(terms, stems[1]) < place(terms, stems[0])).length;
  return stems.length === 2 && turned * 2 > tickets.length ? [...stems].reverse() : stems;
}

/** Words of tickets that no article has, whether it answers or not; with the tickets that have them. */
export function strangeWords(all: readonly AskedTicket[], known: (stem: string) => boolean, wording: Pick<Wording, 'isTelling'>, zone: string): Topic[] {
  const crowds: Crowds = new Map();
  for (const { requester, createdAt, terms } of all) {
    for (const stem of new Set(terms.map((term) => term.stem))) if (wording.isTelling(stem) && !known(stem)) join(crowdOf(crowds, stem), requester, createdAt, zone);
  }
  return [...crowds].flatMap(([stem, crowd]): Topic[] => {
    if (!mayBeTold(crowd)) return [];
    const tickets = all.filter(({ terms }) => terms.some((term) => term.stem === stem));
    return [{ stems: [stem], what: writingsOf(tickets, zone)(stem), also: [], tickets, people: crowd.people.size }];
  });
}
