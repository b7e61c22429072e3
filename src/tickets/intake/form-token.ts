/** The token of one sending of one form: who did not ask for one cannot send, and each sends once. */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Envelope } from '../../store/envelope.ts';
import { knownUser, type KnownUser } from './known-user.ts';
import { readSigned, sign } from './signed.ts';

export const FORM_TOKEN_LIFE_MS = 24 * 60 * 60_000;

const PURPOSE = 'form token';

const formToken = z.object({
  form: z.string(),
  /** When it was handed out, milliseconds. */
  at: z.number(),
  nonce: z.string(),
  /** With a script a proof of work comes with the form; without, the reader has seen the page that checks the answers. */
  way: z.enum(['script', 'plain']),
  /** Who the product's context named when the form was first touched: a context lasts minutes, writing longer. */
  user: knownUser.optional(),
});

export interface FormToken extends z.output<typeof formToken> {
  readonly until: number;
}

export function issueFormToken(envelope: Envelope, form: string, way: FormToken['way'], user: KnownUser | undefined, now: number): { readonly token: string; readonly nonce: string } {
  const nonce = randomBytes(16).toString('base64url');
  const claims: z.output<typeof formToken> = { form, at: now, nonce, way, ...(user === undefined ? {} : { user }) };
  return { token: sign(envelope, PURPOSE, claims, now + FORM_TOKEN_LIFE_MS), nonce };
}

/** @returns `undefined` unless it is ours, for this form, and not expired */
export function readFormToken(envelope: Envelope, token: string, form: string, now: number): FormToken | undefined {
  const read = readSigned(envelope, PURPOSE, token, formToken, now);
  return read?.claims.form === form ? { ...read.claims, until: read.until } : undefined;
}

/** What stands in the table of used tokens. A proof of work is bound to its token, so one row refuses both a second time. */
export function spentDigest({ nonce }: Pick<FormToken, 'nonce'>): string {
  return createHash('sha256').update(`form token ${nonce}`).digest('base64url');
}
