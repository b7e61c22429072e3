/** One message on its way: what the service handed out for it, and the tries until it is stored. */
import type { Draft } from './kept.ts';
import type { Started } from './receipt.ts';
import { proofOf, send, start, StartRefused, type Outcome } from './send.ts';

interface Settings {
  readonly action: string;
  readonly form: string;
  readonly context: string | undefined;
  readonly draft: Draft | undefined;
  /** What is kept has changed. */
  readonly changed: () => void;
}

export interface Sender {
  readonly start: () => Promise<Started>;
  readonly deliver: (values: Readonly<Record<string, string>>, files: readonly File[]) => Promise<Outcome>;
  /** The next message is another one. */
  readonly renew: () => void;
  /** For the draft. */
  readonly kept: () => Pick<Draft, 'started' | 'startedAt'>;
}

/** The service holds a token for a day; one that is nearly over is not begun with. */
const TOKEN_LIFE_MS = 20 * 60 * 60_000;
/** What is sent sooner after the start is taken for a machine's. */
const LEAST_MS = 3_200;
const BUSY_MS = 1_000;
const BUSY_TRIES = 5;

export function sender({ action, form, context, draft, changed }: Settings): Sender {
  const fresh = draft?.started !== undefined && Date.now() - (draft.startedAt ?? 0) < TOKEN_LIFE_MS;
  // With a context the service is asked anew: it tells who is named.
  let started: Started | undefined = fresh && context === undefined ? draft?.started : undefined;
  let startedAt = started === undefined ? 0 : (draft?.startedAt ?? 0);
  let starting: Promise<Started> | undefined = started === undefined ? undefined : Promise.resolve(started);

  function begin(): Promise<Started> {
    starting ??= start(action, form, context).then(
      (got) => {
        started = got;
        startedAt = Date.now();
        void proofOf(got).catch(() => undefined);
        changed();
        return got;
      },
      (error: unknown) => {
        starting = undefined;
        throw error;
      },
    );
    return starting;
  }

  function renew(): void {
    started = undefined;
    starting = undefined;
  }

  async function deliver(values: Readonly<Record<string, string>>, files: readonly File[]): Promise<Outcome> {
    let outcome = await once(values, files);
    // An old page, or words changed after an answer was lost: once more with a new start.
    if (outcome.kind === 'refused' || outcome.kind === 'otherBody') {
      renew();
      outcome = await once(values, files);
    }
    for (let tries = 0; outcome.kind === 'busy' && tries < BUSY_TRIES; tries += 1) {
      await pause(BUSY_MS);
      outcome = await once(values, files);
    }
    return outcome;
  }

  async function once(values: Readonly<Record<string, string>>, files: readonly File[]): Promise<Outcome> {
    let ready: Started;
    try {
      ready = await begin();
    } catch (error) {
      if (error instanceof StartRefused && error.status === 429) return { kind: 'tooMany', seconds: error.retryAfterSeconds };
      return { kind: navigator.onLine ? 'unavailable' : 'offline' };
    }
    await pause(startedAt + LEAST_MS - Date.now());
    return send(action, ready, values, files);
  }

  return { start: begin, deliver, renew, kept: () => (started === undefined ? {} : { started, startedAt }) };
}

function pause(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
