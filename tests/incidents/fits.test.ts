/** Whether a question is about an open incident: what must be asked, and what must not be stopped. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { fitting, type Knowledge } from '../../src/incidents/fits.ts';
import { openIncidents, type OpenIncident, type Summary } from '../../src/incidents/open.ts';
import { english, languageFor } from '../../src/search/english.ts';
import { compileRules } from '../../src/search/rules.ts';

const { search } = loadCatalog('content', { today: '2100-01-01', unpublished: true });
const known: Knowledge = { language: english, rules: compileRules({ ...search, pinned: [] }, english) };
const PARTS = { posting: 'Posting', email: 'Email', 'log-in': 'Log-in', payments: 'Payments', search: 'Search', verification: 'Verification' };

function incident(title: string, parts: readonly (keyof typeof PARTS)[], ...updates: readonly string[]): OpenIncident {
  return { id: title, title, state: 'investigating', link: '', startedAt: 0, parts: parts.map((id) => ({ id, name: PARTS[id] })), everything: parts.length === 6, updates: updates.map((text) => ({ text, at: 0 })) };
}

const INCIDENTS: Readonly<Record<string, OpenIncident>> = {
  posting: incident('Problems with creating posts', ['posting'], 'We are aware that some members cannot create posts. We are looking for the cause. Reading, searching and commenting work. A post that does not go through is not saved, so keep its text.'),
  email: incident('Late verification emails', ['email'], 'We are aware that emails about verification and new passwords arrive late. Your request is stored, so there is no need to repeat it.'),
  'log-in': incident('Log-in fails for some members', ['log-in'], 'We are aware that some members cannot log in. We are looking for the cause.'),
  payments: incident('Payments are declined', ['payments'], 'Some card payments for Premium are declined. Nobody is charged twice.'),
  everything: incident('The site cannot be reached', Object.keys(PARTS) as (keyof typeof PARTS)[], 'We are looking for the cause.'),
};
const fits = (asked: Parameters<typeof fitting>[0], one: OpenIncident, knowing = known) => fitting(asked, [one], knowing).length > 0;

describe('a message', () => {
  const rows = readFileSync(join(import.meta.dirname, 'fits.tsv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t') as [string, string, string, string]);

  test.each(rows)('about %s: %s, “%s” %s', (name, about, subject, message) => {
    expect(fits({ subject, message }, INCIDENTS[name]!)).toBe(about === 'yes');
  });

  test('with a topic about a part that is affected is asked before a word is written', () => {
    expect(fitting({ component: 'posting' }, Object.values(INCIDENTS), known).map(({ incident: { title }, reasons }) => [title, reasons])).toEqual([
      ['Problems with creating posts', [{ kind: 'component', component: 'posting' }]],
      ['The site cannot be reached', [{ kind: 'component', component: 'posting' }]],
    ]);
  });

  test('of somebody who comes from an article about it is asked, unless they write of no trouble', () => {
    const asked = (message: string) => fits({ readAbout: ['posting'], message }, INCIDENTS['posting']!);
    expect(['', 'It does not work.', 'Where is the button?'].map(asked)).toEqual([true, true, false]);
  });
});

describe('a search', () => {
  const all = ['queries.tsv', 'fresh.tsv', 'later.tsv'].flatMap((file) => readFileSync(join(import.meta.dirname, '../search', file), 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t')[0]!));

  test('that fits is shown the incident', () => {
    expect(['cannot post', 'posting', 'posts not published', 'no email arrived', 'verification email'].map((query) => [fits({ query }, INCIDENTS['posting']!), fits({ query }, INCIDENTS['email']!)])).toEqual([
      [true, false],
      [true, false],
      [true, false],
      [false, true],
      [false, true],
    ]);
  });

  test('of an ordinary week seldom is: fewer than one in fifty of the team’s query sets for each part', () => {
    expect(all.length).toBeGreaterThan(600);
    for (const name of ['posting', 'email', 'log-in', 'payments']) {
      const shown = all.filter((query) => fits({ query }, INCIDENTS[name]!));
      expect(shown.length / all.length, shown.join(', ')).toBeLessThan(0.02);
    }
  });
});

describe('whatever is written', () => {
  const text = fc.string({ maxLength: 300 });

  test('nothing fails, with rules, without them, and in a language that search does not know', () => {
    fc.assert(
      fc.property(text, text, (subject, message) => {
        for (const knowing of [known, { language: english }, { language: languageFor('sv') }]) fitting({ subject, message, query: undefined }, Object.values(INCIDENTS), knowing);
      }),
      { numRuns: 150 },
    );
  });

  test('words that share nothing with an incident of one part never fit it', () => {
    const strange = fc.array(fc.stringMatching(/^zq[bcdfgkmxw]{3,8}$/), { minLength: 1, maxLength: 20 }).map((words) => words.join(' '));
    fc.assert(fc.property(strange, (words) => !fits({ subject: `${words} does not work`, message: `I cannot ${words}` }, INCIDENTS['posting']!)));
  });

  test('one incident more changes nothing about the others', () => {
    fc.assert(
      fc.property(fc.constantFrom('I cannot post', 'cant log in', 'no email arrived', 'where is my invoice'), fc.shuffledSubarray(Object.values(INCIDENTS)), (message, some) => {
        const ids = new Set(fitting({ message }, Object.values(INCIDENTS), known).map((one) => one.incident.id));
        expect(fitting({ message }, some, known).map((one) => one.incident.id).sort()).toEqual(some.map(({ id }) => id).filter((id) => ids.has(id)).sort());
      }),
    );
  });
});

test('of a status page that may be anybody’s, what is over and what hurts nobody is left out', () => {
  const row = { name: 'One', shortlink: 'https://status.example.org/1', components: [{ id: 'a', name: 'A' }] };
  const summary: Summary = {
    components: [{ id: 'a', name: 'A', status: 'operational' }, { id: 'b', name: 'B', status: 'operational' }, { id: 'g', name: 'Group', status: 'operational', group: true }],
    incidents: [
      { ...row, id: '1', status: 'investigating', impact: 'minor', components: [{ id: 'a', name: 'A' }, { id: 'b', name: 'B' }] },
      { ...row, id: '2', status: 'resolved', impact: 'major' },
      { ...row, id: '3', status: 'monitoring', impact: 'none' },
      { ...row, id: '4', status: 'identified', impact: 'major', components: null },
    ],
  };
  expect(openIncidents(summary).map(({ id, everything, updates, startedAt }) => [id, everything, updates, startedAt])).toEqual([['1', true, [], undefined], ['4', false, [], undefined]]);
});

test('the words that decided are the reader’s own, as they stand in the message', () => {
  expect(fitting({ message: 'Nothing loads, the site is down' }, [INCIDENTS['everything']!], known)[0]?.reasons).toEqual([{ kind: 'words', words: ['nothing', 'loads', 'site', 'down'] }]);
  expect(fitting({ message: 'I cannot publish my posts' }, [INCIDENTS['posting']!], known)[0]?.reasons).toEqual([{ kind: 'words', words: ['publish', 'posts'] }]);
});
