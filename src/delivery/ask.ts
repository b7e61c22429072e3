/** One question to a desk by HTTP. What it says in return stays with whoever asked: errors are codes. */
import type { Outcome } from '../outbox/outcome.ts';
import { retryAfter } from './retry-after.ts';

export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The desk did not take it; what follows is the outcome. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('The desk did not take it.');
    this.outcome = outcome;
  }
}

/** Far above any answer that we read. */
const LONGEST_ANSWER = 5_000_000;

/**
 * Asks, and gives back whatever was answered. Redirects are not followed: they would carry words and token elsewhere.
 *
 * @throws {NotTaken} when there was no answer
 */
export async function ask(fetcher: typeof fetch, { method, url, headers, body, signal }: Question): Promise<Answer> {
  try {
    const response = await fetcher(url, { method, headers, body, signal, redirect: 'manual' });
    const text = await response.text();
    if (text.length > LONGEST_ANSWER) throw new NotTaken({ kind: 'later', error: 'http.too-long', blame: 'channel' });
    return { status: response.status, headers: response.headers, text };
  } catch (error) {
    if (error instanceof NotTaken || signal.aborted) throw error;
    // Whether it was taken is open: the connection may have broken after.
    throw new NotTaken({ kind: 'later', error: 'http.no-answer', blame: 'channel' });
  }
}

/** The answer, when its status is one of those. @throws {NotTaken} */
export function expect(answer: Answer, now: number, ...statuses: number[]): Answer {
  if (statuses.includes(answer.status)) return answer;
  throw new NotTaken(statusOutcome(answer, now));
}

/** What a status means that was not hoped for. */
export function statusOutcome({ status, headers }: Pick<Answer, 'status' | 'headers'>, now: number): Outcome {
  const error = `http.${status}`;
  if (status === 401 || status === 403 || status === 407) return { kind: 'locked-out', error };
  if (status === 429 || status === 408 || status >= 500) return { kind: 'later', error, blame: 'channel', afterMs: retryAfter(headers, now) };
  // Somebody else is changing the same ticket, or our first attempt is still under way there.
  if (status === 409 || status === 423 || status === 425) return { kind: 'later', error, blame: 'row', afterMs: retryAfter(headers, now) };
  return { kind: 'refused', error };
}

/** JSON of an answer; what is no JSON is nothing. */
export function json(answer: Answer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}

/** Runs an adapter's work; what was not taken becomes its outcome. */
export async function taken(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotTaken) return error.outcome;
    throw error;
  }
}
