/** The states of a status page that are looked at, on screens and in the JSON. All play on November 23, 2026, at noon in New York. */
import { incident, maintenance, type StatusTreeFiles } from './trees.ts';

export const NOON = Date.parse('2026-11-23T17:00:00Z');

const PAST: StatusTreeFiles = {
  'past.md': incident('pastone1', 'minor', [
    { at: '2026-11-19 09:00', state: 'investigating', more: 'components: { email: degraded performance }' },
    { at: '2026-11-19 10:30', state: 'resolved' },
  ]),
  'outage.md': `${incident('outage01', 'major', [
    { at: '2026-10-02 14:30', state: 'investigating', more: 'components: { log-in: major outage }' },
    { at: '2026-10-02 14:45', state: 'identified' },
    { at: '2026-10-02 15:15', state: 'resolved' },
    { at: '2026-10-08 10:00', state: 'postmortem' },
  ])}\n## What happened\n\nA certificate **expired**.\n\n## What we changed\n\n1. An alarm tells us 30 days before.\n2. Two people can renew it.\n`,
};

export const SCENES = {
  well: PAST,
  minor: {
    ...PAST,
    'minor.md': incident('minor001', 'minor', [{ at: '2026-11-23 11:40', state: 'investigating', more: 'components: { email: degraded performance }\n    nextUpdateBy: 2026-11-23 12:10' }]),
  },
  major: {
    ...PAST,
    'major.md': incident(
      'major001',
      'major',
      [
        { at: '2026-11-23 10:30', state: 'investigating', more: 'components: { log-in: major outage, search: degraded performance }' },
        { at: '2026-11-23 11:00', state: 'identified', more: 'nextUpdateBy: 2026-11-23 11:30' },
        { at: '2026-11-23 11:35', state: 'monitoring', more: 'components: { log-in: partial outage }\n    nextUpdateBy: 2026-11-23 12:05' },
      ],
      'started: 2026-11-23 10:20\n',
    ),
  },
  overdue: {
    'late.md': incident('late0001', 'major', [{ at: '2026-11-23 10:30', state: 'identified', more: 'components: { log-in: major outage }\n    nextUpdateBy: 2026-11-23 11:00' }]),
  },
  maintenance: {
    ...PAST,
    'maintenance/now.md': maintenance('worknow1', '2026-11-23 11:00', '2026-11-23 13:00'),
    'maintenance/soon.md': maintenance('worksoon', '2026-11-25 23:00', '2026-11-26 01:00', '', 'email, log-in'),
  },
} satisfies Record<string, StatusTreeFiles>;
