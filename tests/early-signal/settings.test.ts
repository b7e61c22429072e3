import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/catalog/diagnostic.ts';
import { earlySignalSchema, readEarlySignal } from '../../src/catalog/support/early-signal.ts';
import { explainedBy } from '../../src/early-signal/covered.ts';
import { reachOf } from '../../src/early-signal/reach.ts';
import { wordsOf } from '../../src/early-signal/words.ts';
import type { Incident, Maintenance } from '../../src/catalog/status-tree.ts';
import type { Level } from '../../src/catalog/support/escalation.ts';

const HOUR = 60 * 60_000;
const rung = (tier: string, level: number, onCall: boolean): Level => ({ tier, level, title: tier, team: undefined, onCall, calendar: undefined, notify: ['mail'] });
const LEVELS = [rung('agent', 1, false), rung('engineer', 2, false)];

function read(written: object, levels = LEVELS) {
  const found: Diagnostic[] = [];
  const value = readEarlySignal({ value: earlySignalSchema.parse(written), lineOf: () => 7 }, { components: ['log-in', 'posting'], categories: ['account'], levels }, (one) => void found.push(one));
  return { value, found: found.map(({ code, field, remedy }) => [code, field, remedy]) };
}

describe('early-signal.yaml', () => {
  test('left out is the plan’s bar, and whoever is on call is told, else the highest', () => {
    expect(read({}).value).toMatchObject({ people: 100, within: 2 * HOUR, least: 5, tell: [{ tier: 'engineer' }] });
    expect(read({}, [rung('night', 1, true), ...LEVELS]).value.tell.map(({ tier }) => tier)).toEqual(['night']);
    expect(read({ tell: 'agent', within: '30 minutes' }).value).toMatchObject({ within: HOUR / 2, tell: [{ tier: 'agent' }] });
  });

  test('that names what there is not is refused with what was meant', () => {
    expect(read({ tell: 'engeneer', parts: [{ component: 'postin', categories: ['acount'] }, { component: 'log-in' }, { component: 'log-in' }] }).found).toEqual([
      ['early-signal/unknown', 'parts.0.component', 'Did you mean "posting"?'],
      ['early-signal/unknown', 'parts.0.categories.0', 'Did you mean "account"?'],
      ['early-signal/twice', 'parts.2.component', 'Put both entries together.'],
      ['early-signal/unknown', 'tell', 'Did you mean "engineer"?'],
    ]);
    expect(read({ within: '9 hours' }).found).toEqual([['early-signal/within', 'within', 'Write at most 4 hours.']]);
  });
});

describe('what concerns a part', () => {
  const reach = reachOf(new Set(['log-in', 'posting']), [{ component: 'log-in', categories: ['account'], tags: ['locked'], words: ['log in', 'verif*'] }, { component: 'posting', categories: ['account'], tags: [], words: ['post'] }, { component: 'gone', categories: [], tags: [], words: ['post'] }], new Map([['a1', ['posting', 'gone']]]));
  const ticket = { component: null, category: null, article: null, tags: [], words: [] };

  test('is what the form says, before words, tags, category and article', () => {
    expect(reach.ofTicket({ ...ticket, component: 'posting', words: ['log in'] })).toEqual(['posting']);
    expect(reach.ofTicket({ ...ticket, words: ['post'], tags: ['locked'] })).toEqual(['posting']);
    expect(reach.ofTicket({ ...ticket, tags: ['locked'], category: 'account' })).toEqual(['log-in']);
    expect(reach.ofTicket({ ...ticket, category: 'account', article: 'a1' })).toEqual(['log-in', 'posting']);
    expect(reach.ofTicket({ ...ticket, article: 'a1' })).toEqual(['posting']);
    expect(reach.ofTicket(ticket)).toEqual([]);
  });

  test('by words is whole words, and any ending only after a star', () => {
    expect(reach.ofWords('I cannot LOG IN!')).toEqual(['log-in']);
    expect(reach.ofWords('blog inside the poster')).toEqual([]);
    expect(reach.ofWords('verification')).toEqual(['log-in']);
    expect(reach.ofWords('unverified')).toEqual([]);
  });
});

describe('words that are told', () => {
  const telling = { from: 3, known: (word: string) => ['password', 'blank', 'reset'].includes(word), locale: 'en' };
  const said = (texts: readonly string[]) => texts.map((text, who) => ({ who: String(who % 4), text }));

  test('are those that the site knows and enough people said, counted by people', () => {
    expect(wordsOf(said(['My password page is blank', 'blank, password!', 'password (blank)', 'reset', 'password reset']), telling)).toEqual([{ word: 'blank', people: 3 }, { word: 'password', people: 3 }]);
  });

  test('are never a name, a number or an address, however many said it', () => {
    expect(wordsOf(said(Array.from({ length: 12 }, () => 'Maria Muster 12345678 maria@example.org password1')), telling)).toEqual([]);
  });
});

describe('an incident or maintenance explains a part', () => {
  const update = (at: number, state: 'investigating' | 'resolved') => ({ at, state, text: '', components: (state === 'resolved' ? {} : { posting: 'major outage' }) as Incident['updates'][number]['components'], nextUpdateBy: undefined, reopens: false });
  const incident: Incident = { id: 'brokenit', file: '', title: '', impact: 'major', started: 0, sample: false, updates: [update(HOUR, 'investigating'), update(3 * HOUR, 'resolved')], postmortem: undefined };
  const maintenance: Maintenance = { id: 'exchange', file: '', title: '', announced: 0, from: HOUR, until: 2 * HOUR, components: ['log-in'], text: '', sample: false, updates: [] };

  test('that it names, while it lasts and for an hour', () => {
    const explained = (part: string, hour: number) => explainedBy({ incidents: [incident], maintenances: [maintenance] }, part, hour * HOUR);
    expect([0.5, 1, 3, 3.9, 4].map((hour) => explained('posting', hour))).toEqual([undefined, 'brokenit', 'brokenit', 'brokenit', undefined]);
    expect([0.5, 1, 2.9, 3].map((hour) => explained('log-in', hour))).toEqual([undefined, 'exchange', 'exchange', undefined]);
    expect(explained('search', 1.5)).toBeUndefined();
  });
});
