/**
 * Signs what we send to a webhook as the Standard Webhooks specification has it: HMAC-SHA256 over id, time and body.
 * The receiver checks that it is ours, whole, and not an old one sent again.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** `whsec_` and base64, or any text of the same length. */
export const WEBHOOK_SECRET = /^(whsec_[A-Za-z0-9+/]{32,}={0,2}|.{32,})$/;

export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

export function signed(secret: string, id: string, at: number, body: string): SignedHeaders {
  const timestamp = String(Math.floor(at / 1_000));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac(secret, id, timestamp, body)}` };
}

/** Older ones may have been recorded and are sent again. */
const TOLERANCE_SECONDS = 5 * 60;

/** Whether headers and body are signed with the secret, and of now. For our own tests and for whoever receives. */
export function isSigned(secret: string, headers: Readonly<Record<string, string | undefined>>, body: string, now: number): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const ours = Buffer.from(mac(secret, id, timestamp, body));
  return signatures.split(' ').some((one) => {
    const theirs = Buffer.from(one.replace(/^v1,/, ''));
    return theirs.length === ours.length && timingSafeEqual(theirs, ours);
  });
}

function mac(secret: string, id: string, timestamp: string, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
}
