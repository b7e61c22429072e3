/** The rules of a content tree, made ready once for every message. */
import type { Teams } from '../../catalog/support/teams.ts';
import type { Support } from '../../catalog/support/support.ts';
import type { TriageRule, TriageRules } from '../../catalog/support/triage.ts';
import type { LearnedWords } from '../../catalog/support/triage-examples.ts';
import { compile, type CompiledPhrase, type Grammar } from './compiled-phrase.ts';
import { learn } from './learn.ts';
import { PhraseIndex } from './phrase-index.ts';
import { Vocabulary } from './vocabulary.ts';

export interface CompiledRule extends Omit<TriageRule, 'when' | 'also' | 'together' | 'with' | 'unless' | 'without'> {
  readonly when: readonly CompiledPhrase[];
  readonly also: readonly CompiledPhrase[] | undefined;
  readonly together: readonly (readonly CompiledPhrase[])[];
  readonly with: readonly CompiledPhrase[] | undefined;
  readonly unless: readonly CompiledPhrase[];
  readonly without: readonly CompiledPhrase[];
}

type Kind = 'past' | 'still' | 'over' | 'boilerplate' | 'ignored' | 'many' | 'notMany' | 'alone';

export interface Triage {
  readonly rules: TriageRules;
  readonly teams: Teams;
  readonly vocabulary: Vocabulary;
  readonly grammar: Grammar;
  readonly separators: ReadonlySet<string>;
  readonly compiledRules: readonly CompiledRule[];
  readonly categories: readonly { readonly id: string; readonly words: readonly CompiledPhrase[]; readonly hints: readonly CompiledPhrase[]; readonly broken: readonly CompiledPhrase[] }[];
  readonly negation: readonly { readonly words: readonly CompiledPhrase[]; readonly reach: number }[];
  readonly supposed: readonly { readonly words: readonly CompiledPhrase[]; readonly except: readonly CompiledPhrase[]; readonly reach: number | 'clause' | 'sentence' }[];
  readonly meaning: Readonly<Record<Kind, readonly CompiledPhrase[]>>;
  readonly angry: readonly CompiledPhrase[];
  readonly frustrated: readonly CompiledPhrase[];
  /** What rated messages taught; missing where there are too few. */
  readonly learned: LearnedWords | undefined;
}

/** @returns `undefined` when the tree has no rules or no teams */
export function triageOf({ triage, teams, learned, examples = [] }: Pick<Support, 'triage' | 'teams' | 'learned' | 'examples'>): Triage | undefined {
  return triage && teams && compileTriage(triage, teams, learned ?? learn(examples));
}

/** @throws {PhraseUnreadable} for rules that the catalog has not checked */
export function compileTriage(rules: TriageRules, teams: Teams, learned: LearnedWords | undefined): Triage {
  const vocabulary = new Vocabulary(rules.misspellings);
  const index = new PhraseIndex();
  const made = (sources: readonly string[]) => compile(sources, vocabulary, index);
  const { meaning } = rules;
  return {
    rules,
    teams,
    vocabulary,
    grammar: { fillers: new Set(rules.fillers), lists: new Map(Object.entries(rules.lists).map(([name, sources]) => [name, made(sources)])), index },
    separators: new Set(rules.separators),
    compiledRules: rules.rules.map((rule) => ({ ...rule, when: made(rule.when), also: rule.also && made(rule.also), together: (rule.together ?? []).map(made), with: rule.with && made(rule.with), unless: made(rule.unless ?? []), without: made(rule.without ?? []) })),
    categories: rules.categories.map(({ id, words, hints, broken }) => ({ id, words: made(words), hints: made(hints), broken: made(broken) })),
    negation: meaning.negation.map(({ words, reach }) => ({ words: made(words), reach })),
    supposed: meaning.supposed.map(({ words, except, reach }) => ({ words: made(words), except: made(except), reach })),
    meaning: { past: made(meaning.past), still: made(meaning.still), over: made(meaning.over), boilerplate: made(meaning.boilerplate), ignored: made(meaning.ignored), many: made(meaning.many), notMany: made(meaning.notMany), alone: made(meaning.alone) },
    angry: made(rules.sentiment.angry),
    frustrated: made(rules.sentiment.frustrated),
    learned,
  };
}
