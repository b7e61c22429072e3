/** A built site that takes messages, in miniature: forms, calendars and promises, by hand. */
import type { Support } from '../../src/catalog/support/support.ts';
import { NO_ESCALATION } from '../../src/catalog/support/escalation.ts';
import { RETENTION_DEFAULTS } from '../../src/catalog/support/retention.ts';
import { siteSchema, type Site } from '../../src/catalog/schema.ts';
import { formSchema } from '../../src/catalog/support/forms-schema.ts';
import { DAY_SECONDS } from '../../src/catalog/support/hours.ts';
import { parseBody } from '../../src/mail/template.ts';
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

const ACKNOWLEDGEMENT = {
  name: 'acknowledgement',
  kind: 'acknowledgement',
  subject: 'We have your message, reference {{ticket.reference}}',
  description: 'Goes out by itself.',
  body: parseBody('Topic: {{ticket.topic}}\n\nPriority: {{ticket.priority}}\n\nBy {{promise.firstResponse}}\n\nBack on {{support.backAt}}\n\n{{answers}}'),
} as const;

export const SITE: Site = siteSchema.parse({
  name: MANIFEST.name,
  product: 'Example',
  description: 'Answers about the example, in one sentence.',
  question: 'What do you need?',
  url: MANIFEST.url,
  locale: 'en',
  timeZone: 'America/New_York',
  brand: { accent: { light: '#004455', dark: '#88ccdd' }, onAccent: { light: '#ffffff', dark: '#000000' } },
  owner: 'Support team',
  reviewEvery: '3 months',
  channels: [{ id: 'email', title: 'Email', kind: 'email', href: 'mailto:support@example.org', availability: 'Always.', response: 'Soon.', bestFor: 'Everything.' }],
});

/** A team that never sleeps, so that deadlines in tests are sums. */
export const SUPPORT = {
  folder: 'support',
  retention: RETENTION_DEFAULTS,
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
  replies: new Map([['acknowledgement', ACKNOWLEDGEMENT]]),
  forms: [...FORMS],
} as unknown as Support;

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

/** A form's page with the places that the service fills in. */
function formPage({ id, title, audience, otherwise = '', fields }: Form): string {
  const closed = audience !== 'everyone';
  const question = (name: string, control: string) => `<div class="question"><p id="${name}-error" data-error="${name}" hidden></p>${control}</div>`;
  const own = fields.filter(({ kind }) => kind === 'text').map(({ name }) => question(name, `<input id="${name}" name="${name}" value="">`));
  return `<!doctype html><html lang="en"><head><title>${title} · Example</title></head><body><main data-contact="${id}" data-action="/intake/tickets">
<div data-problems hidden><ul data-problem-list></ul></div>
<div data-failure hidden><p data-failure-reason></p><a href="mailto:support@example.org">support@example.org</a></div>
<div data-step="form"><p data-user hidden></p>${closed ? `<div data-closed><p>${otherwise}</p></div>` : ''}
<form method="post" action="/intake/tickets" data-form${closed ? ' hidden' : ''}><input type="hidden" name="form" value="${id}"><input type="hidden" name="article" value=""><input type="hidden" name="query" value=""><input type="hidden" name="user" value="">
${own.join('')}${question('subject', '<input id="subject" name="subject" value="">')}${question('message', '<textarea id="message" name="message"></textarea>')}
${question('name', '<input id="name" name="name" value="">')}${question('email', '<input id="email" name="email" value="">')}
<input id="website" name="website" value=""><button>Next</button></form></div>
<section data-step="review" hidden><form method="post" action="/intake/tickets"><div data-carried></div><section data-incident hidden></section>
<div data-finds hidden><h2 data-finds-title></h2><ul data-finds-list></ul>${question('intended', '<input type="checkbox" id="intended" name="intended" value="yes">')}</div>
<dl data-rows></dl><div><p data-files-again hidden></p>${question('files', '<input id="review-files" name="files" type="file">')}</div>
<section data-answers hidden><ul data-answers-list></ul></section><button name="step" value="send">Send</button></form></section></main></body></html>`;
}

const CONTACT_PAGE = `<!doctype html><html lang="en"><head><title>Contact</title></head><body><main><h1>Contact</h1>${FORMS.map(({ id, title }) => `<p><a href="/contact/${id}/">${title}</a></p>`).join('')}</main></body></html>`;
const THANKS_PAGE = '<!doctype html><html lang="en"><head><title>Thanks</title></head><body><main><div data-receipt hidden><p data-reference></p><p data-promised></p><div data-next hidden><ol data-next-list></ol></div><div data-answers hidden><ul data-answers-list></ul></div></div><div data-nothing><h1>Nothing</h1></div></main></body></html>';

export function writeTicketSite(folder: string, { files = {}, support = SUPPORT }: { files?: Readonly<Record<string, string | Uint8Array>>; support?: Support } = {}): string {
  return writeBuiltSite(folder, { [`${MANIFEST_FOLDER}/${SUPPORT_FILE}`]: supportText({ site: SITE, support }), 'contact/index.html': CONTACT_PAGE, 'contact/thanks/index.html': THANKS_PAGE, ...Object.fromEntries(FORMS.map((form) => [`contact/${form.id}/index.html`, formPage(form)])), ...files }, TICKET_MANIFEST);
}
