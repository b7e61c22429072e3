/**
 * Whether a question may be about an incident that is open, and why.
 *
 * It is asked before a ticket is written, so a question about something else must not be stopped: a single word in
 * common is no reason, and "How do I post?" is no trouble with posting.
 */
import { joined, keyOf, type Rules } from '../search/rules.ts';
import { wordsOf } from '../search/words.ts';
import type { Language } from '../search/english.ts';
import type { OpenIncident } from './open.ts';
import { isTroubled, saysDown, TIMES, troubleOf } from './trouble.ts';

/** What is known of the language, and of how the brand's readers speak. */
export interface Knowledge {
  readonly language: Language;
  readonly rules?: Rules | undefined;
}

export interface Asked {
  /** What was searched for. */
  readonly query?: string | undefined;
  /** Of a message: a few words, and the rest. */
  readonly subject?: string | undefined;
  readonly message?: string | undefined;
  /** The part that the chosen topic is about. */
  readonly component?: string | undefined;
  /** Parts that the article is about from which the reader came. */
  readonly readAbout?: readonly string[] | undefined;
}

export type Reason =
  | { readonly kind: 'component'; readonly component: string }
  | { readonly kind: 'article'; readonly component: string }
  /** The reader's own words that tell of it. */
  | { readonly kind: 'words'; readonly words: readonly string[] };

export interface Fit {
  readonly incident: OpenIncident;
  readonly reasons: readonly [Reason, ...Reason[]];
}

/** Of what a sentence is about, this share must be what the incident is about. */
const LEAST_SHARE = 0.5;
/** Who tells of no trouble, or tells of it elsewhere, has to say nearly all of it. */
const LEAST_SHARE_CALM = 0.75;
/** A word that only stands for the incident's, or that only an update holds. */
const HALF = 0.5;
/** Words of a search that names a thing and asks nothing. */
const MOST_NAMING = 3;
/** Sentences that are looked at: the beginning says what it is about. */
const MOST_SENTENCES = 12;
const MOST_LETTERS = 2_000;

/** The incidents that a question may be about, best reason first; the order of incidents stays otherwise. */
export function fitting(asked: Asked, incidents: readonly OpenIncident[], known: Knowledge): Fit[] {
  const found = incidents.flatMap((incident): Fit[] => {
    const [first, ...more] = reasonsFor(asked, incident, known);
    return first === undefined ? [] : [{ incident, reasons: [first, ...more] }];
  });
  return found.sort((a, b) => b.reasons.length - a.reasons.length);
}

function reasonsFor(asked: Asked, incident: OpenIncident, known: Knowledge): Reason[] {
  const { component, readAbout = [], query, subject = '', message = '' } = asked;
  const reasons: Reason[] = [];
  if (incident.parts.some(({ id }) => id === component)) reasons.push({ kind: 'component', component: component! });
  const said = `${subject} ${message}`.trim();
  const about = readAbout.find((one) => incident.parts.some(({ id }) => id === one));
  if (about !== undefined && (said === '' || isTroubled(said, known.language))) reasons.push({ kind: 'article', component: about });
  const words = query === undefined ? wordsOfMessage(subject, message, incident, known) : wordsOfQuery(query, incident, known);
  if (words.length > 0) reasons.push({ kind: 'words', words });
  return reasons;
}

function wordsOfMessage(subject: string, message: string, incident: OpenIncident, known: Knowledge): readonly string[] {
  const sentences = message.slice(0, MOST_LETTERS).split(/[.!?;,\n]+|\bbut\b/).filter((one) => /\p{L}/u.test(one)).slice(0, MOST_SENTENCES);
  const tells = (text: string) => {
    const compared = compare(text, incident, known);
    return isTroubled(text, known.language) ? ofTrouble(compared, incident) : ofCalm(compared);
  };
  // The subject names it, the first sentences tell what is wrong with it.
  const named = compare(subject, incident, known);
  const begins = isTroubled(sentences.slice(0, 2).join('. '), known.language) && named.own.length > 0 && named.share >= LEAST_SHARE_CALM;
  return [...new Set([...tells(subject), ...(begins ? named.words : []), ...sentences.flatMap(tells)])];
}

function wordsOfQuery(query: string, incident: OpenIncident, known: Knowledge): readonly string[] {
  const compared = compare(query, incident, known);
  if (isTroubled(query, known.language)) return ofTrouble(compared, incident);
  // A few words, and all of them are the incident's.
  return compared.own.length > 0 && compared.share >= LEAST_SHARE_CALM && wordsOf(query).length <= MOST_NAMING ? compared.words : [];
}

interface Compared {
  /** Words that name what the incident names. */
  readonly own: readonly string[];
  /** The same, and words that stand for them or were mentioned. */
  readonly words: string[];
  /** Of what the text is about, how much the incident is about. */
  readonly share: number;
  /** Whether each word that says what it is about names or stands for what the incident names. */
  readonly wholly: boolean;
  /** Whether it names something at all. */
  readonly names: boolean;
  /** Words of both that name nothing: "site", "down". */
  readonly plain: readonly string[];
  /** Whether it says that something is out altogether. */
  readonly down: readonly string[];
}

function compare(text: string, incident: OpenIncident, known: Knowledge): Compared {
  const telling = tellingOf(incident, known);
  const { subjects, rest } = subjectsOf(text, known);
  const matches = subjects.map((one) => ({ ...one, ...matchOf(one, telling) }));
  const weight = subjects.reduce((sum, one) => sum + one.weight, 0);
  const naming = matches.filter((one) => one.weight === 1);
  return {
    own: naming.filter(({ match }) => match === 1).map((one) => one.text),
    words: matches.filter(({ match }) => match > 0).map((one) => one.text),
    share: weight === 0 ? 0 : matches.reduce((sum, one) => sum + one.match * one.weight, 0) / weight,
    wholly: naming.length > 0 && naming.every(({ match, stands }) => match === 1 || stands),
    names: naming.length > 0,
    plain: [...new Map(rest.map(({ word, stem }) => [stem, word]))].filter(([stem]) => telling.plain.has(stem)).map(([, word]) => word),
    down: saysDown(text, known.language) ? rest.map(({ word }) => word) : [],
  };
}

function ofTrouble({ own, words, share, wholly, names, plain, down }: Compared, { everything }: OpenIncident): readonly string[] {
  if ((own.length > 0 || wholly) && share >= LEAST_SHARE) return words;
  // "The site is down", "pages load slowly": nothing in it names a part.
  if (names) return [];
  return plain.length > 1 ? plain : everything ? down : [];
}

function ofCalm({ own, words, share }: Compared): readonly string[] {
  return own.length > 1 && share >= LEAST_SHARE_CALM ? words : [];
}

interface Subject {
  readonly text: string;
  readonly stems: readonly string[];
  /** 1 for a word that says what it is about, less for a word of any subject. */
  readonly weight: number;
  /** Other ways to say it, in stems. */
  readonly others: readonly (readonly string[])[];
}

/** What a text is about, beside the words that tell of trouble. */
function subjectsOf(text: string, { language, rules }: Knowledge): { subjects: Subject[]; rest: { word: string; stem: string }[] } {
  const trouble = troubleOf(language);
  const words = joined(wordsOf(text), language).filter((word) => !language.stopWords.has(word));
  const stems = words.map((word) => language.stem(word));
  const subjects: Subject[] = [];
  const rest: { word: string; stem: string }[] = [];
  for (let at = 0; at < words.length; ) {
    const length = expressionAt(stems.slice(at), rules);
    const own = stems.slice(at, at + length);
    const said = words.slice(at, at + length);
    at += length;
    if (said.every((word) => isPlain(word, language, rules, trouble))) rest.push(...said.map((word, index) => ({ word, stem: own[index]! })));
    else {
      const common = own.every((stem) => language.commonStems.has(stem));
      const others = (rules?.besides.get(keyOf(own)) ?? []).filter(({ only }) => only === undefined).map((one) => one.stems);
      if (!subjects.some((one) => keyOf(one.stems) === keyOf(own))) subjects.push({ text: said.join(' '), stems: own, weight: common ? HALF : 1, others });
    }
  }
  return { subjects, rest };
}

function isPlain(word: string, language: Language, rules: Rules | undefined, trouble: ReadonlySet<string>): boolean {
  return language.faintWords.has(word) || rules?.faint.has(word) === true || trouble.has(language.stem(word)) || TIMES.has(word) || /^\d+$/.test(word);
}

function expressionAt(stems: readonly string[], rules: Rules | undefined): number {
  for (let length = Math.min(rules?.longest ?? 1, stems.length); length > 1; length -= 1) if (rules?.besides.has(keyOf(stems.slice(0, length))) === true) return length;
  return 1;
}

function matchOf({ stems, others }: Subject, { named, beside, mentioned }: Telling): { match: number; stands: boolean } {
  if (stems.every((stem) => named.has(stem))) return { match: 1, stands: false };
  const stands = others.some((other) => other.length > 0 && other.every((stem) => named.has(stem)));
  return { stands, match: stands || stems.every((stem) => beside.has(stem) || mentioned.has(stem)) ? HALF : 0 };
}

interface Telling {
  /** The names of its parts; where its title has none of them, the title's words, too. */
  readonly named: ReadonlySet<string>;
  /** What else stands in its title: of "Late verification emails", where the part is email, "verification". */
  readonly beside: ReadonlySet<string>;
  /** In what was said about it since. */
  readonly mentioned: ReadonlySet<string>;
  /** Words of its title that name nothing. */
  readonly plain: ReadonlySet<string>;
}

const tellings = new WeakMap<OpenIncident, Telling>();

function tellingOf(incident: OpenIncident, known: Knowledge): Telling {
  const made = tellings.get(incident);
  if (made !== undefined) return made;
  const about = (text: string) => subjectsOf(text, known);
  const naming = (all: readonly Subject[]) => all.filter(({ weight }) => weight === 1).flatMap(({ stems }) => stems);
  const title = about(incident.title);
  const parts = naming(incident.parts.flatMap(({ name }) => about(name).subjects));
  const words = naming(title.subjects);
  const telling: Telling = {
    named: new Set([...parts, ...(words.some((stem) => parts.includes(stem)) ? [] : words)]),
    beside: new Set(words),
    mentioned: new Set(incident.updates.flatMap(({ text }) => naming(about(text).subjects))),
    plain: new Set(title.rest.map(({ stem }) => stem)),
  };
  tellings.set(incident, telling);
  return telling;
}
