/**
 * What a reader's page may tell about how it was used, as data. One envelope for every kind: a later kind is one
 * more schema in the union, and an older program ignores what it does not know.
 */
import { z } from 'zod';

export const EVENT_VERSION = 1;

/** Where a search happened. */
export const SURFACES = ['home', 'search', 'dialog', 'not-found', 'contact'] as const;
export const OUTCOMES = ['good', 'weak', 'zero'] as const;

/** Milliseconds between the event and its sending: a reader's clock is not believed. An hour at most. */
const ago = z.int().min(0).max(3_600_000);
/** Counts the searches of a page, so that what followed can be told from them: the last one of this number in the session. */
const search = z.int().min(1).max(10_000);

export const searchEvent = z.strictObject({
  kind: z.literal('search'),
  ago,
  search,
  surface: z.enum(SURFACES),
  /** Without what nobody typed: PostgreSQL keeps no text with a null byte. */
  query: z.string().min(1).max(200).transform((text) => text.replaceAll(/\p{Cc}+/gu, ' ').toWellFormed()),
  results: z.int().min(0).max(100_000),
  outcome: z.enum(OUTCOMES),
  /** The spelling was mended. */
  repaired: z.boolean(),
  /** The reader had searched for something else just before, and opened nothing. */
  refined: z.boolean(),
});

export const openEvent = z.strictObject({
  kind: z.literal('open'),
  ago,
  search,
  /** 1 for the first answer. */
  position: z.int().min(1).max(10_000),
  /** The article's address on the site, with base. */
  address: z.string().min(1).max(300),
});

export const contactEvent = z.strictObject({
  kind: z.literal('contact'),
  ago,
  search,
});

/** A contact form, by the name of its file. */
const form = z.string().regex(/^[a-z0-9-]{1,80}$/);
/** An article's address on the site, with base. */
const address = z.string().min(1).max(300);

export const suggestionShownEvent = z.strictObject({ kind: z.literal('suggestion-shown'), ago, form, results: z.int().min(1).max(10) });
export const suggestionOpenedEvent = z.strictObject({ kind: z.literal('suggestion-opened'), ago, form, position: z.int().min(1).max(10), address });
/** The reader said so. `address`: the answer opened last, if any was. */
export const suggestionSolvedEvent = z.strictObject({ kind: z.literal('suggestion-solved'), ago, form, address: address.optional() });
export const contactOpenedEvent = z.strictObject({ kind: z.literal('contact-opened'), ago, form, from: z.enum(['article', 'search', 'elsewhere']) });
export const contactSentEvent = z.strictObject({ kind: z.literal('contact-sent'), ago, form });
/** Left without sending. `written`: something had been typed. */
export const contactLeftEvent = z.strictObject({ kind: z.literal('contact-left'), ago, form, written: z.boolean() });

/** An incident, by its id. */
const incident = z.string().regex(/^[\w-]{1,100}$/);

/** An open incident was shown as what a question may be about; `form` is missing in a search. */
export const incidentShownEvent = z.strictObject({ kind: z.literal('incident-shown'), ago, form: form.optional(), incident, by: z.enum(['component', 'article', 'words']) });
export const meTooEvent = z.strictObject({ kind: z.literal('me-too'), ago, form: form.optional(), incident });
export const incidentFollowedEvent = z.strictObject({ kind: z.literal('incident-followed'), ago, form, incident });
/** The reader said that it is something else. */
export const incidentDeclinedEvent = z.strictObject({ kind: z.literal('incident-declined'), ago, form, incident });

/** An article was read. `seconds`: how long it was in sight until the reader first left it, in coarse steps. `from`: whether a page of ours led there. */
export const readEvent = z.strictObject({
  kind: z.literal('read'),
  ago,
  address,
  revision: z.string().regex(/^[\w-]{16}$/),
  from: z.enum(['site', 'outside']),
  seconds: z.union([z.literal(0), z.literal(10), z.literal(30), z.literal(60), z.literal(180), z.literal(600)]),
});

export const readerEvent = z.discriminatedUnion('kind', [readEvent, searchEvent, openEvent, contactEvent, suggestionShownEvent, suggestionOpenedEvent, suggestionSolvedEvent, contactOpenedEvent, contactSentEvent, contactLeftEvent, incidentShownEvent, meTooEvent, incidentFollowedEvent, incidentDeclinedEvent]);

export const envelope = z.strictObject({
  version: z.literal(EVENT_VERSION),
  /** Random; lives in the reader's tab and goes with it. */
  session: z.uuid(),
  events: z.array(readerEvent).min(1).max(50),
});

export type ReaderEvent = z.output<typeof readerEvent>;
export type Envelope = z.output<typeof envelope>;
export type Surface = (typeof SURFACES)[number];
export type Outcome = (typeof OUTCOMES)[number];
