/** Sentences about a product that does not exist, from a vocabulary of our own. */
import { seeded, type Random } from './random.ts';

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

const NOUNS = list(`
  account invoice profile report schedule patient ward record message folder calendar device printer badge ticket team shift
  consent form appointment referral dosage chart label sample scanner result order supplier budget contract license signature
  password phone tablet browser server backup archive export import filter column row page section template checklist survey
  reminder notification channel thread comment attachment picture video document version draft approval review audit policy
  role permission group member owner guest visitor address region language currency payment refund receipt discount plan
  subscription trial upgrade renewal balance limit quota threshold alert incident outage recovery queue job task workflow
  trigger rule condition step stage milestone goal metric dashboard widget gauge history timeline event session token key
  certificate domain network gateway sensor battery cable dock monitor keyboard desk room floor building site branch clinic`);
const VERBS = list(`
  open close save share archive restore print export import filter sort rename move copy merge split assign approve reject
  review schedule cancel renew pause resume confirm verify connect disconnect update replace remove add select choose enter
  check compare measure record collect publish hide show lock unlock invite notify remind track count group label mark`);
const ADJECTIVES = list(`
  new old recent empty shared private public active paused missing hidden complete partial monthly weekly daily yearly
  personal local remote central default custom required optional temporary permanent large small early late current next
  previous first last correct wrong open closed manual automatic secure plain detailed short long common rare`);
const ADVERBS = list('quickly slowly often rarely usually always later again together separately manually automatically twice safely directly');
const PLACES = list('settings overview toolbar sidebar menu inbox library directory console workspace');
const STARTS = ['', '', '', '', 'As a rule, ', 'In most cases, ', 'After that, ', 'If nothing changes, ', 'On a phone, ', 'At the end of the day, ', 'To be sure, '];

/** Names of parts and products: real text has a long tail of words that occur once or twice. */
const NAMES: readonly string[] = (() => {
  const random = seeded(7);
  const [first, middle, last] = [list('al be cor dan el fir gan hal in jor kel lum mar nor ol per quin ros sal tor ul ver wen yor zan'), list('a e i o u ta ri lo ne vi du'), list('dex fon gate lane mark nel phor rion sted tic via wick xon zar beam core desk')];
  return [...new Set(Array.from({ length: 14_000 }, () => random.pick(first) + random.pick(middle) + random.pick(first) + random.pick(last)))];
})();

export type Words = ReturnType<typeof words>;

export function words(random: Random) {
  const noun = () => random.zipf(NOUNS);
  const name = () => capital(random.next() < 0.5 ? random.zipf(NAMES) : random.pick(NAMES));
  const thing = () => (random.next() < 0.4 ? `the ${random.pick(ADJECTIVES)} ${noun()}` : random.next() < 0.4 ? `the ${name()} ${noun()}` : `the ${noun()}`);
  const verb = () => random.zipf(VERBS);
  const shapes: readonly (() => string)[] = [
    () => `you can ${verb()} ${thing()} from the ${random.pick(PLACES)} and ${verb()} it ${random.pick(ADVERBS)}`,
    () => `${thing()} belongs to ${thing()}, so ${verb()} both before you ${verb()} ${thing()}`,
    () => `when ${thing()} is ${random.pick(ADJECTIVES)}, ${verb()} ${thing()} and ${verb()} the ${noun()}`,
    () => `${verb()} ${thing()} ${random.pick(ADVERBS)}`,
    () => `a ${random.pick(ADJECTIVES)} ${noun()} needs no ${noun()}, but its ${noun()} has to be ${random.pick(ADJECTIVES)} for ${random.between(2, 90)} days`,
    () => `only an owner of ${thing()} may ${verb()} or ${verb()} ${thing()}`,
    () => `this ${noun()} shows every ${noun()} that was ${random.pick(ADJECTIVES)} in the last ${random.between(2, 48)} hours`,
  ];
  const sentence = () => `${capital(random.pick(STARTS) + random.pick(shapes)())}.`;
  return {
    noun,
    verb,
    name,
    adjective: () => random.pick(ADJECTIVES),
    sentence,
    sentences: (count: number) => Array.from({ length: count }, sentence).join(' '),
    phrase: () => `${verb()} ${thing()}`,
    title: () => `${capital(verb())} ${thing()}`,
  };
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
