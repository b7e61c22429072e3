/** What agents answered, as notes for an author: sentences of which every word is common knowledge. */
import type { Term, Wording } from '../wording.ts';
import { speakable } from './complaints.ts';
import { crowdOf, join, mayBeTold, type Crowds } from './told.ts';

/** One public answer, in memory only. */
export interface Answer {
  readonly requester: string;
  readonly at: number;
  readonly text: string;
  /** Names of those who wrote to each other. */
  readonly names: readonly string[];
}

/** What the site itself says, which is no secret. */
export interface SiteWords {
  hasStem(stem: string): boolean;
  /** A word with a capital letter as the site writes it: a button, not a person. */
  hasName(word: string): boolean;
}

const MOST = 12;
const FROM_PEOPLE = 5;
/** Of those who write letters, not of what they say. */
const COURTESY = /^(hi|hello|dear|hey|good (morning|afternoon|evening)|best|kind|warm|regards|thanks|thank you|sincerely|cheers|yours|sent from)\b/i;

/**
 * Sentences that may stand in a draft, those that most people got first.
 *
 * A sentence is told when each of its words stands in an article or in the answers to five people on two days, and no
 * name in it is another than the site's. Answers to fewer than five people tell nothing.
 */
export function toldAnswers(answers: readonly Answer[], site: SiteWords, wording: Pick<Wording, 'termsOf'>, zone: string): string[] {
  if (new Set(answers.map(({ requester }) => requester)).size < FROM_PEOPLE) return [];
  const sentences = answers.flatMap(({ requester, at, text, names }) => sentencesOf(text, names).map((sentence) => ({ requester, at, sentence, terms: wording.termsOf(sentence) })));
  const words: Crowds = new Map();
  for (const { requester, at, terms } of sentences) for (const { stem } of terms) join(crowdOf(words, stem), requester, at, zone);
  const isCommon = ({ stem }: Term) => site.hasStem(stem) || mayBeTold(crowdOf(words, stem));
  const told = new Map<string, { readonly sentence: string; readonly people: Set<string> }>();
  for (const { requester, sentence, terms } of sentences) {
    if (terms.length < 2 || !terms.every(isCommon) || !namesOf(sentence).every((name) => site.hasName(name))) continue;
    const key = terms.map(({ stem }) => stem).join(' ');
    const one = told.get(key) ?? { sentence, people: new Set<string>() };
    told.set(key, one);
    one.people.add(requester);
  }
  return [...told.values()].sort((a, b) => b.people.size - a.people.size).slice(0, MOST).map(({ sentence }) => sentence);
}

function sentencesOf(text: string, names: readonly string[]): string[] {
  return text
    .split(/\n|(?<=[.!?])\s+/)
    .map((sentence) => sentence.replace(/^[\s>*\-\d.)]+/, '').trim())
    // What was masked is told apart from what was not by being another text.
    .filter((sentence) => sentence.length >= 10 && sentence.length <= 300 && !COURTESY.test(sentence) && speakable(sentence) === sentence.normalize('NFC'))
    .filter((sentence) => !names.some((name) => new RegExp(`(?<!\\p{L})${name}(?!\\p{L})`, 'iu').test(sentence)));
}

/** Words with a capital letter that do not begin the sentence. */
function namesOf(sentence: string): string[] {
  return [...sentence.matchAll(/(?<=[\p{L}\p{N},;:)"”’'] ?["“(]?)(?<![\p{L}\p{N}])\p{Lu}[\p{L}’'-]+/gu)].map(([name]) => name);
}
