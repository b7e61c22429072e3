/**
 * What a reply template may leave open, by kind of reply. From this table come the build's errors, the authors' guide
 * and the types of what a sender has to give.
 *
 * No kind that is sent by itself has a placeholder for what somebody typed, their name included: such a mail can then
 * carry neither spam to a stranger nor patient data.
 */

import type { Root } from 'mdast';

/** An answer that a mail points to. */
export interface AnswerLink {
  readonly title: string;
  readonly summary: string;
  /** A whole web address. */
  readonly href: string;
}

interface ValueTypes {
  /** Words. */
  text: string;
  /** An instant; the letter tells it in its reader's time zone, zone included. */
  moment: number;
  /** A whole web address; may be the target of a link. */
  address: string;
  /** A list of links; stands in a paragraph of its own. */
  answers: readonly AnswerLink[];
  /** What a person of the team wrote; stands in a paragraph of its own. */
  words: Root;
}

export type PlaceholderType = keyof ValueTypes;

export interface Placeholder {
  readonly type: PlaceholderType;
  /** It always has a value, so the subject may use it. */
  readonly always: boolean;
  readonly describes: string;
}

const always = <T extends PlaceholderType>(type: T, describes: string) => ({ type, always: true, describes }) as const;
const maybe = <T extends PlaceholderType>(type: T, describes: string) => ({ type, always: false, describes }) as const;

const site = {
  'site.name': always('text', 'The name of the help center.'),
  'site.product': always('text', 'The name of the product.'),
  'site.helpCenter': always('address', 'The address of the help center.'),
  'site.emergency': maybe('text', 'The sentence for emergencies from `site.yaml`.'),
} as const;

const ticket = {
  'ticket.reference': always('text', 'The short number that requester and team call the ticket by.'),
  'ticket.topic': maybe('text', 'The topic that was chosen in the form.'),
  'ticket.priority': always('text', 'The priority in words for readers.'),
  'ticket.page': maybe('address', 'The requester’s own page of the ticket.'),
} as const;

const promise = {
  'promise.firstResponse': maybe('moment', 'When the first answer is promised. Left out when nothing is promised.'),
  'support.backAt': maybe('moment', 'When the team is back. Left out while somebody works.'),
} as const;

const subscription = {
  'subscription.manage': always('address', 'The subscriber’s own page: parts, and the end of it.'),
  'subscription.leave': always('address', 'The page that ends the subscription.'),
} as const;

export const PLACEHOLDERS = {
  acknowledgement: {
    ...site,
    ...ticket,
    ...promise,
    answers: maybe('answers', 'Up to three answers that fit the message.'),
  },
  'notify-team': {
    'site.name': site['site.name'],
    'ticket.reference': ticket['ticket.reference'],
    'ticket.priority': ticket['ticket.priority'],
    'ticket.topic': ticket['ticket.topic'],
    'ticket.team': maybe('text', 'The team that the ticket was given to.'),
    'ticket.desk': maybe('address', 'The ticket in the help desk.'),
    'due.clock': maybe('text', 'What is due, for example “First response”.'),
    'due.at': maybe('moment', 'When it is due.'),
    'alarm.reason': maybe('text', 'Why the team is told, from `support/escalation.yaml`.'),
  },
  'notify-many': {
    'site.name': site['site.name'],
    'alarms.count': always('text', 'How many tickets want something.'),
    'alarms.tier': always('text', 'The tier that is told.'),
  },
  'notify-signal': {
    'site.name': site['site.name'],
    'signal.part': always('text', 'The part of the product that people tell of.'),
    'signal.people': always('text', 'How many people more than usual.'),
    'signal.since': always('moment', 'Since when they are counted.'),
    'signal.counts': always('text', 'Tickets, “me too”, votes and searches, each with the usual number.'),
    'signal.words': maybe('text', 'Words that several people used and the site itself knows.'),
    'signal.tickets': maybe('text', 'References of the newest tickets.'),
    'signal.command': always('text', 'The command that opens an incident.'),
    answers: maybe('answers', 'Articles that were read or found unhelpful.'),
  },
  progress: {
    ...site,
    ...ticket,
    ...promise,
    'progress.with': maybe('text', 'Who looks at it now, from the tier’s title.'),
    'progress.by': maybe('moment', 'When the requester hears next. Left out when nothing is promised.'),
  },
  reply: {
    ...site,
    ...ticket,
    ...promise,
    'requester.name': maybe('text', 'The requester’s name. Only in replies that a person sends.'),
    'agent.name': always('text', 'The name of the person who answers.'),
    'incident.title': maybe('text', 'The title of the incident that the ticket is linked to.'),
    'incident.page': maybe('address', 'The incident’s page.'),
    'incident.began': maybe('moment', 'When the incident began.'),
    'incident.ended': maybe('moment', 'When it was resolved.'),
    'incident.words': maybe('text', 'What the update says that resolved it.'),
    answers: maybe('answers', 'Answers that the person who answers has chosen.'),
  },
  answer: {
    ...site,
    ...ticket,
    'agent.name': always('text', 'The role of the person who answers, from `support/teams.yaml`.'),
    'reply.words': always('words', 'What that person wrote.'),
  },
  resolved: {
    ...site,
    ...ticket,
    'agent.name': maybe('text', 'The role of the person who solved it, from `support/teams.yaml`.'),
    'reply.words': maybe('words', 'What that person wrote.'),
    'reopen.until': maybe('moment', 'Until when the requester can open it again.'),
  },
  rating: {
    ...site,
    ...ticket,
    'rating.question': always('text', 'The question of `support/follow-up.yaml`.'),
  },
  'data-request': {
    ...site,
    ...ticket,
    'request.what': always('text', 'What was asked for: a copy, or erasure.'),
  },
  'subscription-confirm': {
    ...site,
    'subscription.what': always('text', 'What was asked for: email, or a webhook with the host that it goes to.'),
    'subscription.confirm': always('address', 'The page with the button that confirms it.'),
    'subscription.until': always('moment', 'When it is forgotten if nobody confirms it.'),
  },
  'subscription-known': {
    ...site,
    ...subscription,
    'subscription.what': always('text', 'What there is already: email, or a webhook with the host that it goes to.'),
  },
  'status-update': {
    ...site,
    ...subscription,
    'status.title': always('text', 'The title of the incident or maintenance.'),
    'status.state': always('text', 'Where the work stands, in the words of the status page.'),
    'status.words': always('words', 'What the update says.'),
    'status.parts': maybe('text', 'The parts of the product that are affected.'),
    'status.nextUpdate': maybe('moment', 'When the next update is promised.'),
    'status.from': maybe('moment', 'When maintenance begins.'),
    'status.until': maybe('moment', 'When maintenance ends.'),
    'status.page': always('address', 'The page of the incident or maintenance.'),
  },
  'webhook-off': {
    ...site,
    'webhook.host': always('text', 'The host that the webhook goes to.'),
    'webhook.since': always('moment', 'Since when it has failed.'),
    'subscription.manage': always('address', 'The subscriber’s own page: it switches the webhook on again.'),
  },
  'incident-over': {
    ...site,
    'incident.title': always('text', 'The title of the incident.'),
    'incident.page': always('address', 'The incident’s page.'),
    'incident.began': always('moment', 'When it began.'),
    'incident.ended': always('moment', 'When it was resolved.'),
    'incident.lasted': always('text', 'How long it lasted.'),
    'incident.words': maybe('words', 'What the update says that resolved it.'),
    'incident.account': maybe('address', 'What happened and what was learned, once that is published.'),
    'contact.page': always('address', 'The page with all ways to reach the team.'),
    'stop.page': always('address', 'The page that stops these letters and deletes the address.'),
  },
} as const satisfies Record<string, Record<string, Placeholder>>;

export type ReplyKind = keyof typeof PLACEHOLDERS;
export const REPLY_KINDS = Object.keys(PLACEHOLDERS) as [ReplyKind, ...ReplyKind[]];

type Of<K extends ReplyKind> = (typeof PLACEHOLDERS)[K];
type Value<P> = P extends { readonly type: infer T extends PlaceholderType } ? ValueTypes[T] : never;

/** What a sender gives for a kind: what always has a value must be there, the rest may be missing. */
export type ValuesOf<K extends ReplyKind> = {
  readonly [N in keyof Of<K> as Of<K>[N] extends { always: true } ? N : never]: Value<Of<K>[N]>;
} & {
  readonly [N in keyof Of<K> as Of<K>[N] extends { always: false } ? N : never]?: Value<Of<K>[N]> | undefined;
};

/** The placeholders of a kind, by name. */
export function placeholdersOf(kind: ReplyKind): Readonly<Record<string, Placeholder>> {
  return PLACEHOLDERS[kind];
}

/** The letters to subscribers of the status page, by the name of their template. */
export const SUBSCRIPTION_REPLIES = {
  'subscription-confirm': 'subscription-confirm',
  'subscription-known': 'subscription-known',
  'status-update': 'status-update',
  'status-resolved': 'status-update',
  'status-maintenance': 'status-update',
  'webhook-off': 'webhook-off',
} as const satisfies Record<string, ReplyKind>;
