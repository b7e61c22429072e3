/** Looks at what somebody attached: its content says what it is, and pictures are drawn anew. */
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { FILE_LIMITS } from '../forms/files.ts';
import type { NewAttachment } from '../tickets/record.ts';
import { cleanName } from './names.ts';

/** A file as it came. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface UploadProblem {
  readonly kind: 'count' | 'all' | 'each' | 'type' | 'empty' | 'pixels' | 'damaged';
  /** The file's name; missing for a problem of all together. */
  readonly file?: string;
}

export type Inspected = { readonly ok: true; readonly files: readonly NewAttachment[] } | { readonly ok: false; readonly problems: readonly UploadProblem[] };

/** A camera's picture has 50 million pixels at most; a small file that claims more is made to use up memory. */
export const MOST_PIXELS = 50_000_000;
const SECONDS_TO_DRAW = 20;

type MediaType = keyof typeof FILE_LIMITS.types;

/** Two at a time: each holds all its pixels. */
const AT_ONCE = 2;
let drawing = 0;
const waiting: (() => void)[] = [];

/** All or none: a reader who is told that one file is wrong chooses again. */
export async function inspect(uploads: readonly Upload[]): Promise<Inspected> {
  if (uploads.length > FILE_LIMITS.count) return { ok: false, problems: [{ kind: 'count' }] };
  if (uploads.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) > FILE_LIMITS.all) return { ok: false, problems: [{ kind: 'all' }] };
  const files: NewAttachment[] = [];
  const problems: UploadProblem[] = [];
  for (const upload of uploads) {
    const one = await inspectOne(upload);
    if ('kind' in one) problems.push(one);
    else files.push(one);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, files };
}

async function inspectOne({ name, bytes }: Upload): Promise<NewAttachment | UploadProblem> {
  const shown = cleanName(name, '', Object.values(FILE_LIMITS.types).flat());
  if (bytes.byteLength === 0) return { kind: 'empty', file: shown };
  if (bytes.byteLength > FILE_LIMITS.each) return { kind: 'each', file: shown };
  const type = await typeOf(name, bytes);
  if (type === undefined) return { kind: 'type', file: shown };
  const endings = FILE_LIMITS.types[type];
  const attachment = { name: cleanName(name, endings[0], endings), type };
  if (!type.startsWith('image/')) return { ...attachment, content: bytes };
  const drawn = await redrawn(bytes, type);
  return typeof drawn === 'string' ? { kind: drawn, file: shown } : { ...attachment, content: drawn };
}

/** What the content is, when that is allowed. Text has no mark of its own: it is text when it reads as such and is called so. */
async function typeOf(name: string, bytes: Uint8Array): Promise<MediaType | undefined> {
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found !== undefined && found in FILE_LIMITS.types) return found as MediaType;
  const called = FILE_LIMITS.types['text/plain'].some((ending) => name.toLowerCase().endsWith(ending));
  return called && isText(bytes) ? 'text/plain' : undefined;
}

/** Tabs, line breaks, page breaks and the colors of a terminal; nothing else below a space. */
const TEXT_CONTROLS = new Set(['\t', '\n', '\r', '\f', '\u001b', '\u0085']);

function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return (text.match(/\p{Cc}/gu) ?? []).every((control) => TEXT_CONTROLS.has(control));
  } catch {
    return false;
  }
}

/** The picture drawn anew, upright: nothing but pixels comes through, so no place, no camera, no thumbnail, no script. */
async function redrawn(bytes: Uint8Array, type: MediaType): Promise<Uint8Array | 'pixels' | 'damaged'> {
  if (drawing >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  drawing += 1;
  try {
    const picture = sharp(bytes, { limitInputPixels: false, failOn: 'error', sequentialRead: true });
    const { width, height } = await picture.metadata();
    if (width * height > MOST_PIXELS) return 'pixels';
    const upright = picture.autoOrient().timeout({ seconds: SECONDS_TO_DRAW });
    const written = type === 'image/png' ? upright.png() : type === 'image/webp' ? upright.webp({ quality: 88 }) : upright.jpeg({ quality: 88 });
    return new Uint8Array(await written.toBuffer());
  } catch {
    return 'damaged';
  } finally {
    drawing -= 1;
    waiting.shift()?.();
  }
}
