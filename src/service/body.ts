/** A request's body, capped before it is parsed. */
import type { Context } from 'hono';
import { Refusal } from './problems.ts';

/** What a form or a script sent: flat names and values, not yet checked. */
export interface Body {
  readonly kind: 'json' | 'form';
  readonly values: Record<string, unknown>;
}

/**
 * Reads a body of at most `cap` bytes.
 *
 * @throws {Refusal} 413 too large, 415 another type, 400 not readable
 */
export async function readBody(context: Context, cap: number): Promise<Body> {
  const type = (context.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' && type !== 'application/x-www-form-urlencoded') {
    throw new Refusal({ status: 415, error: 'unsupported-type', message: 'Send a form or JSON.' });
  }
  const text = await readText(context.req.raw, cap);
  if (type === 'application/x-www-form-urlencoded') {
    const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [name, value] of new URLSearchParams(text)) values[name] = value;
    return { kind: 'form', values };
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new SyntaxError();
    return { kind: 'json', values: parsed as Record<string, unknown> };
  } catch {
    throw new Refusal({ status: 400, error: 'invalid', message: 'This is not a JSON object.', fields: {} });
  }
}

/** @throws {Refusal} 413, 400 when it ends in the middle */
export async function readText(request: Request, cap: number): Promise<string> {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > cap) throw tooLarge(cap);
  // With a declared length the server below holds the client to it, so it can be read in one go.
  if (declared !== null) return request.text().catch(incomplete);
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of arriving(request.body)) {
    size += chunk.byteLength;
    if (size > cap) throw tooLarge(cap);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A body as it comes. @throws {Refusal} 400 when it ends in the middle */
export async function* arriving(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    incomplete();
  }
}

/** Whoever sent it went away, or was too slow: that is no failure of ours, and nobody hears the answer. */
function incomplete(): never {
  throw new Refusal({ status: 400, error: 'incomplete', message: 'This arrived incomplete. Send it again.' });
}

function tooLarge(cap: number): Refusal {
  return new Refusal({ status: 413, error: 'too-large', message: `Send at most ${cap} bytes.` });
}
