/** A decision in plain sentences, for whoever changes the words. */
import type { Triage } from './compiled.ts';
import type { Triaged } from './triage.ts';

/** What rules say that stand in no file. */
const OWN: Readonly<Record<string, string>> = {
  examples: 'Messages that the team has rated speak for it.',
  default: 'No rule applies.',
  question: 'No rule applies, and it asks something.',
  'other-language': 'It seems to be written in another language, which is not guessed at.',
  'category-words': 'These words speak for it.',
  topic: 'The form says so.',
  team: 'The first team in teams.yaml that takes it.',
  sentiment: 'The writer’s words, capitals or exclamation marks.',
  vip: 'A customer whom triage.yaml marks.',
  'affected-many': 'Several people are affected.',
  'affected-alone': 'Only the writer is affected.',
  'open-incident': 'It fits an incident that is open now.',
};

export function explain(by: Triage, triaged: Triaged): string {
  const { category, priority, team, tier, tags, vip, security, compliance, sentiment, rulings } = triaged;
  const marks = [vip && 'VIP', security && 'security', compliance && 'compliance', sentiment !== undefined && sentiment !== 'calm' && sentiment].filter((mark) => typeof mark === 'string');
  const facts = [
    ['Priority', priority],
    ['Category', titleOf(by.rules.categories, category)],
    ['Team', `${titleOf(by.teams.teams, team)}${tier === undefined ? '' : `, beginning at ${titleOf(by.teams.tiers, tier)}`}`],
    ...(marks.length === 0 ? [] : [['Marks', marks.join(', ')]]),
    ...(tags.length === 0 ? [] : [['Tags', tags.join(', ')]]),
  ] as const;
  return [...facts.map(([name, value]) => `${name!.padEnd(9)} ${value}`), '', ...rulings.map((one) => sentence(by, one))].join('\n');
}

function sentence(by: Triage, { rule, decided, words }: Triaged['rulings'][number]): string {
  const says = by.compiledRules.find(({ code }) => code === rule)?.says ?? OWN[rule] ?? '';
  const because = words.length === 0 ? '' : `  Words: ${words.map((word) => `“${word}”`).join(', ')}.`;
  return `${decided.padEnd(24)} ${rule}: ${says}${because}`;
}

function titleOf(all: readonly { readonly id: string; readonly title: string }[], id: string): string {
  const title = all.find((one) => one.id === id)?.title;
  return title === undefined ? id : `${id} (${title})`;
}
