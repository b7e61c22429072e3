/** One attempt at one row, which always ends, and always with an outcome. */
import { StoreUnavailable } from '../store/errors.ts';
import type { Handler, Job } from './handler.ts';
import type { Outcome } from './outcome.ts';

/** The row is no longer ours, or there is no time left. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';
}

/**
 * @param failed hears of errors that no handler should have
 */
export async function attempt(handler: Handler, job: Omit<Job, 'signal'>, abort: AbortController, failed: (error: unknown) => void): Promise<Outcome> {
  const timer = setTimeout(() => abort.abort(new Abandoned('The attempt took too long.')), handler.attemptMs);
  try {
    return await unlessAborted(handler.handle({ ...job, signal: abort.signal }), abort.signal);
  } catch (error) {
    if (abort.signal.aborted) return { kind: 'later', error: 'timeout', blame: 'channel' };
    if (error instanceof StoreUnavailable) return { kind: 'later', error: `store.${error.reason}`, blame: 'row' };
    failed(error);
    return { kind: 'later', error: 'unexpected', blame: 'row' };
  } finally {
    clearTimeout(timer);
  }
}

/** A handler that does not heed its signal is not waited for. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let leave: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (leave) signal.removeEventListener('abort', leave);
  }
}
