/** How long the other side asks us to wait. */
import { LONGEST_ASKED_MS } from '../outbox/outcome.ts';

/** Standard header first; the second is Help Scout's. Both hold seconds, the standard one also a date. */
const HEADERS = ['retry-after', 'x-ratelimit-retry-after'];
/** @returns milliseconds, `undefined` when it does not say, or says so much that it is a mistake: then our own waiting decides */
export function retryAfter(headers: Headers, now: number): number | undefined {
  for (const name of HEADERS) {
    const value = headers.get(name)?.trim();
    if (!value) continue;
    const ms = /^\d+(\.\d+)?$/.test(value) ? Math.ceil(Number(value) * 1_000) : Date.parse(value) - now;
    if (Number.isFinite(ms) && ms <= LONGEST_ASKED_MS) return Math.max(0, ms);
  }
  return undefined;
}
