/**
 * One POST to a stranger's webhook. Where its name leads is looked at when the connection is made, and the connection
 * goes to what was looked at: a name that changes its mind in between changes nothing.
 */
import { lookup as lookUpName, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as askHttp } from 'node:http';
import { request as askHttps } from 'node:https';
import { isIP } from 'node:net';
import { hostOf, isPublic } from './networks.ts';

export interface Call {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface Caller {
  /** The operator allows its own network. */
  readonly privateToo: boolean;
  /** How names are looked up. */
  readonly lookup?: typeof lookUpName;
  readonly patienceMs?: number;
}

/** Short codes, for the errand. */
export type Called = { readonly status: number; readonly retryAfter: string | undefined } | { readonly error: 'webhook.private' | 'webhook.timeout' | 'webhook.no-answer' };

/** Connection, sending and the head of the answer, together. */
const PATIENCE_MS = 10_000;
/** What a receiver says is not read; a talkative one is hung up on. */
const MOST_ANSWER_BYTES = 16_384;

class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** Redirects are not followed: they are answers like any other. */
export async function call({ url, headers, body, signal }: Call, { privateToo, lookup = lookUpName, patienceMs = PATIENCE_MS }: Caller): Promise<Called> {
  const host = hostOf(url);
  // A number is connected to without being looked up.
  if (!privateToo && isIP(host) !== 0 && !isPublic(host)) return { error: 'webhook.private' };
  const late = AbortSignal.timeout(patienceMs);
  const send = url.protocol === 'https:' ? askHttps : askHttp;
  try {
    return await new Promise<Called>((resolve, reject) => {
      const request = send(url, {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        signal: AbortSignal.any([signal, late]),
        // Nothing is shared with the next call, and no proxy is asked.
        agent: false,
        lookup: privateToo ? lookup : onlyPublic(lookup),
      });
      request.once('error', reject);
      request.once('response', (response) => {
        let bytes = 0;
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
        response.on('error', () => undefined);
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MOST_ANSWER_BYTES) request.destroy();
        });
        response.once('end', () => request.destroy());
      });
      request.end(body);
    });
  } catch (error) {
    if (signal.aborted) throw error;
    if (late.aborted) return { error: 'webhook.timeout' };
    return { error: error instanceof PrivateAddress ? 'webhook.private' : 'webhook.no-answer' };
  }
}

type Answered = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Looks a name up, and refuses it when any of its addresses is not public: one that leads to both is no accident. */
function onlyPublic(lookup: typeof lookUpName) {
  return (name: string, options: LookupOptions, answered: Answered): void => {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error) return answered(error, []);
      if (addresses.length === 0 || addresses.some(({ address }) => !isPublic(address))) return answered(new PrivateAddress(), []);
      if (options.all === true) return answered(null, addresses);
      answered(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}
