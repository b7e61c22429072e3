/** What a form with files sends, capped before it is parsed, with an eye on what all of them hold together. */
import type { Context } from 'hono';
import { FILE_LIMITS } from '../forms/files.ts';
import { arriving, readBody, type Body } from './body.ts';
import { Refusal } from './problems.ts';

export interface SentFile {
  /** The field it was chosen in. */
  readonly field: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface SentForm {
  readonly kind: 'json' | 'form';
  readonly values: Record<string, unknown>;
  readonly files: readonly SentFile[];
}

/** All lengths of a form at their most, four bytes a character and percent-encoded, three times over. */
const WORDS_CAP = 256 * 1_024;
const FILES_CAP = FILE_LIMITS.all + WORDS_CAP;
/** Fields of the longest form, its own and ours, twelve with three parts each, and the files. */
const MOST_PARTS = 100;
const LONGEST_NAME = 60;

/**
 * Bytes of uploads in memory at once; whoever comes when that is used up is asked to come again. What arrived counts
 * and not what was announced, or eight connections that send nothing would keep everybody's files out.
 */
const MEMORY = 8 * FILES_CAP;
let held = 0;

/**
 * Reads a form, a form with files, or JSON.
 *
 * @throws {Refusal} 400 not readable, 413 too large, 415 another type, 503 too many uploads at once
 */
export async function readSentForm(context: Context): Promise<SentForm> {
  const type = context.req.header('content-type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) return { ...flat(await readBody(context, WORDS_CAP)), files: [] };
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(type);
  if (boundary === null) throw unreadable();
  const declared = Number(context.req.header('content-length') ?? FILES_CAP);
  if (!(declared <= FILES_CAP)) throw tooLarge();
  if (held + Math.min(declared, WORDS_CAP) > MEMORY) throw tooMuchAtOnce();
  const arrived = { bytes: 0 };
  try {
    const body = await collected(context.req.raw.body, arrived);
    if (partsIn(body, boundary[1] ?? boundary[2] ?? '') > MOST_PARTS) throw tooLarge();
    return await parsed(body, type);
  } finally {
    held -= arrived.bytes;
  }
}

/** No answer is a list or an object. What is nested deeply enough cannot even be told apart from other bodies. */
function flat({ kind, values }: Body): Body {
  return { kind, values: Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value !== 'object')) };
}

/** @param arrived counts along, also when this ends in the middle */
async function collected(stream: ReadableStream<Uint8Array> | null, arrived: { bytes: number }): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream === null ? [] : arriving(stream)) {
    arrived.bytes += chunk.byteLength;
    held += chunk.byteLength;
    if (arrived.bytes > FILES_CAP) throw tooLarge();
    if (held > MEMORY) throw tooMuchAtOnce();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, arrived.bytes);
}

function partsIn(body: Buffer, boundary: string): number {
  let parts = 0;
  for (let at = body.indexOf(`--${boundary}`); at !== -1 && parts <= MOST_PARTS; at = body.indexOf(`--${boundary}`, at + boundary.length)) parts += 1;
  return parts;
}

async function parsed(body: Buffer<ArrayBuffer>, type: string): Promise<SentForm> {
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch(() => {
    throw unreadable();
  });
  const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const files: SentFile[] = [];
  for (const [field, value] of form) {
    if (field.length > LONGEST_NAME) continue;
    if (typeof value === 'string') {
      if (value.length > WORDS_CAP) throw tooLarge();
      values[field] = value;
    } else if (value.name !== '' || value.size > 0) files.push({ field, name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { kind: 'form', values, files };
}

const unreadable = () => new Refusal({ status: 400, error: 'invalid', message: 'This form arrived incomplete. Send it again.', fields: {} });
const tooMuchAtOnce = () => new Refusal({ status: 503, error: 'unavailable', message: 'Many files are arriving at this moment. Try again in a moment.', retryAfterSeconds: 5 });
const tooLarge = () => new Refusal({ status: 413, error: 'too-large', message: 'This is too large. Send fewer or smaller files.' });
