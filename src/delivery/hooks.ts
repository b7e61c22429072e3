/** What a help desk tells us by signed webhooks, read into what happened. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { isSigned } from './signature.ts';

/** How the sender signs: Standard Webhooks, or a vendor's way. */
export const HOOK_KINDS = ['standard', 'zendesk', 'help-scout'] as const;

export interface Hook {
  readonly kind: (typeof HOOK_KINDS)[number];
  readonly secret: string;
}

/** What happened at the desk. `ticket.active` opens or resumes, whichever it was. */
export const HOOK_EVENTS = ['ticket.replied', 'ticket.received', 'ticket.active', 'ticket.noted', 'ticket.assigned', 'ticket.waiting', 'ticket.resumed', 'ticket.resolved', 'ticket.reopened', 'ticket.prioritized'] as const;

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
  if (kind === 'help-scout') {
    // It signs no time, so an old message can be sent again; the same body is the same fact, and known by then.
    return equal(createHmac('sha1', secret).update(body).digest('base64'), headers['x-helpscout-signature'] ?? '') ? createHmac('sha256', secret).update(body).digest('base64url') : undefined;
  }
  const { 'x-zendesk-webhook-signature': given = '', 'x-zendesk-webhook-signature-timestamp': timestamp = '' } = headers;
  const at = Date.parse(timestamp);
  if (!(Math.abs(now - at) <= TOLERANCE_MS)) return undefined;
  // Zendesk's own id stands outside the signature: the body is named by what it is, and the same body is the same fact.
  return equal(createHmac('sha256', secret).update(timestamp + body).digest('base64'), given) ? createHmac('sha256', secret).update(body).digest('base64url') : undefined;
}

function equal(ours: string, theirs: string): boolean {
  return ours.length === theirs.length && timingSafeEqual(Buffer.from(ours), Buffer.from(theirs));
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
      const [, name, kind, secret] = /^([a-z][a-z0-9-]{0,29})=(standard|zendesk|help-scout):(\S{24,})$/.exec(entry) ?? [];
      if (name === undefined || kind === undefined || secret === undefined) throw new HookSettingsWrong(`BEDSIDE_DESK_HOOKS: entry ${at + 1} is not name=${HOOK_KINDS.join('|')}:secret with a secret of 24 characters or more.`);
      return [name, { kind: kind as Hook['kind'], secret }];
    }),
  );
}

export class HookSettingsWrong extends Error {
  override readonly name = 'HookSettingsWrong';
}
