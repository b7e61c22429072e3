/** What `support/calendars.yaml` and `support/policies.yaml` may say, and what this project’s own say. */
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../src/catalog/load.ts';
import { clocksOf } from '../../../src/tickets/sla/clocks.ts';
import { catalogOf, lineOf, problemsOf } from '../../catalog/trees.ts';
import { at, hours, minutes, story, utc } from './made.ts';
import type { Priority } from '../../../src/catalog/support/priorities.ts';

const CALENDARS = `holidays:
  - id: ours
    title: Our holidays
    days:
      - { day: 2026-11-26, name: Thanksgiving Day }
      - { day: 2026-12-24, name: Christmas Eve, closed: [13:00-24:00] }
  - id: theirs
    title: Their holidays
    days:
      - { day: 2026-12-24, name: Half a day, closed: [12:00-14:00] }
calendars:
  - id: office
    title: Office hours
    timeZone: America/New_York
    holidays: [ours, theirs]
    versions:
      - hours:
          daily: [10:00-12:00]
          weekdays: [09:00-12:00, 13:00-17:00]
          fri: [22:00-02:00]
          sun: []
      - from: 2027-01-01
        hours:
          daily: [00:00-24:00]
    exceptions:
      - { day: 2026-12-27, name: Stocktaking, open: [08:00-09:00] }
  - id: always
    title: Around the clock
    timeZone: America/New_York
    versions:
      - hours:
          daily: [00:00-24:00]
`;
const POLICIES = `versions:
  - policies:
      - id: urgent
        title: Urgent
        when:
          priority: [critical, high]
          plan: [enterprise]
        targets:
          first-response: { within: 15 minutes, calendar: always, inTime: 95 }
          resolution: { within: 1 week, calendar: always }
      - id: rest
        title: Everything else
        default: true
        targets:
          resolution: { within: 24 hours, calendar: office }
`;
const tree = (changes: { calendars?: string; policies?: string } = {}) => ({ 'support/calendars.yaml': changes.calendars ?? CALENDARS, 'support/policies.yaml': changes.policies ?? POLICIES });
const found = (changes: { calendars?: string; policies?: string }) => problemsOf(tree(changes)).map(({ code, line, message, remedy }) => ({ code, line, text: `${message} ${remedy ?? ''}` }));

test('hours are read with breaks, nights, days of their own, holidays and versions', () => {
  const office = catalogOf(tree()).support?.calendars.get('office');
  expect(office?.versions[0]?.week.map((day) => day.map(({ from, until }) => [from / 3_600, until / 3_600]))).toEqual([[[9, 12], [13, 17]], [[9, 12], [13, 17]], [[9, 12], [13, 17]], [[9, 12], [13, 17]], [[22, 24]], [[0, 2], [10, 12]], []]);
  expect(office?.versions[1]?.from).toBe('2027-01-01');
  expect(office?.holidays.get('2026-12-24')).toEqual({ name: 'Christmas Eve, Half a day', closed: [{ from: 13 * 3_600, until: 86_400 }, { from: 12 * 3_600, until: 14 * 3_600 }] });
  expect(office?.exceptions.get('2026-12-27')).toEqual({ name: 'Stocktaking', open: [{ from: 8 * 3_600, until: 9 * 3_600 }] });
});

test('promises are read in seconds; a version begins with its day in the site’s zone', () => {
  const policies = catalogOf(tree({ policies: `${POLICIES}  - from: 2027-01-01\n    policies:\n      - { id: rest, title: Everything, default: true, targets: {} }\n` })).support?.policies;
  expect(policies?.[0]?.policies[0]?.targets).toEqual({ 'first-response': { seconds: 900, calendar: 'always', inTime: 95 }, resolution: { seconds: 604_800, calendar: 'always', inTime: undefined } });
  expect(policies?.map(({ from }) => from)).toEqual([-Infinity, at('2027-01-01 05:00')]);
});

test('a tree that promises nothing is fine', () => {
  expect(problemsOf({ 'support/calendars.yaml': CALENDARS })).toEqual([]);
});

describe('calendars that cannot be meant', () => {
  test.each([
    ['calendar/zone', 'America/New_York', 'America/New_Yrok', 'Did you mean "America/New_York"?'],
    ['calendar/never-opens', 'daily: [00:00-24:00]\n    exceptions', '{}\n    exceptions', 'never opens'],
    ['calendar/overlap', '[09:00-12:00, 13:00-17:00]', '[09:00-13:00, 12:00-17:00]', '09:00-13:00'],
    ['calendar/overlap', 'sat: []', '', ''],
    ['calendar/hours', '[10:00-12:00]', '[10:00-25:00]', '00:00 to 24:00'],
    ['calendar/hours', '[10:00-12:00]', '[10:00-10:00]', 'closes when it opens'],
    ['calendar/hours', 'open: [08:00-09:00]', 'open: [22:00-02:00]', 'One date ends at midnight'],
    ['calendar/holidays', '[ours, theirs]', '[our, theirs]', 'Did you mean "ours"?'],
    ['calendar/holiday-twice', '2026-12-24, name: Christmas Eve', '2026-11-26, name: Christmas Eve', 'already'],
    ['frontmatter/invalid', '2026-11-26', '2026-02-30', 'a day that exists'],
    ['frontmatter/invalid', '[10:00-12:00]', '[10-12]', 'two times'],
    ['frontmatter/unknown-key', 'sun: []', 'sum: []', 'Did you mean "sun"?'],
    ['calendar/version', 'from: 2027-01-01\n        hours', 'hours', 'from which day'],
    ['calendar/version', '- hours:\n          daily: [10:00-12:00]', '- from: 2026-01-01\n        hours:\n          daily: [10:00-12:00]', 'The first version'],
    ['calendar/duplicate', 'id: always', 'id: office', 'Another calendar'],
    ['calendar/duplicate', 'id: theirs', 'id: ours', 'Another list'],
    ['calendar/exception-twice', '      - { day: 2026-12-27', '      - { day: 2026-12-27, name: Twice, open: [] }\n      - { day: 2026-12-27', 'already'],
  ])('%s: %j as %j', (code, right, wrong, part) => {
    const calendars = code === 'calendar/overlap' && right === 'sat: []' ? CALENDARS.replace('sun: []', 'sat: [01:00-03:00]') : CALENDARS.replace(right, wrong);
    expect(calendars).not.toBe(CALENDARS);
    const problem = found({ calendars }).find((one) => one.code === code);
    expect(problem?.text).toContain(part);
    expect(problem?.line).toBeGreaterThan(1);
  });

  test('the message stands on the line of the mistake', () => {
    const calendars = CALENDARS.replace('[ours, theirs]', '[ours, thiers]');
    expect(found({ calendars })[0]?.line).toBe(lineOf(calendars, 'holidays: [ours'));
  });
});

describe('policies that cannot be meant', () => {
  test.each([
    ['policy/no-default', 'default: true', 'when: { plan: [free] }', 'default: true'],
    ['policy/conditions', '        default: true\n', '', 'Nothing said is not “all”'],
    ['policy/default', 'default: true', 'default: true\n        when: { plan: [free] }', 'no conditions'],
    ['policy/two-defaults', 'when:\n          priority: [critical, high]\n          plan: [enterprise]', 'default: true', 'default already'],
    ['policy/unreachable', 'when:\n          priority: [critical, high]\n          plan: [enterprise]', 'default: true', 'urgent takes all'],
    ['policy/calendar', 'calendar: office', 'calendar: offce', 'Did you mean "office"?'],
    ['policy/days', 'within: 24 hours', 'within: 3 days', 'one working day'],
    ['policy/duplicate', 'id: rest', 'id: urgent', 'Another policy'],
    ['policy/version', '- policies', '- from: 2026-01-01\n    policies', 'The first version'],
    ['frontmatter/invalid', 'within: 24 hours', 'within: a day', 'a number and a unit'],
    ['frontmatter/invalid', '[critical, high]', '[critcal]', 'Did you mean "critical"?'],
    ['frontmatter/invalid', 'when:\n          priority: [critical, high]\n          plan: [enterprise]', 'when: {}', 'at least one of'],
    ['frontmatter/unknown-key', 'first-response:', 'first-reponse:', 'Did you mean "first-response"?'],
  ])('%s: %j as %j', (code, right, wrong, part) => {
    const policies = POLICIES.replace(right, wrong);
    expect(policies).not.toBe(POLICIES);
    expect(found({ policies }).find((one) => one.code === code)?.text).toContain(part);
  });

  test('a tier that nobody works in', () => {
    const teams = 'tiers:\n  - { id: agent, level: 1, title: Agents }\nteams:\n  - { id: support, title: Support, tier: agent }\ndefault: support\n';
    const policies = POLICIES.replace('plan: [enterprise]', 'tier: [agemt]');
    const problems = (written: string) => problemsOf({ ...tree({ policies: written }), 'support/teams.yaml': teams }).map(({ code, remedy }) => [code, remedy]);
    expect(problems(policies)).toEqual([['policy/tier', 'Did you mean "agent"?']]);
    expect(problems(policies.replace('agemt', 'agent'))).toEqual([]);
  });

  test('a policy behind one with fewer conditions is never reached', () => {
    const policies = POLICIES.replace('      - id: rest', '      - { id: later, title: Later, when: { priority: [high], plan: [enterprise], channel: [phone] }, targets: {} }\n      - id: rest');
    expect(found({ policies }).map(({ code }) => code)).toEqual(['policy/unreachable']);
    expect(found({ policies: policies.replace('priority: [high]', 'priority: [high, low]') })).toEqual([]);
  });
});

describe('what this project promises, as its support plan says', () => {
  const { support } = loadCatalog('content', { today: '2026-11-23', unpublished: false });
  const created = (when: string, priority: Priority) => clocksOf(story([when, 'created'], [when, 'triaged', { priority }]), support!, at(when));

  test.each([
    ['critical', minutes(15), hours(2), 95],
    ['high', hours(2), hours(8), 90],
    ['medium', hours(4), hours(24), 85],
    ['low', hours(8), hours(48), 80],
  ] as const)('%s', (priority, first, resolution, inTime) => {
    const clocks = created('2026-11-23 15:00', priority);
    expect([clocks['first-response'].target, clocks.resolution.target, clocks.resolution.policy]).toEqual([first, resolution, priority]);
    expect(support?.policies[0]?.policies.find(({ id }) => id === priority)?.targets.resolution?.inTime).toBe(inTime);
  });

  test('critical at any time, the rest in support hours without Thanksgiving', () => {
    expect(utc(created('2026-11-26 03:00', 'critical').resolution.due!)).toBe('2026-11-26 05:00');
    expect(utc(created('2026-11-25 22:00', 'high').resolution.due!)).toBe('2026-11-27 21:00');
    expect(utc(created('2026-01-09 21:00', 'low').resolution.due!)).toBe('2026-01-20 15:00');
  });

  test('the hours of a growing team are prepared and used by no policy', () => {
    const used = support!.policies.flatMap(({ policies }) => policies.flatMap(({ targets }) => Object.values(targets).map(({ calendar }) => calendar)));
    expect(new Set(used)).toEqual(new Set(['around-the-clock', 'support-hours']));
    expect(support?.calendars.has('growth-hours')).toBe(true);
  });
});
