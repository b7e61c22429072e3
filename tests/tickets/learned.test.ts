import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { PRIORITIES, type Priority } from '../../src/catalog/support/priorities.ts';
import type { LearnedWords, TriageExample } from '../../src/catalog/support/triage-examples.ts';
import type { Triage } from '../../src/tickets/triage/compiled.ts';
import { explain } from '../../src/tickets/triage/explain.ts';
import { learn } from '../../src/tickets/triage/learn.ts';
import { opinionOf } from '../../src/tickets/triage/learned.ts';
import { loadTriage } from '../../src/tickets/triage/load.ts';
import { readWords } from '../../src/tickets/triage/tokens.ts';
import { triage } from '../../src/tickets/triage/triage.ts';

const rated = (priority: Priority, body: string): TriageExample => ({ priority, category: undefined, subject: '', body });
const wordsOf = (text: string) => readWords('', text, new Set());

/** Each priority has a color of its own, an animal that all share, and one word that nobody else says. */
const COLORS: Readonly<Record<Priority, string>> = { critical: 'red', high: 'orange', medium: 'yellow', low: 'green' };
const EXAMPLES = PRIORITIES.flatMap((priority) => Array.from({ length: 20 }, (_, index) => rated(priority, `The ${COLORS[priority]} horse came home, said witness${priority}${index}.`)));

let learned: LearnedWords;
let rules: Triage;

beforeAll(() => {
  learned = learn(EXAMPLES)!;
  rules = loadTriage('content');
});

/** The rules of the content tree with other examples than its own. */
const withExamples = (words: LearnedWords | undefined): Triage => ({ ...rules, learned: words });
const rate = (by: Triage, body: string) => triage(by, { subject: '', body });

describe('what is learned from rated messages', () => {
  test.each(PRIORITIES)('words that only %s messages hold speak for it', (priority) => {
    const { logs, wordsFor } = opinionOf(learned, wordsOf(`A ${COLORS[priority]} one.`))!;
    expect(PRIORITIES[logs.indexOf(Math.max(...logs))]).toBe(priority);
    expect(wordsFor(priority)).toContain(COLORS[priority]);
  });

  test('words that all messages hold speak for none', () => {
    const { logs } = opinionOf(learned, wordsOf('The horse came home.'))!;
    for (const log of logs) expect(Math.exp(log)).toBeCloseTo(0.25, 1);
  });

  test('a word of one message alone is not kept: it could be a name', () => {
    expect([...learned.words.keys()].filter((word) => word.includes('witness'))).toEqual([]);
    expect(opinionOf(learned, wordsOf('witnesslow3'))).toBeUndefined();
  });

  test('nothing is learned while a priority has fewer than 20 messages', () => {
    expect(learn(EXAMPLES.slice(1))).toBeUndefined();
    expect(learn([])).toBeUndefined();
  });

  test('the same messages teach the same', () => {
    expect(learn(EXAMPLES)).toEqual(learned);
  });

  test('a priority that comes ten times as often is not more likely for that', () => {
    const often = learn([...EXAMPLES, ...Array.from({ length: 180 }, (_, index) => rated('low', `The green horse came home, said another${index}.`))])!;
    const { logs } = opinionOf(often, wordsOf('A red one.'))!;
    expect(PRIORITIES[logs.indexOf(Math.max(...logs))]).toBe('critical');
  });

  test('of any text, what is likely adds up to one', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('red', 'green horse', 'came home', 'constructor', '__proto__', '.', '\n\n'), fc.string({ unit: 'binary' }))), (pieces) => {
        const opinion = opinionOf(learned, wordsOf(pieces.join(' ')));
        if (opinion === undefined) return;
        expect(opinion.logs.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 9);
        for (const priority of PRIORITIES) for (const word of opinion.wordsFor(priority)) expect(learned.words.has(word)).toBe(true);
      }),
    );
  });
});

describe('rules and examples together', () => {
  const STORY = 'I went to the stable today with two friends, and we looked around for a while, since the weather was nice. Then the red horse came home. The red one, you know it. I would like somebody to look at it when there is a moment.';

  test('a story that no rule knows gets the priority that its words speak for, and says by which', () => {
    expect(rate(withExamples(undefined), STORY).priority).not.toBe('critical');
    const said = rate(withExamples(learned), STORY);
    expect(said.priority).toBe('critical');
    expect(said.rulings[0]).toMatchObject({ rule: 'examples', decided: 'priority critical', words: expect.arrayContaining(['red']) });
    expect(explain(rules, said)).toMatch(/priority critical +examples: Messages that the team has rated speak for it\. {2}Words: “/);
  });

  test('what the rules had said stays to be read', () => {
    const before = rate(withExamples(undefined), STORY);
    const { rulings } = rate(withExamples(learned), STORY);
    expect(rulings[1]).toMatchObject({ rule: before.rulings[0]!.rule, decided: `by rules ${before.priority}` });
  });

  test('a short message that a rule knows keeps the rule’s priority', () => {
    expect(rate(withExamples(learned), 'The site is down, green.').priority).toBe('critical');
  });

  test('how long somebody waited is counted, whatever the words say', () => {
    const all = learn([...EXAMPLES, ...Array.from({ length: 40 }, () => rated('high', 'My verification has been pending for days.'))])!;
    expect(rate(withExamples(all), 'My verification has been pending for 4 days.').priority).toBe('medium');
    expect(rate(withExamples(all), 'My verification has been pending for 6 days.').priority).toBe('high');
  });

  test('a message in another language is still not guessed at', () => {
    expect(rate(withExamples(learned), 'Guten Tag, ich habe das red horse nicht gesehen, bitte helfen Sie mir.').rulings.map(({ rule }) => rule)).not.toContain('examples');
  });

  test('security, category and team are what rules say', () => {
    const { category, security } = rate(withExamples(learned), STORY);
    const { category: before } = rate(withExamples(undefined), STORY);
    expect({ category, security }).toEqual({ category: before, security: false });
  });
});
