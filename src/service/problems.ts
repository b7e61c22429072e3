/** What goes wrong, as the answer a client gets. Nothing of the inside is told. */
import type { z } from 'zod';
import { VoteNotFound } from '../feedback/votes.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { TooMany } from './limits.ts';

export interface Problem {
  readonly status: 400 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  /** Stable word for programs. */
  readonly error: string;
  /** One sentence for a reader. */
  readonly message: string;
  /** Field → what is wrong with it. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly retryAfterSeconds?: number;
}

/** A request that is refused, with its answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.error);
    this.problem = problem;
  }
}

export const notFound = (what: string) => new Refusal({ status: 404, error: 'not-found', message: `There is no such ${what}.` });

/** Errors by field, first one each. */
export function invalid(error: z.ZodError): Refusal {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0] ?? 'form')];
    for (const name of names) fields[name] ??= issue.code === 'unrecognized_keys' ? 'There is no such field.' : issue.message;
  }
  return new Refusal({ status: 400, error: 'invalid', message: 'Something in the form is not right.', fields });
}

/** The answer for whatever was thrown; anything unknown is our fault and says no more than that. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return error.problem;
  if (error instanceof VoteNotFound) return { status: 404, error: 'not-found', message: 'This vote cannot be changed any more.' };
  if (error instanceof TooMany) {
    return { status: 429, error: 'too-many', message: 'There were too many answers from here. Try again later.', retryAfterSeconds: error.retryAfterSeconds };
  }
  if (error instanceof StoreUnavailable) {
    return { status: 503, error: 'unavailable', message: 'Your answer could not be stored. Try again in a moment.', retryAfterSeconds: 5 };
  }
  return { status: 500, error: 'failed', message: 'Something went wrong on our side. Your answer is not stored.' };
}
