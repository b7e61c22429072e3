/** The links of a subscription: all made of one secret, each good for one thing, none to be told from another. */
import { createHash, randomBytes } from 'node:crypto';

/** What a link is good for. */
export type Use = 'confirm' | 'manage' | 'leave';

const BYTES = 32;

/** A new subscription's secret. */
export function newSecret(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** What stands in the link. A link that ends a subscription, in the head of each mail, opens nothing else. */
export function linkOf(secret: string, use: Use): string {
  return createHash('sha256').update(`bedside ${use} ${secret}`).digest('base64url');
}

/** What is kept of a link, to find its subscription by. */
export function digestOf(link: string): string {
  return createHash('sha256').update(link).digest('base64url');
}

/** What a webhook's messages are signed with. */
export function signingKey(secret: string): string {
  return `whsec_${createHash('sha256').update(`bedside sign ${secret}`).digest('base64')}`;
}
