/**
 * Small texts that we hand out and want back unchanged: tokens of forms, of thanks pages, of links to files.
 *
 * Anybody can read what stands in one; only the secret can make one.
 */
import { timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { Envelope } from '../../store/envelope.ts';

export interface Signed<T> {
  readonly claims: T;
  /** When it stops counting, milliseconds. */
  readonly until: number;
}

/** `v1.<base64url JSON>.<key id>.<mac>`. A token made for one purpose is none for another. */
export function sign(envelope: Envelope, purpose: string, claims: unknown, until: number): string {
  const body = `v1.${Buffer.from(JSON.stringify({ claims, until })).toString('base64url')}`;
  return `${body}.${envelope.blindIndex(body, place(purpose))}`;
}

/** @returns `undefined` for whatever we did not sign for this purpose, or that has expired */
export function readSigned<T>(envelope: Envelope, purpose: string, token: string, schema: z.ZodType<T>, now: number): Signed<T> | undefined {
  const [version = '', payload = '', ...mac] = token.split('.');
  const body = `${version}.${payload}`;
  if (version !== 'v1' || !envelope.blindIndexes(body, place(purpose)).some((one) => same(one, mac.join('.')))) return undefined;
  const { claims, until } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { claims: unknown; until: number };
  const read = schema.safeParse(claims);
  return read.success && now < until ? { claims: read.data, until } : undefined;
}

const place = (purpose: string) => `signature: ${purpose}`;

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
