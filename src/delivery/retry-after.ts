/** How long the other side asks us to wait. */

/** Standard header first; the second is Help Scout's. Both hold seconds, the standard one also a date. */
const HEADERS = ['retry-after', 'x-ratelimit-retry-after'];
/** Longer is a mistake, or a date in another century: then our own waiting decides. */
const LONGEST_MS = 24 * 60 * 60_000;

/** @returns milliseconds, `undefined` when it does not say */
export function retryAfter(headers: Headers, now: number): number | undefined {
  for (const name of HEADERS) {
    const value = headers.get(name)?.trim();
    if (!value) continue;
    const ms = /^\d+(\.\d+)?$/.test(value) ? Math.ceil(Number(value) * 1_000) : Date.parse(value) - now;
    if (Number.isFinite(ms) && ms <= LONGEST_MS) return Math.max(0, ms);
  }
  return undefined;
}
