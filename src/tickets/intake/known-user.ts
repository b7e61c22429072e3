/** Who the product says is writing: a short-lived context that it signs with a key that it shares with us. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const line = (most: number) => z.string().max(most).transform((text) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()).pipe(z.string().min(1));

/** What the product may say of its user; anything else is left out. */
export const knownUser = z.object({
  /** The product's own id of the account. */
  id: line(100),
  name: line(100).optional(),
  email: z.email().max(254).optional(),
  plan: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/).optional(),
  verified: z.boolean().optional(),
  specialty: line(100).optional(),
  reputation: z.number().finite().optional(),
  enterprise: z.boolean().optional(),
});
export type KnownUser = z.output<typeof knownUser>;

const claims = knownUser.extend({ aud: z.string(), iat: z.number().int(), exp: z.number().int() });

export interface ContextKeys {
  /** Key id → secret. */
  readonly keys: ReadonlyMap<string, string>;
  /** Whom a context is for: the address of the help center as site.yaml has it, without the slash at the end. */
  readonly audience: string;
}

/** A clock that is a little ahead of ours. */
const SKEW_SECONDS = 60;
/** A context says who is there now. One that lasts longer is a password, and is not taken. */
const LONGEST_SECONDS = 60 * 60;
const SHORTEST_SECRET = 32;

/**
 * The keys of BEDSIDE_CONTEXT_KEYS: `2026a:secret,2026b:secret`.
 *
 * @throws when one is not a name and a long secret
 */
export function parseContextKeys(text: string): Map<string, string> {
  const keys = new Map<string, string>();
  for (const entry of text.split(',').map((one) => one.trim()).filter(Boolean)) {
    const [, id = '', secret = ''] = /^([\w-]{1,32}):(.+)$/.exec(entry) ?? [];
    if (secret.length < SHORTEST_SECRET) {
      throw new Error(`Each key in BEDSIDE_CONTEXT_KEYS is a name, a colon and at least ${SHORTEST_SECRET} characters of randomness, for example 2026a:$(openssl rand -hex 32).`);
    }
    keys.set(id, secret);
  }
  return keys;
}

/**
 * Reads `v1.<key id>.<base64url JSON>.<base64url HMAC-SHA256 of all before>`.
 *
 * @param now milliseconds
 * @returns `undefined` for what is not signed by a key of ours, not for us, not yet or no longer valid: then nobody is known
 */
export function readContext(context: string, { keys, audience }: ContextKeys, now: number): KnownUser | undefined {
  const [, body = '', keyId = '', payload = '', mac = ''] = /^(v1\.([\w-]{1,32})\.([\w-]{1,4096}))\.([\w-]{43})$/.exec(context) ?? [];
  const secret = keys.get(keyId);
  if (secret === undefined) return undefined;
  const expected = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const read = claims.safeParse(json(payload));
  if (!read.success) return undefined;
  const { aud, iat, exp, ...user } = read.data;
  const seconds = now / 1_000;
  const holds = aud === audience && iat - SKEW_SECONDS <= seconds && seconds < exp && exp - iat <= LONGEST_SECONDS;
  return holds ? user : undefined;
}

function json(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
