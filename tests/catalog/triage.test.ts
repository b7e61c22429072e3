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
