/** What a reader may tell us about an article, as data. */
import { z } from 'zod';

export const ANSWERS = ['yes', 'no'] as const;
export const REASONS = ['unclear', 'outdated', 'unsolved', 'other'] as const;

export type Answer = (typeof ANSWERS)[number];
export type Reason = (typeof REASONS)[number];

/** Long enough for a paragraph, short enough that nobody pastes a record. */
export const COMMENT_LIMIT = 1_000;

/** How long a vote without JavaScript can be explained and changed. */
export const VOTE_TOKEN_LIFE_MS = 24 * 60 * 60 * 1_000;

const comment = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .pipe(z.string().max(COMMENT_LIMIT, `Use at most ${COMMENT_LIMIT} characters.`));

const reason = z.enum(REASONS, 'Choose one of the reasons.');
const answer = z.enum(ANSWERS, 'Choose yes or no.');
const articleId = z.string('Say which article this is about.').regex(/^[a-z0-9]{6,12}$/, 'This is not an article.');
const revision = z.string('Say which revision of the article this is about.').regex(/^[\w-]{16}$/, 'This is not a revision.');

/** An empty field of a form is a field that was left out. */
const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional());

/** From a page with JavaScript: the whole vote, each time. The session lives in the reader's tab. */
export const sessionVote = z.strictObject({
  article: articleId,
  revision,
  session: z.uuid('This is not a session.'),
  answer,
  reason: optional(reason),
  comment: optional(comment),
});

/** A first vote from a plain form. */
export const formVote = z.strictObject({ article: articleId, revision, answer });

/** What follows a plain vote: the reason, or another answer. */
export const formFollowUp = z.strictObject({
  token: z.string().regex(/^[\w-]{32}$/, 'This vote cannot be changed any more.'),
  answer: optional(answer),
  reason: optional(reason),
  comment: optional(comment),
});

export type SessionVote = z.output<typeof sessionVote>;
export type FormVote = z.output<typeof formVote>;
export type FormFollowUp = z.output<typeof formFollowUp>;
