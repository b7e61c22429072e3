/**
 * What can happen to a ticket. Events are only ever added; state, clocks and figures are derived from them.
 *
 * An event's `facts` name nobody and can be kept for reports; its `words` are what people wrote, sealed in the
 * store, and can be erased without breaking the chain.
 */
import { z } from 'zod';
import { CLOCKS, PRIORITIES } from '../catalog/support/priorities.ts';

export { CLOCKS, PRIORITIES, type ClockName, type Priority } from '../catalog/support/priorities.ts';

/** Who did it. A desk is a help desk outside, where an agent works; a bot answers by itself. */
export const ACTOR_KINDS = ['requester', 'agent', 'bot', 'desk', 'system'] as const;
/** Through what it came. */
export const SOURCES = ['form', 'api', 'mail', 'page', 'command', 'desk', 'schedule', 'import'] as const;

const id = z.string().min(1).max(100);
const priority = z.enum(PRIORITIES);

/** What decided, and the words that made it decide; words only of the rule's own list, never the requester's text around them. */
export const ruling = z.strictObject({ rule: id, decided: z.string().max(60), words: z.array(z.string().max(60)).max(20) });

const shapes = {
  /** The ticket began. `onBehalf`: an agent wrote it down for the requester, so the first public reply is the second message. */
  created: z.strictObject({
    channel: id,
    form: id.optional(),
    topic: id.optional(),
    article: id.optional(),
    component: id.optional(),
    plan: id.optional(),
    onBehalf: z.boolean().default(false),
    attachments: z.number().int().min(0).default(0),
  }),
  /** Category, priority, team and the rest, by rules or by a person. */
  triaged: z.strictObject({
    category: id,
    priority,
    team: id,
    tier: id.optional(),
    tags: z.array(id).max(30).default([]),
    sentiment: z.enum(['calm', 'frustrated', 'angry']).optional(),
    vip: z.boolean().default(false),
    security: z.boolean().default(false),
    compliance: z.boolean().default(false),
    rulings: z.array(ruling).max(40).default([]),
  }),
  assigned: z.strictObject({ team: id.optional(), agent: id.optional() }),
  /**
   * The requester wrote again. `by` is the requester's id when it was somebody else: a colleague who answers in their
   * place, or whoever's ticket goes on in this one.
   */
  received: z.strictObject({ attachments: z.number().int().min(0).default(0), by: id.optional() }),
  /** A public answer. Only an agent's or a desk's stops the first-response clock; a bot's does not. */
  replied: z.strictObject({ template: id.optional(), articles: z.array(id).max(20).default([]), attachments: z.number().int().min(0).default(0) }),
  /** A private note. */
  noted: z.strictObject({}),
  /** The requester has to do something; the clocks stand still. */
  waiting: z.strictObject({}),
  resumed: z.strictObject({}),
  escalated: z.strictObject({ level: z.number().int().min(0).max(9), tier: id.optional(), team: id.optional(), trigger: id, attempts: z.number().int().min(0).default(0) }),
  prioritized: z.strictObject({ from: priority.optional(), to: priority }),
  resolved: z.strictObject({ articles: z.array(id).max(20).default([]), insight: z.enum(['article-missing', 'article-unclear', 'article-not-found', 'product-problem', 'one-off']).optional() }),
  reopened: z.strictObject({}),
  /** `results` are the clocks as they stood, frozen: no later edit of a calendar or a policy changes them. */
  closed: z.strictObject({ reason: z.enum(['time', 'requester', 'agent', 'merged', 'duplicate', 'spam', 'import']), results: z.record(z.string(), z.unknown()).optional() }),
  /** `into`: this ticket goes on in that one. `from`: that one goes on here; it `began` then, and the earlier start counts. */
  merged: z.union([z.strictObject({ into: id }), z.strictObject({ from: id, began: z.number().int() })]),
  rated: z.strictObject({ scale: id, score: z.number() }),
  /** A clock got more time, with a reason in the words; reports show the original target beside it. */
  adjusted: z.strictObject({ clock: z.enum(CLOCKS), seconds: z.number().int() }),
  /** The help desk has it. */
  delivered: z.strictObject({ desk: id, number: z.string().max(200).optional() }),
  /** Linked to an incident, or no longer. */
  linked: z.strictObject({ incident: id.nullable() }),
  /** A link of the requester's was made or withdrawn; what was sent to whom stands in the outbox. */
  shared: z.strictObject({ link: id, revoked: z.boolean().default(false) }),
  /** What people wrote was erased, by age or on request. */
  erased: z.strictObject({ events: z.number().int().min(0), reason: z.enum(['retention', 'request']) }),
} as const;

export type EventKind = keyof typeof shapes;
export const EVENT_KINDS = Object.keys(shapes) as EventKind[];
export const eventFacts: { readonly [K in EventKind]: (typeof shapes)[K] } = shapes;
export type FactsOf<K extends EventKind> = z.output<(typeof shapes)[K]>;

/** What people wrote in one event. Every field may be missing, and all are when it was erased. */
export const eventWords = z.strictObject({
  /** The name that was typed for this ticket; the requester's own record may hold another. */
  name: z.string().optional(),
  subject: z.string().optional(),
  body: z.string().optional(),
  /** Answers to the form's own questions, by field, as readable text. */
  fields: z.record(z.string(), z.string()).optional(),
  reason: z.string().optional(),
  attempted: z.array(z.string()).optional(),
  comment: z.string().optional(),
  insight: z.string().optional(),
});
export type EventWords = z.output<typeof eventWords>;

export interface Actor {
  readonly kind: (typeof ACTOR_KINDS)[number];
  /** An agent's or a desk's handle from the content tree; never a requester's name. */
  readonly name?: string | undefined;
}

/** One event as the rules read it, oldest first in a list. */
export type TicketEvent = {
  readonly [K in EventKind]: {
    readonly kind: K;
    readonly facts: FactsOf<K>;
    /** Position in the ticket, from 1. */
    readonly seq: number;
    /** When it happened, milliseconds. */
    readonly at: number;
    readonly actor: Actor;
    readonly source: (typeof SOURCES)[number];
    /** Missing when nothing was written, or it was erased, or the reader of the log may not see it. */
    readonly words?: EventWords | undefined;
  };
}[EventKind];

export type EventOf<K extends EventKind> = Extract<TicketEvent, { kind: K }>;
