/**
 * What a ticket is about, how urgent it is and who gets it, with the rule and the words that decided.
 *
 * Rules only look at words: whoever wants to know why a ticket was rated as it was can read it.
 */
import { PRIORITIES, type Priority } from '../../catalog/support/priorities.ts';
import type { FactsOf } from '../events.ts';
import type { CompiledRule, Triage } from './compiled.ts';
import { waitedDays, type Waited } from './durations.ts';
import { isEnglish } from './languages.ts';
import { opinionOf } from './learned.ts';
import type { Match } from './matcher.ts';
import { labels, read, type Reading } from './reading.ts';
import { sentimentOf } from './sentiment.ts';
import { teamFor } from './team.ts';

export interface TriageInput {
  readonly subject: string;
  readonly body: string;
  /** The form's topic; it is the category unless something urgent decides. */
  readonly topic?: string | undefined;
  readonly component?: string | undefined;
  /** Two letters, when the sender's language is known. */
  readonly language?: string | undefined;
  readonly user?: { readonly plan?: string | undefined; readonly verified?: boolean | undefined; readonly enterprise?: boolean | undefined; readonly reputation?: number | undefined } | undefined;
  /** An incident that is open now, with its components. */
  readonly openIncident?: { readonly id: string; readonly components: readonly string[] } | undefined;
  /** The day, for "since Monday": `2026-11-23`. */
  readonly today?: string | undefined;
}

/** The ruling of a priority that rated messages decided, against the rules. */
export const BY_EXAMPLES = 'examples';

export type Triaged = FactsOf<'triaged'>;
type Ruling = Triaged['rulings'][number];

interface Applied {
  readonly rule: CompiledRule;
  readonly priority: Priority | undefined;
  readonly words: readonly string[];
}

export function triage(by: Triage, input: TriageInput): Triaged {
  const reading = read(by, input.subject, input.body);
  const english = input.language === undefined ? isEnglish(reading.words.tokens) : /^en\b/i.test(input.language);
  const { applied, notLongEnough } = applyRules(by, reading, english, input.today);
  const decider = applied.filter(({ priority }) => priority !== undefined).sort((a, b) => rank(a.priority) - rank(b.priority))[0];
  const defaults = by.rules.default;
  const asks = reading.words.questions.includes(true);
  const fallback = !english ? defaults.otherLanguage : asks ? defaults.question : defaults.priority;
  const ruled = english || decider === undefined ? (decider?.priority ?? fallback) : atLeast(decider.priority ?? fallback, fallback);
  const learned = english ? byExamples(by, reading, { ruled, decider, notLongEnough }) : undefined;
  const priority = learned?.priority ?? ruled;

  const category = categoryOf(by, reading, input, { decider, english, priority: ruled });
  const user = input.user;
  const plan = user?.enterprise === true ? 'enterprise' : user?.plan;
  const vip = isVip(by, plan, user?.reputation);
  const { team, tier, words: teamWords } = teamFor(by.teams, { category: category.id, priority, plan });
  const sentiment = english ? sentimentOf(by, reading) : undefined;
  const incident = input.openIncident !== undefined && (applied.some(({ rule }) => rule.tags.includes('outage')) || (input.component !== undefined && input.openIncident.components.includes(input.component)));

  const byRules = learned === undefined ? `priority ${ruled}` : `by rules ${ruled}`;
  const rulings: Ruling[] = [
    ...(learned === undefined ? [] : [{ rule: BY_EXAMPLES, decided: `priority ${priority}`, words: [...learned.words] }]),
    decider === undefined ? { rule: !english ? 'other-language' : asks ? 'question' : 'default', decided: byRules, words: [] } : { rule: decider.rule.code, decided: byRules, words: [...decider.words] },
    ...(decider !== undefined && reading.affected.who !== 'unsaid' && (decider.rule.many ?? decider.rule.alone) !== undefined ? [{ rule: `affected-${reading.affected.who}`, decided: byRules, words: [...reading.affected.words] }] : []),
    { rule: category.rule, decided: `category ${category.id}`, words: [...category.words] },
    ...applied.filter((one) => one !== decider).map(({ rule, words, priority: own }) => ({ rule: rule.code, decided: own === undefined ? `tag ${rule.tags[0] ?? (rule.security ? 'security' : 'compliance')}` : 'also found', words: [...words] })),
    { rule: 'team', decided: `team ${team}`, words: [...teamWords] },
    ...(sentiment === undefined || sentiment.feeling === 'calm' ? [] : [{ rule: 'sentiment', decided: sentiment.feeling, words: [...sentiment.words] }]),
    ...(vip === undefined ? [] : [{ rule: 'vip', decided: 'vip', words: [vip] }]),
    ...(incident ? [{ rule: 'open-incident', decided: `incident ${input.openIncident.id}`.slice(0, 60), words: [] }] : []),
  ];
  return {
    category: category.id,
    priority,
    team,
    tier,
    tags: [...new Set([...applied.flatMap(({ rule }) => rule.tags), ...(english ? [] : ['other-language']), ...(incident ? ['open-incident'] : [])])].slice(0, 30),
    ...(sentiment === undefined ? {} : { sentiment: sentiment.feeling }),
    vip: vip !== undefined,
    security: applied.some(({ rule }) => rule.security),
    compliance: applied.some(({ rule }) => rule.compliance),
    rulings: rulings.slice(0, 40),
  };
}

/** A rule that applies makes its priority twice as likely as the words alone do; that no rule applies says less. */
const ODDS = { rule: 2, noRule: 1.4 };
/**
 * At so many words, what examples say counts half. Rules know short messages well (96 % right, words alone 81 %), and
 * stories badly (63 and 77 %): docs/decisions/0015-triage-by-rules-and-examples.md.
 */
const HALF_AT_WORDS = 30;

/** Another priority than the rules', when what was learned speaks for it by more than the rule's own weight. */
function byExamples({ learned }: Triage, reading: Reading, { ruled, decider, notLongEnough }: { ruled: Priority; decider: Applied | undefined; notLongEnough: ReadonlySet<Priority> }): { priority: Priority; words: readonly string[] } | undefined {
  // How long somebody waited is counted by a rule; no word tells it.
  if (decider?.rule.waited !== undefined) return undefined;
  const opinion = learned && opinionOf(learned, reading.words, reading.footer);
  if (opinion === undefined) return undefined;
  const length = reading.words.tokens.filter(({ sentence }) => !reading.footer.has(sentence)).length;
  const weight = length / (length + HALF_AT_WORDS);
  const ruledOdds = Math.log(decider === undefined ? ODDS.noRule : ODDS.rule);
  const weighed = PRIORITIES.map((priority, index) => ({ priority, log: weight * (opinion.logs[index] ?? 0) + (priority === ruled ? ruledOdds : 0) }));
  const { priority } = weighed.filter(({ priority }) => priority === ruled || !notLongEnough.has(priority)).reduce((best, one) => (one.log > best.log ? one : best));
  return priority === ruled ? undefined : { priority, words: opinion.wordsFor(priority) };
}

const rank = (priority: Priority | undefined) => (priority === undefined ? PRIORITIES.length : PRIORITIES.indexOf(priority));
const atLeast = (priority: Priority, least: Priority) => (rank(priority) < rank(least) ? priority : least);

/** Every rule that applies, in the order of the file, and the priorities for which somebody has not waited long enough. */
function applyRules(by: Triage, reading: Reading, english: boolean, today: string | undefined): { applied: Applied[]; notLongEnough: ReadonlySet<Priority> } {
  const waited = waitedDays(reading.words.tokens, today);
  const notLongEnough = new Set<Priority>();
  const applied = by.compiledRules.flatMap((rule) => {
    if (english === rule.otherLanguage) return [];
    const found = reading.find(rule.when).filter((match) => holds(rule, match, reading));
    if (found.length === 0) return [];
    const beside = rule.with === undefined ? [] : reading.find(rule.with);
    if (rule.with !== undefined && beside.length === 0) return [];
    if (reading.find(rule.without).some((match) => reading.isSaid(match))) return [];
    const long = longest(waited, rule.waited);
    if (rule.waited !== undefined && long === undefined) {
      if (waited.length > 0 && rule.priority !== undefined) notLongEnough.add(rule.priority);
      return [];
    }
    const { who } = reading.affected;
    const priority = (who === 'many' ? rule.many : who === 'alone' ? rule.alone : undefined) ?? rule.priority;
    if (priority === undefined && rule.many !== undefined) return [];
    return [{ rule, priority, words: [...labels(found), ...(long === undefined ? [] : [long.words])] }];
  });
  return { applied, notLongEnough };
}

function holds(rule: CompiledRule, match: Match, reading: Reading): boolean {
  if (!rule.always && !reading.isSaid(match)) return false;
  if (rule.passes && reading.isOver(match)) return false;
  if (rule.also !== undefined && !reading.sentencesWith(rule.also).has(match.sentence)) return false;
  if (!rule.together.every((group) => reading.sentencesWith(group).has(match.sentence))) return false;
  return !reading.sentencesWith(rule.unless).has(match.sentence);
}

function longest(waited: readonly Waited[], days: number | undefined): Waited | undefined {
  return days === undefined ? undefined : waited.filter((one) => one.days > days).sort((a, b) => b.days - a.days)[0];
}

interface Decided {
  readonly id: string;
  readonly rule: string;
  readonly words: readonly string[];
}

const WEIGHTS = { words: 3, broken: 2, hints: 1 } as const;

function categoryOf(by: Triage, reading: Reading, { topic }: TriageInput, { decider, english, priority }: { decider: Applied | undefined; english: boolean; priority: Priority }): Decided {
  const { rule, words = [] } = decider ?? {};
  const byRule = rule?.category === undefined ? undefined : { id: rule.category, rule: rule.code, words };
  const known = by.categories.find(({ id }) => id === topic);
  const urgent = priority === 'critical' && byRule !== undefined;
  if (urgent) return byRule;
  if (known !== undefined) return { id: known.id, rule: 'topic', words: [] };
  if (byRule !== undefined) return byRule;
  if (!english) return { id: by.rules.default.category, rule: 'other-language', words: [] };
  const broken = priority !== 'low';
  const weighed = by.categories
    .map((category) => {
      const parts = (['words', 'hints', ...(broken ? (['broken'] as const) : [])] as const).flatMap((kind) => distinctWords(reading.find(category[kind])).map((match) => ({ match, weight: WEIGHTS[kind] * (match.inSubject ? 2 : 1) })));
      return { id: category.id, weight: parts.reduce((sum, { weight }) => sum + weight, 0), matches: parts.sort((a, b) => b.weight - a.weight).map(({ match }) => match) };
    })
    .sort((a, b) => b.weight - a.weight);
  const best = weighed[0];
  if (best === undefined || best.weight === 0) return { id: broken && rule !== undefined ? by.rules.default.broken : by.rules.default.category, rule: 'default', words: [] };
  return { id: best.id, rule: 'category-words', words: labels(best.matches) };
}

/** Saying it again does not make it more so. */
function distinctWords(matches: readonly Match[]): Match[] {
  const best = new Map<string, Match>();
  for (const match of matches) {
    const before = best.get(match.words);
    if (before === undefined || (match.inSubject && !before.inSubject)) best.set(match.words, match);
  }
  return [...best.values()];
}

/** Why this person is a VIP, in a word. */
function isVip({ rules: { vip } }: Triage, plan: string | undefined, reputation: number | undefined): string | undefined {
  if (plan !== undefined && vip.plans.includes(plan)) return plan;
  return vip.reputation !== undefined && reputation !== undefined && reputation >= vip.reputation ? 'reputation' : undefined;
}
