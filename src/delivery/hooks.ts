/** What a help desk tells us by signed webhooks, read into what happened. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { isSigned } from './signature.ts';

/** How the sender signs: Standard Webhooks, or Zendesk's way. */
export const HOOK_KINDS = ['standard', 'zendesk'] as const;

export interface Hook {
  readonly kind: (typeof HOOK_KINDS)[number];
  readonly secret: string;
}

/** What an agent did at the desk. */
export const HOOK_EVENTS = ['ticket.replied', 'ticket.noted', 'ticket.assigned', 'ticket.waiting', 'ticket.resumed', 'ticket.resolved', 'ticket.reopened', 'ticket.prioritized'] as const;

export const hookSchema = z.object({
  type: z.enum(HOOK_EVENTS),
  /** When it happened at the desk. */
  timestamp: z.iso.datetime({ offset: true }),
  data: z.object({
    reference: z.string().min(8).max(20),
    /** What was written, if the desk may tell. */
    words: z.string().max(50_000).optional(),
    team: z.string().regex(/^[\w-]{1,60}$/).optional(),
    agent: z.string().regex(/^[\w-]{1,60}$/).optional(),
    priority: z.enum(['critical', 'high', 'medium', 'low']).optional(),
  }),
});
export type Told = z.output<typeof hookSchema>;

/** Older ones may have been recorded and are sent again. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * The sender's own id of this message, when it is signed and of now.
 *
 * @returns `undefined` for whatever nobody with the secret sent
 */
export function signedId({ kind, secret }: Hook, headers: Readonly<Record<string, string | undefined>>, body: string, now: number): string | undefined {
  if (kind === 'standard') return isSigned(secret, headers, body, now) && /^[\w.:-]{1,120}$/.test(headers['webhook-id'] ?? '') ? headers['webhook-id'] : undefined;
  const { 'x-zendesk-webhook-signature': given = '', 'x-zendesk-webhook-signature-timestamp': timestamp = '' } = headers;
  const at = Date.parse(timestamp);
  if (!(Math.abs(now - at) <= TOLERANCE_MS)) return undefined;
  const [ours, theirs] = [Buffer.from(createHmac('sha256', secret).update(timestamp + body).digest('base64')), Buffer.from(given)];
  // Zendesk's own id stands outside the signature: the body is named by what it is, and the same body is the same fact.
  return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? createHmac('sha256', secret).update(body).digest('base64url') : undefined;
}

/**
 * `BEDSIDE_DESK_HOOKS`: `name=standard:whsec_…`, several with spaces between.
 *
 * @throws {HookSettingsWrong} naming the entry, never the secret
 */
export function hooksFrom(text: string | undefined): ReadonlyMap<string, Hook> {
  const entries = (text ?? '').split(/\s+/).filter((one) => one !== '');
  return new Map(
    entries.map((entry, at) => {
      const [, name, kind, secret] = /^([a-z][a-z0-9-]{0,29})=(standard|zendesk):(\S{24,})$/.exec(entry) ?? [];
      if (name === undefined || kind === undefined || secret === undefined) throw new HookSettingsWrong(`BEDSIDE_DESK_HOOKS: entry ${at + 1} is not name=${HOOK_KINDS.join('|')}:secret with a secret of 24 characters or more.`);
      return [name, { kind: kind as Hook['kind'], secret }];
    }),
  );
}

export class HookSettingsWrong extends Error {
  override readonly name = 'HookSettingsWrong';
}
