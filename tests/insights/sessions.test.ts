/** Each figure of readers' visits on visits small enough to be worked out by hand. */
import { describe, expect, test } from 'vitest';
import { addSession, deflectionMeasures, nobody } from '../../src/insights/measures/deflection.ts';
import { addVotes, helpfulness, noVotes } from '../../src/insights/measures/helpfulness.ts';
import { addSearches, noSearches, searchMeasures } from '../../src/insights/measures/searches.ts';
import { createdOf } from '../../src/insights/measures/volume.ts';
import { reaches, type Measure } from '../../src/insights/measure.ts';
import { sessionFigures, type SessionEvent } from '../../src/insights/session-figures.ts';
import { figuresOf, REQUESTER, story, visit, week } from './stories.ts';

const search = (number: number, outcome: string, refined = false) => ({ search: number, outcome, refined, surface: 'home', results: outcome === 'zero' ? 0 : 3, repaired: false });
const WEEK = week();

function searches(...visits: SessionEvent[][]): Record<string, Pick<Measure, 'value' | 'n'>> {
  const tally = noSearches();
  for (const events of visits) addSearches(tally, sessionFigures(events), WEEK);
  return Object.fromEntries(searchMeasures(tally, WEEK).map(({ id, value, n }) => [id, { value, n }]));
}

function deflection(visits: readonly SessionEvent[][], tickets = figuresOf([], WEEK)) {
  const tally = nobody();
  for (const events of visits) addSession(tally, sessionFigures(events), WEEK);
  return { tally, figures: Object.fromEntries(deflectionMeasures(tally, createdOf(tickets, WEEK), WEEK).map(({ id, value, n }) => [id, { value, n }])) };
}

describe('searches', () => {
  test('of five: one without answer, one doubtful, one mends another, two of four answered were opened', () => {
    const found = searches(
      visit('a', ['2026-01-05 10:00', 'search', search(1, 'zero'), 'pasword'], ['2026-01-05 10:01', 'search', search(2, 'good', true), 'password'], ['2026-01-05 10:02', 'open', { search: 2, position: 1 }, 'login001']),
      visit('b', ['2026-01-05 11:00', 'search', search(1, 'weak'), 'refund'], ['2026-01-05 11:01', 'contact', { search: 1 }]),
      visit('c', ['2026-01-05 12:00', 'search', search(1, 'good'), 'premium'], ['2026-01-05 12:00', 'open', { search: 1, position: 2 }, 'premium1']),
      visit('d', ['2026-01-05 13:00', 'search', search(1, 'good'), 'badge']),
    );
    expect(found).toEqual({
      'search-zero': { value: 1 / 5, n: 5 },
      'search-weak': { value: 1 / 5, n: 5 },
      'search-no-click': { value: 2 / 4, n: 4 },
      'search-refined': { value: 1 / 5, n: 5 },
      'search-contact': { value: 1 / 5, n: 5 },
    });
  });

  test('an answer belongs to the last search of its number: pages count anew', () => {
    const found = searches(visit('a', ['2026-01-05 10:00', 'search', search(1, 'good'), 'first'], ['2026-01-05 10:05', 'search', search(1, 'good'), 'second'], ['2026-01-05 10:06', 'open', { search: 1, position: 1 }, 'login001']));
    expect(found['search-no-click']).toEqual({ value: 1 / 2, n: 2 });
  });

  test('before and after midnight belong to their own weeks', () => {
    const found = searches(visit('a', ['2026-01-11 23:59', 'search', search(1, 'good'), 'before'], ['2026-01-12 00:00', 'search', search(2, 'good'), 'after']));
    expect(found['search-zero']?.n).toBe(1);
  });
});

describe('deflection', () => {
  const FORM = { form: 'account', from: 'elsewhere' };
  const solved = visit('solved', ['2026-01-05 10:00', 'contact-opened', FORM], ['2026-01-05 10:01', 'suggestion-opened', { form: 'account', position: 1 }, 'login001'], ['2026-01-05 10:03', 'suggestion-solved', { form: 'account' }, 'login001']);
  const onlySaid = visit('said', ['2026-01-05 10:00', 'contact-opened', FORM], ['2026-01-05 10:03', 'suggestion-solved', { form: 'account' }]);
  const sentAnyway = visit('sent', ['2026-01-05 10:00', 'contact-opened', FORM], ['2026-01-05 10:01', 'suggestion-opened', { form: 'account', position: 1 }, 'login001'], ['2026-01-05 10:03', 'suggestion-solved', { form: 'account' }], ['2026-01-05 10:09', 'contact-sent', { form: 'account' }]);
  const left = visit('left', ['2026-01-05 10:00', 'contact-opened', FORM], ['2026-01-05 10:01', 'contact-left', { form: 'account', written: true }]);
  const reader = visit('reader', ['2026-01-05 10:00', 'read', {}, 'login001']);
  const searcher = visit('searcher', ['2026-01-05 10:00', 'search', search(1, 'good'), 'password']);

  test('is confirmed by who opened an answer, said that it solved it and sent nothing, of all who opened a form', () => {
    expect(deflection([solved, onlySaid, sentAnyway, left, reader, searcher]).figures['deflection-confirmed']).toEqual({ value: 1 / 4, n: 4 });
  });

  test('is likely for who sought, saw something and sent nothing; bound above by all who only read', () => {
    const { figures } = deflection([solved, onlySaid, sentAnyway, left, reader, searcher]);
    // Sought: the four with a form and the searcher. Saw something and were silent: "solved" and the searcher.
    expect(figures['deflection-proxy']).toEqual({ value: 2 / 5, n: 5 });
    // Read: "solved", "sent" and the reader.
    expect(figures['deflection-upper']).toEqual({ value: 2 / 3, n: 3 });
  });

  test('follows a visit that began on Sunday over midnight, and leaves one that began before the week', () => {
    const overMidnight = visit('late', ['2026-01-11 23:50', 'read', {}, 'login001'], ['2026-01-12 00:10', 'contact-sent', { form: 'account' }]);
    const earlier = visit('early', ['2026-01-04 23:50', 'read', {}, 'login001'], ['2026-01-05 00:10', 'read', {}, 'login001']);
    const { figures, tally } = deflection([overMidnight, earlier]);
    expect(figures['deflection-upper']).toEqual({ value: 0, n: 1 });
    expect(figures['wrote-after-reading']).toEqual({ value: 1, n: 1 });
    expect(tally.sessions).toBe(1);
  });

  test('half an hour after reading is the last moment at which a message belongs to it, article by article', () => {
    const wrote = visit('a', ['2026-01-05 10:00', 'read', {}, 'first001'], ['2026-01-05 10:01', 'read', {}, 'second01'], ['2026-01-05 10:31', 'contact-sent', { form: 'account' }]);
    const { tally, figures } = deflection([wrote, reader]);
    expect(Object.fromEntries(tally.articles)).toEqual({ first001: { readers: 1, wrote: 0 }, second01: { readers: 1, wrote: 1 }, login001: { readers: 1, wrote: 0 } });
    expect(figures['wrote-after-reading']).toEqual({ value: 1 / 2, n: 2 });
  });

  test('is set beside the people with tickets, and beside the tickets that no visit could lead to', () => {
    const byMail = story(['2026-01-05 10:00', 'created', REQUESTER]).map((event) => ({ ...event, source: 'mail' as const }));
    const tickets = figuresOf([story(['2026-01-05 10:00', 'created', REQUESTER]), byMail], WEEK).map((ticket) => ({ ...ticket, requester: 'the same' }));
    const { figures } = deflection([reader, searcher, left, solved], tickets);
    expect(figures['self-service']).toEqual({ value: 4, n: 1 });
    expect(figures['unlinkable']).toEqual({ value: 1 / 2, n: 2 });
  });
});

describe('helpfulness', () => {
  test('of 8 in 10 is 80 %, and may be from 49 % to 94 %', () => {
    const tally = noVotes();
    addVotes(tally, { article: 'login001', answer: 'yes', many: 8 });
    addVotes(tally, { article: 'login001', answer: 'no', many: 2 });
    const measure = helpfulness(tally, WEEK);
    expect(measure).toMatchObject({ value: 0.8, n: 10, tooSmall: true });
    expect(measure.interval?.low).toBeCloseTo(0.4902, 4);
    expect(measure.interval?.high).toBeCloseTo(0.9433, 4);
  });

  test('that says too little is held against no target', () => {
    const measure = { ...helpfulness(noVotes(), WEEK), value: 0.8, target: { above: 0.3, source: 'plan' } };
    expect(reaches({ ...measure, tooSmall: true })).toBeUndefined();
    expect(reaches({ ...measure, tooSmall: false })).toBe(true);
    expect(reaches({ ...measure, value: 0.3, tooSmall: false })).toBe(false);
  });
});
