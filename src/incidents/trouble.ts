/** Words by which people tell that something does not do what it should. */
import { english, type Language } from '../search/english.ts';
import { folded, wordsOf } from '../search/words.ts';

/** They tell of trouble wherever they stand. */
const TROUBLE = `cannot fail failed failure error errors broken break breaks down slow slowly late delay delayed missing stuck hang hangs crash crashes blank
  freeze frozen spinning spins timeout timed unavailable offline outage problem problems issue issues trouble lost disappear disappeared vanished nothing
  unable impossible interrupted unreachable dead refuses load loads loading respond responding arrive arrived`;

/** When it began says nothing of what it is about. */
export const TIMES: ReadonlySet<string> = new Set('today yesterday morning noon afternoon evening night hour hours minute minutes day days week weeks monday tuesday wednesday thursday friday saturday sunday weekend since last'.split(' '));

/** They turn what stands beside them into trouble. */
const NOT = new Set('not no cant couldnt wont doesnt dont didnt isnt arent wasnt never cannot nothing nobody'.split(' '));

/** Who does not want, know or need something has no trouble with it. */
const NO_TROUBLE = /\b(?:do not|dont|did not|didnt|no longer|not|never)\s+(?:\w+ly\s+)?(?:want|need|wish|like|know|understand|remember|have to|think|agree|sure|only|about)\b/g;
/** Somebody asks how it is done. */
const HOW = /\b(?:how|where) (?:do|can|could|should|would|to)\b|\bis (?:it|there) (?:possible|a way)\b/;

/** Something is out altogether, whatever it is called. */
const DOWN = /\b(?:down|offline|unavailable|unreachable|outage|dead|crashed|crashes|blank|timeouts?|timed out|(?:50[0234])|loads?|loading|open|reach|reached|works?|working|coming up|come up)\b/;
const NOT_DOWN = /\bnot down\b|\bwas\b.*\bdown\b/;

const stems = new WeakMap<Language, ReadonlySet<string>>();

/** Roots of the words that tell of trouble; none for a language that we know nothing of. */
export function troubleOf(language: Language): ReadonlySet<string> {
  let known = stems.get(language);
  if (known === undefined) stems.set(language, (known = new Set(language === english ? TROUBLE.split(/\s+/).map(language.stem) : [])));
  return known;
}

/** @example isTroubled('I did not get the email', english) // true */
export function isTroubled(text: string, language: Language): boolean {
  if (language !== english) return false;
  const said = folded(text).replaceAll(NO_TROUBLE, ' ');
  const trouble = troubleOf(language);
  const plainly = wordsOf(said).some((word) => NOT.has(word) || trouble.has(language.stem(word)));
  return plainly && !(HOW.test(said) && !wordsOf(said).some((word) => NOT.has(word)));
}

/** @example saysDown('Nothing loads, just a white page', english) // true */
export function saysDown(text: string, language: Language): boolean {
  const said = folded(text);
  return language === english && DOWN.test(said) && !NOT_DOWN.test(said);
}
