/** From the browser to the service: the start of a form, and its sending. */
import type { Receipt, Started } from './receipt.ts';
import { proofText, solve } from './solve.ts';

export type Outcome =
  | { readonly kind: 'stored'; readonly receipt: Receipt }
  | { readonly kind: 'invalid'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'offline' | 'unavailable' | 'refused' | 'busy' | 'tooLarge' }
  | { readonly kind: 'tooMany'; readonly seconds: number }
  /** The key was used for other words: it needs a new one. */
  | { readonly kind: 'otherBody' };

/** A photo on a hospital's slow line takes its time. */
const PATIENCE_MS = { start: 15_000, send: 120_000 };

/** @throws when the service cannot be reached, or refuses */
export async function start(action: string, form: string, user: string | undefined): Promise<Started> {
  const response = await fetch(`${action}/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ form, ...(user === undefined ? {} : { user }) }),
    credentials: 'omit',
    signal: AbortSignal.timeout(PATIENCE_MS.start),
  });
  if (!response.ok) throw new StartRefused(response.status, Number(response.headers.get('retry-after') ?? 60));
  return (await response.json()) as Started;
}

export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly status: number;
  readonly retryAfterSeconds: number;

  constructor(status: number, retryAfterSeconds: number) {
    super(String(status));
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Solves as soon as the browser has nothing better to do; asked again it is the same work. */
export function proofOf(started: Started): Promise<string | undefined> {
  let proof = proofs.get(started);
  if (proof === undefined) {
    const { challenge } = started;
    proof = challenge === undefined ? Promise.resolve(undefined) : idle().then(() => solve(challenge)).then((solved) => solved && proofText(solved));
    proofs.set(started, proof);
  }
  return proof;
}

const proofs = new WeakMap<Started, Promise<string | undefined>>();

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 1_000 });
    else setTimeout(resolve, 200);
  });
}

/** @param files sent as a form when there are any, else as JSON */
export async function send(action: string, started: Started, values: Readonly<Record<string, string>>, files: readonly File[]): Promise<Outcome> {
  const proof = await proofOf(started);
  const fields = { ...values, token: started.token, step: 'send', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, ...(proof === undefined ? {} : { proof }) };
  let response: Response;
  try {
    response = await fetch(action, {
      method: 'POST',
      headers: { accept: 'application/json', 'idempotency-key': started.key, ...(files.length > 0 ? {} : { 'content-type': 'application/json' }) },
      body: files.length > 0 ? asForm(fields, files) : JSON.stringify(fields),
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE_MS.send),
    });
  } catch {
    return { kind: navigator.onLine ? 'unavailable' : 'offline' };
  }
  const body = (await response.json().catch(() => ({}))) as { error?: string; fields?: Record<string, string> };
  switch (response.status) {
    case 201:
      return { kind: 'stored', receipt: body as Receipt };
    case 422:
      return body.error === 'invalid' ? { kind: 'invalid', fields: body.fields ?? {} } : { kind: 'otherBody' };
    case 429:
      return { kind: 'tooMany', seconds: Number(response.headers.get('retry-after') ?? 60) };
    case 409:
      return { kind: 'busy' };
    case 413:
      return { kind: 'tooLarge' };
    case 403:
    case 400:
      return { kind: 'refused' };
    default:
      return { kind: 'unavailable' };
  }
}

function asForm(fields: Readonly<Record<string, string>>, files: readonly File[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append('files', file, file.name);
  return form;
}
