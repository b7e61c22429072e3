/** Which articles answer, in which order, and why. Pure: the same for the browser and the service. */
import type { Field, Lexicon, Place } from './lexicon.ts';
import type { Option, Slot, Understanding } from './understanding.ts';
import { isWeak } from './weak.ts';
import { WEIGHTS } from './weights.ts';

/** How well Pagefind finds a stem in the text: article → 0 to 1. */
export type BodyHits = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** One word of the query, and how an article has it. */
export interface Match {
  readonly asked: string;
  readonly option: Option;
  readonly field: Field | 'body' | 'apart';
  readonly points: number;
}

export interface Ranked {
  readonly doc: number;
  readonly score: number;
  /** Share of what was asked that this article has, 0 to 1. */
  readonly coverage: number;
  /** The same, where a word counts less that is missing here but is one of the site's: it is no sign of another subject. */
  readonly certainty: number;
  readonly matches: readonly Match[];
  readonly pinned: boolean;
}

export interface Ranking {
  readonly results: readonly Ranked[];
  readonly weak: boolean;
  /** The first is so far ahead that its summary can be given as the answer. */
  readonly clear: boolean;
}

interface Found {
  readonly field: Match['field'];
  readonly points: number;
  readonly places: readonly Place[];
}

/** Of a text's worth what a word has that stands in it once; more often is more. */
const LEAST_SHARE = 0.4;

export function rank({ slots, pinned }: Understanding, lexicon: Lexicon, body: BodyHits, among?: ReadonlySet<number>): Ranking {
  const asked = slots.reduce((sum, slot) => sum + slot.weight, 0);
  const candidates = new Map<number, { matches: { slot: Slot; match: Match; places: readonly Place[] }[] }>();
  for (const slot of slots) {
    for (const [doc, best] of bestOptions(slot, lexicon, body)) {
      if (among !== undefined && !among.has(doc)) continue;
      const candidate = candidates.get(doc) ?? { matches: [] };
      candidates.set(doc, candidate);
      candidate.matches.push({ slot, ...best });
    }
  }

  const everywhere = slots.filter(({ options }) => options[0]?.stems.every((stem) => standsEverywhere(stem, lexicon)));
  const scored = [...candidates].map(([doc, { matches }]): Ranked => {
    for (const slot of everywhere) {
      if (!matches.some((one) => one.slot === slot)) matches.push({ slot, match: assumed(slot), places: [] });
    }
    const had = matches.reduce((sum, { slot, match }) => sum + slot.weight * quality(match) * (slot.options[0]?.reason === 'prefix' ? WEIGHTS.weak.prefixQuality : 1), 0);
    const coverage = had / asked;
    const certainty = had / (asked - slots.filter((slot) => !slot.foreign && !matches.some((one) => one.slot === slot)).reduce((sum, { weight }) => sum + weight * (1 - WEIGHTS.weak.known), 0));
    const words = matches.reduce((sum, { slot, match }) => sum + slot.weight * match.points, 0) / asked;
    const standing = WEIGHTS.standing * (Number(lexicon.head.standing[doc] ?? 0) / 9);
    const score = (words + wholeness(matches, asked)) * coverage ** WEIGHTS.coverage + standing * coverage;
    return { doc, score, coverage, certainty, matches: matches.map(({ match }) => match), pinned: false };
  });
  scored.sort((a, b) => b.score - a.score || a.doc - b.doc);

  const least = (scored[0]?.score ?? 0) * WEIGHTS.tail;
  const kept = scored.filter(({ score }) => score >= least);
  const first = pinned === undefined || (among !== undefined && !among.has(pinned)) ? undefined : pinned;
  const known = scored.find(({ doc }) => doc === first);
  const results = first === undefined ? kept : [{ matches: [], coverage: 1, certainty: 1, ...known, doc: first, score: Math.max(kept[0]?.score ?? 0, 1) + 1, pinned: true }, ...kept.filter(({ doc }) => doc !== first)];
  const weak = isWeak(results[0], slots);
  const [best, next] = results;
  const clear = !weak && best !== undefined && (best.pinned || (best.coverage > 0.8 && best.score > (next?.score ?? 0) * WEIGHTS.clearLead));
  return { results, weak, clear };
}

/** Whether a word chooses so little on a large site that no text is looked into for it: each is taken to have it. */
export function standsEverywhere(stem: string, { head, entry }: Lexicon): boolean {
  const { docs, share } = WEIGHTS.query.everywhere;
  return head.docs >= docs && (entry(stem)?.docs ?? 0) >= head.docs * share;
}

function assumed({ text, options }: Slot): Match {
  const option = options[0]!;
  return { asked: text, option, field: 'body', points: WEIGHTS.field.body * LEAST_SHARE * option.weight };
}

/** For each article the option that says most. */
function bestOptions(slot: Slot, lexicon: Lexicon, body: BodyHits): Map<number, { match: Match; places: Place[] }> {
  const best = new Map<number, { match: Match; places: Place[] }>();
  for (const option of slot.options) {
    for (const [doc, { field, points, places }] of placesOf(option.stems, lexicon, body)) {
      const match: Match = { asked: slot.text, option, field, points: points * option.weight };
      const known = best.get(doc);
      if (known === undefined) best.set(doc, { match, places: [...places] });
      else {
        known.places.push(...places.filter((place) => !known.places.some((other) => samePlace(other, place))));
        if (match.points > known.match.points) known.match = match;
      }
    }
  }
  return best;
}

/** Where an expression stands: its words together in one title, keyword …, apart, or in the text. */
function placesOf(stems: readonly string[], lexicon: Lexicon, body: BodyHits): Map<number, Found> {
  const found = new Map<number, Found>();
  const postings = stems.map((stem) => lexicon.entry(stem)?.postings);
  for (const [doc, places] of postings[0] ?? []) {
    const others = postings.slice(1).map((one) => one?.get(doc));
    if (others.some((one) => one === undefined)) continue;
    const together = places.filter((place) => others.every((one) => one?.some((other) => samePlace(other, place))));
    found.set(doc, together.length > 0 ? worth(together) : { field: 'apart', points: WEIGHTS.field.apart, places: [] });
  }
  const texts = stems.map((stem) => body.get(stem));
  for (const [doc, share] of texts[0] ?? []) {
    const least = Math.min(share, ...texts.slice(1).map((one) => one?.get(doc) ?? 0));
    if (least <= 0) continue;
    const points = WEIGHTS.field.body * (LEAST_SHARE + (1 - LEAST_SHARE) * least) * (stems.length > 1 ? 0.6 : 1);
    const known = found.get(doc);
    if (known === undefined) found.set(doc, { field: 'body', points, places: [] });
    else found.set(doc, { ...known, points: known.points + points * WEIGHTS.alsoIn });
  }
  return found;
}

function worth(places: readonly Place[]): Found {
  const fields = [...new Set(places.map(({ field }) => field))].sort((a, b) => WEIGHTS.field[b] - WEIGHTS.field[a]);
  const [field = 'summary', ...others] = fields;
  const points = WEIGHTS.field[field] + others.reduce((sum, other) => sum + WEIGHTS.field[other] * WEIGHTS.alsoIn, 0);
  return { field, points, places };
}

/** The best single title, keyword, heading or message: how much of it is asked, and how much of the query it answers. */
function wholeness(matches: readonly { slot: Slot; match: Match; places: readonly Place[] }[], asked: number): number {
  const byPlace = new Map<string, { place: Place; words: number; weight: number }>();
  for (const { slot, match, places } of matches) {
    for (const place of places) {
      const key = `${place.field}${place.index}`;
      const sum = byPlace.get(key) ?? { place, words: 0, weight: 0 };
      byPlace.set(key, sum);
      sum.words += match.option.stems.length;
      sum.weight += slot.weight * match.option.weight;
    }
  }
  let best = 0;
  for (const { place, words, weight } of byPlace.values()) {
    const precision = Math.min(1, words / place.length);
    best = Math.max(best, WEIGHTS.whole[place.field] * precision * (weight / asked) * (place.field === 'error' ? Math.min(1, place.length / WEIGHTS.wholeMessage) : 1));
  }
  return best;
}

/** How sure a match is, for telling good answers from guesses. */
function quality({ option, field }: Match): number {
  const { bodyQuality, summaryQuality } = WEIGHTS.weak;
  // A number in a sentence is some number.
  const byTheWay = field === 'body' || field === 'apart' || (field === 'summary' && /^\d+$/.test(option.text));
  return option.weight * (byTheWay ? bodyQuality : field === 'summary' ? summaryQuality : 1);
}

function samePlace(a: Place, b: Place): boolean {
  return a.field === b.field && a.index === b.index;
}
