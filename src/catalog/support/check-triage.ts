/** What must hold in `triage.yaml` beyond the form of each field, and between it and `teams.yaml`. */
import { didYouMean, type Diagnostic } from '../diagnostic.ts';
import type { Placed } from '../placed.ts';
import { listsIn, parsePhrase, PhraseUnreadable } from './phrase.ts';
import { TEAMS_FILE, type Teams } from './teams.ts';
import { TRIAGE_FILE, type TriageRules } from './triage.ts';

type Report = (diagnostic: Diagnostic) => void;
type Path = readonly PropertyKey[];

export function checkTriage({ value, lineOf }: Placed<TriageRules>, report: Report): void {
  const wrong = (path: Path, code: string, found: string, message: string, remedy?: string) =>
    report({ code, severity: 'error', file: TRIAGE_FILE, line: lineOf(path), field: path.join('.'), value: found, message, ...(remedy === undefined ? {} : { remedy }) });
  const lists = Object.keys(value.lists);
  const categories = value.categories.map(({ id }) => id);

  for (const { path, source } of phrasesOf(value)) {
    try {
      for (const name of listsIn(parsePhrase(source))) {
        if (!lists.includes(name)) wrong(path, 'triage/list', name, 'There is no list of this name.', didYouMean(name, lists));
        // A list within a list could contain itself, and a reader would have to look in two places.
        else if (path[0] === 'lists') wrong(path, 'triage/nested', source, 'A list does not refer to another one.', 'Write its words out.');
      }
    } catch (error) {
      if (!(error instanceof PhraseUnreadable)) throw error;
      wrong(path, 'triage/phrase', error.piece, error.message);
    }
  }
  const knownCategory = (id: string | undefined, path: Path) => {
    if (id !== undefined && !categories.includes(id)) wrong(path, 'triage/category', id, 'No category has this id.', didYouMean(id, categories));
  };
  knownCategory(value.default.category, ['default', 'category']);
  knownCategory(value.default.broken, ['default', 'broken']);
  for (const [index, id] of categories.entries()) {
    if (categories.indexOf(id) < index) wrong(['categories', index, 'id'], 'triage/twice', id, 'Another category has this id.');
  }
  for (const [index, rule] of value.rules.entries()) {
    knownCategory(rule.category, ['rules', index, 'category']);
    if (value.rules.findIndex(({ code }) => code === rule.code) < index) wrong(['rules', index, 'code'], 'triage/twice', rule.code, 'Another rule has this code.');
    if (rule.priority === undefined && rule.many === undefined && rule.tags.length === 0 && !rule.security && !rule.compliance) wrong(['rules', index], 'triage/empty', rule.code, 'This rule decides nothing.', 'Give it a priority or a tag.');
  }
}

/** That every category of a team is one that tickets get. */
export function checkRoutes({ value, lineOf }: Placed<Teams>, triage: TriageRules, report: Report): void {
  const known = triage.categories.map(({ id }) => id);
  for (const [index, { takes }] of value.teams.entries()) {
    for (const [line, { categories }] of takes.entries()) {
      for (const [place, id] of (categories ?? []).entries()) {
        if (known.includes(id)) continue;
        const path = ['teams', index, 'takes', line, 'categories', place];
        const remedy = didYouMean(id, known) ?? `Known: ${known.join(', ')}.`;
        report({ code: 'teams/category', severity: 'error', file: TEAMS_FILE, line: lineOf(path), field: path.join('.'), value: id, message: 'triage.yaml has no such category.', remedy });
      }
    }
  }
}

/** Every phrase of the file, wherever it stands, with its place. */
export function phrasesOf(rules: TriageRules): { path: Path; source: string }[] {
  const listed = (path: Path, sources: readonly string[] | undefined) => (sources ?? []).map((source, index) => ({ path: [...path, index], source }));
  const { meaning, sentiment } = rules;
  return [
    ...Object.entries(rules.lists).flatMap(([name, sources]) => listed(['lists', name], sources)),
    ...rules.categories.flatMap((one, index) => [...listed(['categories', index, 'words'], one.words), ...listed(['categories', index, 'hints'], one.hints), ...listed(['categories', index, 'broken'], one.broken)]),
    ...(['negation', 'supposed'] as const).flatMap((kind) => meaning[kind].flatMap(({ words }, index) => listed(['meaning', kind, index, 'words'], words))),
    ...meaning.supposed.flatMap((one, index) => listed(['meaning', 'supposed', index, 'except'], one.except)),
    ...(['past', 'still', 'over', 'boilerplate', 'ignored', 'many', 'notMany', 'alone'] as const).flatMap((kind) => listed(['meaning', kind], meaning[kind])),
    ...rules.rules.flatMap((rule, index) => (['when', 'also', 'with', 'unless', 'without'] as const).flatMap((part) => listed(['rules', index, part], rule[part]))),
    ...rules.rules.flatMap((rule, index) => (rule.together ?? []).flatMap((group, place) => listed(['rules', index, 'together', place], group))),
    ...(['angry', 'frustrated'] as const).flatMap((kind) => listed(['sentiment', kind], sentiment[kind])),
  ];
}
