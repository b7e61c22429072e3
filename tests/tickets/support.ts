/** Promises and a ladder for tests, read through the real schemas. */
import { readCalendars, calendarsSchema } from '../../src/catalog/support/calendars.ts';
import { escalationSchema, readEscalation } from '../../src/catalog/support/escalation.ts';
import { policiesSchema, readPolicies } from '../../src/catalog/support/policies.ts';
import type { Diagnostic } from '../../src/catalog/diagnostic.ts';
import type { WatchRules } from '../../src/tickets/watch/rules.ts';

const ZONE = 'America/New_York';
const TIERS = [
  { id: 'agent', level: 1, title: 'Agents' },
  { id: 'specialist', level: 2, title: 'Specialists' },
  { id: 'on-call', level: 4, title: 'On call' },
];

const refuse = (diagnostic: Diagnostic): void => {
  throw new Error(`${diagnostic.code}: ${diagnostic.message} ${diagnostic.value ?? ''}`);
};
const placed = <T>(value: T) => ({ value, lineOf: () => 1 });

const calendars = readCalendars(
  placed(
    calendarsSchema.parse({
      calendars: [
        { id: 'office', title: 'Office hours', timeZone: ZONE, versions: [{ hours: { weekdays: ['09:00-18:00'] } }] },
        { id: 'always', title: 'Around the clock', timeZone: ZONE, versions: [{ hours: { daily: ['00:00-24:00'] } }] },
      ],
    }),
  ),
  refuse,
);

/** Two promises per priority, the second clock of later replies included, as the first plan's table with one line more. */
const within = (first: string, last: string, calendar: string, reply?: string) => ({
  'first-response': { within: first, calendar },
  resolution: { within: last, calendar },
  ...(reply === undefined ? {} : { 'next-reply': { within: reply, calendar } }),
});
const policy = (priority: string, targets: object, rest: object = { when: { priority: [priority] } }) => ({ id: priority, title: `Promise ${priority}`, ...rest, targets });

function rulesOf(policies: object[], escalation: object): WatchRules {
  return {
    calendars,
    policies: readPolicies(placed(policiesSchema.parse({ versions: [{ policies }] })), calendars, ZONE, refuse),
    escalation: readEscalation(placed(escalationSchema.parse(escalation)), { tiers: TIERS, teams: ['support', 'technical', 'on-call'], calendars: [...calendars.keys()], categories: ['account', 'technical'] }, refuse),
  };
}

const LEVELS = [
  { tier: 'agent', calendar: 'office', notify: ['mail'] },
  { tier: 'specialist', team: 'technical', calendar: 'office', notify: ['mail', 'chat'] },
  { tier: 'on-call', team: 'on-call', onCall: true, notify: ['mail', 'webhook'] },
];

/** Offices that close, critical around the clock, warnings at three quarters, four hours more on escalation. */
export const DOCTORS: WatchRules = rulesOf(
  [
    policy('critical', within('15 minutes', '2 hours', 'always')),
    policy('high', within('2 hours', '8 hours', 'office', '4 hours')),
    policy('medium', within('4 hours', '24 hours', 'office')),
    policy('low', within('8 hours', '48 hours', 'office'), { default: true }),
  ],
  {
    levels: LEVELS,
    triggers: [
      { id: 'critical', reason: 'The ticket is critical.', when: { priority: ['critical'] }, tier: 'on-call', tellRequester: true },
      { id: 'security', reason: 'It may be a security problem.', when: { security: true }, tier: 'on-call' },
      { id: 'imminent', reason: 'A promise is about to be broken.', when: { imminent: { clock: ['first-response', 'resolution'], used: 75 } }, tier: 'specialist' },
      { id: 'attempts', reason: 'Two answers did not solve it.', when: { attempts: 2 }, tier: 'specialist', extends: true, tellRequester: true },
    ],
    extension: { clock: 'resolution', add: '4 hours', except: ['critical'] },
  },
);

/** Three tiers, longer promises, a triage clock, nothing extended. */
export const CLINIC: WatchRules = rulesOf(
  [
    policy('critical', { ...within('15 minutes', '4 hours', 'always'), triage: { within: '1 hour', calendar: 'always' } }),
    policy('high', { ...within('1 hour', '24 hours', 'always'), triage: { within: '1 hour', calendar: 'office' } }),
    policy('medium', { ...within('4 hours', '72 hours', 'office'), triage: { within: '1 hour', calendar: 'office' } }),
    policy('low', { ...within('24 hours', '1 week', 'always'), triage: { within: '1 hour', calendar: 'office' } }, { default: true }),
  ],
  {
    levels: LEVELS,
    triggers: [
      { id: 'late', reason: 'The promise is broken.', when: { breached: ['first-response', 'resolution', 'triage'] }, tier: 'specialist' },
      { id: 'security', reason: 'It may be a security problem.', when: { security: true }, tier: 'on-call' },
    ],
  },
);
