import { describe, expect, test } from 'vitest';
import { parsePhrase, PhraseUnreadable } from '../../src/catalog/support/phrase.ts';
import { catalogOf, problemsOf } from './trees.ts';

const TEAMS = `tiers:
  - { id: first, level: 1, title: First line }
  - { id: second, level: 2, title: Second line }
teams:
  - id: experts
    title: Experts
    tier: second
    takes: [{ categories: [trouble], priorities: [critical, high] }]
  - { id: desk, title: Desk, tier: first }
default: desk
starts: { critical: second }
`;
const TRIAGE = `default: { category: questions, broken: trouble, priority: medium, question: low, otherLanguage: medium }
categories:
  - { id: trouble, title: Trouble, words: [error] }
  - { id: questions, title: Questions }
lists:
  cannot: [cannot, cant]
rules:
  - { code: stuck, says: Somebody cannot go on., priority: high, when: ["<cannot> ..2 work"] }
`;
const problems = (files: { teams?: string; triage?: string }) =>
  problemsOf({ 'support/teams.yaml': files.teams ?? TEAMS, 'support/triage.yaml': files.triage ?? TRIAGE }).map(({ code, file, line, value, remedy }) => ({ code, at: `${file}:${line}`, value, ...(remedy === undefined ? {} : { remedy }) }));

describe('support/triage.yaml and support/teams.yaml', () => {
  test('are read with their defaults', () => {
    const { support } = catalogOf({ 'support/teams.yaml': TEAMS, 'support/triage.yaml': TRIAGE });
    expect(support?.teams?.teams.map(({ id }) => id)).toEqual(['experts', 'desk']);
    expect(support?.triage?.rules[0]).toMatchObject({ code: 'stuck', passes: false, tags: [] });
  });

  test('may be missing', () => {
    const { support } = catalogOf({ 'support/teams.yaml': TEAMS });
    expect(support?.triage).toBeUndefined();
  });

  test.each([
    ['a list that there is not', { triage: TRIAGE.replace('<cannot>', '<canot>') }, { code: 'triage/list', at: 'support/triage.yaml:8', value: 'canot', remedy: 'Did you mean "cannot"?' }],
    ['a list that there is not, within a group', { triage: TRIAGE.replace('["<cannot> ..2 work"]', '[work], together: [[go], ["<canot>"]]') }, { code: 'triage/list', at: 'support/triage.yaml:8', value: 'canot', remedy: 'Did you mean "cannot"?' }],
    ['a list within a list', { triage: TRIAGE.replace('[cannot, cant]', '[cannot, "<cannot> ever"]') }, { code: 'triage/nested', at: 'support/triage.yaml:6', value: '<cannot> ever', remedy: 'Write its words out.' }],
    ['a phrase that cannot be read', { triage: TRIAGE.replace('..2 work', '.. work') }, { code: 'triage/phrase', at: 'support/triage.yaml:8', value: '..' }],
    ['a category that there is not', { triage: TRIAGE.replace('broken: trouble', 'broken: troubles') }, { code: 'triage/category', at: 'support/triage.yaml:1', value: 'troubles', remedy: 'Did you mean "trouble"?' }],
    ['a rule that decides nothing', { triage: TRIAGE.replace('priority: high, ', '') }, { code: 'triage/empty', at: 'support/triage.yaml:8', value: 'stuck', remedy: 'Give it a priority or a tag.' }],
    ['a team’s category that tickets never get', { teams: TEAMS.replace('[trouble]', '[touble]') }, { code: 'teams/category', at: 'support/teams.yaml:8', value: 'touble', remedy: 'Did you mean "trouble"?' }],
    ['a tier that there is not', { teams: TEAMS.replace('critical: second', 'critical: secnd') }, { code: 'teams/tier', at: 'support/teams.yaml:11', value: 'secnd', remedy: 'Did you mean "second"?' }],
    ['a default team that there is not', { teams: TEAMS.replace('default: desk', 'default: dusk') }, { code: 'teams/default', at: 'support/teams.yaml:10', value: 'dusk', remedy: 'Did you mean "desk"?' }],
    ['levels out of order', { teams: TEAMS.replace('level: 2', 'level: 1') }, { code: 'teams/level', at: 'support/teams.yaml:3', value: '1' }],
  ])('are refused with %s', (_, files, problem) => {
    expect(problems(files)).toContainEqual(problem);
  });
});

describe('support/triage-examples.tsv', () => {
  const HEADER = 'priority\tcategory\tsubject\tbody';
  const row = (...cells: string[]) => cells.join('\t');
  const ENOUGH = ['critical', 'high', 'medium', 'low'].flatMap((priority) => Array.from({ length: 20 }, (_, index) => row(priority, '-', '', `Message ${priority} ${index}`)));
  const tree = (...rows: string[]) => ({ 'support/teams.yaml': TEAMS, 'support/triage.yaml': TRIAGE, 'support/triage-examples.tsv': [HEADER, ...rows].join('\n') });
  const found = (...rows: string[]) => problemsOf(tree(...ENOUGH, ...rows)).map(({ code, severity, line, value, remedy }) => ({ code, severity, line, value, ...(remedy === undefined ? {} : { remedy }) }));

  test('is read, with line breaks as people can write them', () => {
    const { support } = catalogOf(tree(...ENOUGH, row('critical', 'trouble', 'All is lost', 'First.\\nSecond.'), ''));
    expect(support?.examples).toHaveLength(81);
    expect(support?.examples?.at(-1)).toEqual({ priority: 'critical', category: 'trouble', subject: 'All is lost', body: 'First.\nSecond.' });
  });

  test('may be missing, and nothing is learned then', () => {
    expect(catalogOf({ 'support/teams.yaml': TEAMS, 'support/triage.yaml': TRIAGE }).support?.examples).toEqual([]);
  });

  test.each([
    ['a priority that there is not', row('hig', '-', '', 'Text'), { code: 'triage-examples/priority', value: 'hig', remedy: 'Did you mean "high"?' }],
    ['a category that there is not', row('high', 'touble', '', 'Text'), { code: 'triage-examples/category', value: 'touble', remedy: 'Did you mean "trouble"?' }],
    ['too few columns', row('high', '-', 'Text'), { code: 'triage-examples/columns', value: 'high\t-\tText' }],
    ['no message', row('high', '-', '', ' '), { code: 'triage-examples/empty', value: undefined }],
    ['another priority for the same message', row('high', '-', '', 'Message low 3'), { code: 'triage-examples/twice', value: 'high' }],
    ['what must not be in Git', row('high', '-', '', 'My SSN is 123-45-6789.'), { code: 'triage-examples/personal', value: 'SSN is 123-45-6789', remedy: 'Write something made up in its place, here and in the history of the repository.' }],
  ])('is refused with %s', (_, line, problem) => {
    expect(found(line)).toEqual([{ severity: 'error', line: 82, ...problem }]);
  });

  test('the same message with the same priority counts once', () => {
    expect(found(row('low', '-', '', 'Message low 3'))).toEqual([]);
    expect(catalogOf(tree(...ENOUGH, row('low', '-', '', 'Message low 3'))).support?.examples).toHaveLength(80);
  });

  test('says when there are too few to learn from', () => {
    const [warning, ...more] = problemsOf(tree(...ENOUGH.slice(1)));
    expect(warning).toMatchObject({ code: 'triage-examples/few', severity: 'warning', line: 1, message: 'Nothing is learned before there are 20 messages of each priority: critical has fewer.' });
    expect(more).toEqual([]);
  });

  test('needs its columns by name', () => {
    expect(problemsOf({ 'support/teams.yaml': TEAMS, 'support/triage.yaml': TRIAGE, 'support/triage-examples.tsv': ENOUGH.join('\n') })).toMatchObject([{ code: 'triage-examples/columns', line: 1, value: ENOUGH[0] }]);
  });
});

describe('a phrase', () => {
  test('is words, alternatives, lists, gaps and where it begins', () => {
    expect(parsePhrase('^<cannot> log in|into ..0 =my ... hack* # please?')).toMatchObject({
      atStart: true,
      parts: [
        { terms: [{ kind: 'list', name: 'cannot' }], gap: 0 },
        { terms: [{ kind: 'word', text: 'log' }] },
        { terms: [{ text: 'in' }, { text: 'into' }] },
        { terms: [{ kind: 'exact', text: 'my' }], gap: -1 },
        { terms: [{ kind: 'beginning', text: 'hack' }], gap: 5 },
        { terms: [{ kind: 'number' }] },
        { terms: [{ text: 'please' }], optional: true },
      ],
    });
  });

  test.each(['... down', 'down ...', 'down ..2 ..3 up', 'please?', 'site-down', '<Cannot>', 'a|', 'ab*'])('%j is refused', (source) => {
    expect(() => parsePhrase(source)).toThrow(PhraseUnreadable);
  });
});
