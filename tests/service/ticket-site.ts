/** A built site that takes messages, in miniature: forms, calendars and promises, by hand. */
import type { Support } from '../../src/catalog/support/support.ts';
import { NO_ESCALATION } from '../../src/catalog/support/escalation.ts';
import { formSchema } from '../../src/catalog/support/forms-schema.ts';
import { DAY_SECONDS } from '../../src/catalog/support/hours.ts';
import type { Form } from '../../src/forms/form.ts';
import { MANIFEST_FOLDER, type Manifest } from '../../src/site/manifest.ts';
import { SUPPORT_FILE, supportText } from '../../src/site/support-file.ts';
import { MANIFEST, writeBuiltSite } from './built-site.ts';

const next = ['A person reads it and answers by email.'];

/** A form for everybody, with every kind of question that matters here, and one for some. */
export const FORMS: readonly Form[] = [
  {
    id: 'technical',
    ...formSchema.parse({
      title: 'Technical problem',
      description: 'Something on the site does not work.',
      channel: 'email',
      topics: [
        { id: 'login', label: 'I cannot log in', category: 'account', component: 'website' },
        { id: 'slow', label: 'It is slow' },
      ],
      fields: [
        { name: 'device', label: 'Which device?', kind: 'text' },
        { name: 'since', label: 'Since when?', kind: 'choice', required: true, options: [{ value: 'today', label: 'Today' }, { value: 'longer', label: 'Longer' }] },
        { name: 'pictures', label: 'Pictures', kind: 'file' },
      ],
      next,
    }),
  },
  {
    id: 'callback',
    ...formSchema.parse({
      title: 'Call me back',
      description: 'A person calls you back.',
      audience: 'enterprise',
      otherwise: 'Only enterprise accounts are called back. Write an email instead.',
      channel: 'phone',
      promise: 'We call you back within one hour.',
      topics: [{ id: 'call', label: 'A call' }],
      message: false,
      fields: [{ name: 'phone', label: 'Phone number', kind: 'text', required: true }],
      next,
    }),
  },
];

const everyHour = Array.from({ length: 7 }, () => [{ from: 0, until: DAY_SECONDS }]);

/** A team that never sleeps, so that deadlines in tests are sums. */
export const SUPPORT: Support = {
  folder: 'support',
  calendars: new Map([['always', { id: 'always', title: 'Always', timeZone: 'America/New_York', versions: [{ from: undefined, week: everyHour }], holidays: new Map(), exceptions: new Map() }]]),
  policies: [
    {
      from: -Infinity,
      policies: [
        { id: 'critical', title: 'Critical', when: { priority: ['critical'] }, targets: { 'first-response': { seconds: 900, calendar: 'always', inTime: undefined } } },
        { id: 'all', title: 'All', when: undefined, targets: { 'first-response': { seconds: 14_400, calendar: 'always', inTime: undefined } } },
      ],
    },
  ],
  teams: undefined,
  triage: undefined,
  escalation: NO_ESCALATION,
  replies: new Map(),
  forms: [...FORMS],
};

export const TICKET_MANIFEST: Manifest = {
  ...MANIFEST,
  contact: {
    forms: [...FORMS],
    channels: [
      { id: 'email', title: 'Email', kind: 'email', mail: 'support@example.org' },
      { id: 'phone', title: 'Phone', kind: 'phone' },
    ],
    timeZone: 'America/New_York',
  },
};

export function writeTicketSite(folder: string, { files = {}, support = SUPPORT }: { files?: Readonly<Record<string, string | Uint8Array>>; support?: Support } = {}): string {
  return writeBuiltSite(folder, { [`${MANIFEST_FOLDER}/${SUPPORT_FILE}`]: supportText(support), ...files }, TICKET_MANIFEST);
}
