/** The files of a built site, compressed when they are first asked for and kept. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib';
import { acceptedEncoding, type Encoding } from './accepted-encoding.ts';
import { contentType, isCompressible } from './content-types.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { sharedCacheControl, sharedHeaders } from './shared-files.ts';

/** A file as it is sent. */
export interface Representation {
  readonly headers: readonly string[];
  readonly etag: string;
  readonly body: Buffer;
}

export interface StaticFile {
  readonly path: string;
  /** From the site's root, without base. */
  readonly address: string;
  readonly type: string;
  readonly compressible: boolean;
  /** Compressed on the disk already, in a way that Brotli improves on; its reader takes both. */
  readonly packed: boolean;
  /** What is changed in its text before it is sent. */
  readonly edit?: ((text: string) => string) | undefined;
  readonly ready: Partial<Record<Encoding, Representation>>;
  /** Being made: a flood on a cold page compresses it once. */
  readonly making: Map<Encoding, Promise<Representation>>;
  /** How often this build was asked for it. */
  asked: number;
}

/** Files below this are not worth compressing: the headers outweigh them. */
const WORTH_COMPRESSING = 200;

/** Address → file of everything in a folder, but for what begins with a dot. Answers go on meanwhile. */
export async function readFiles(folder: string): Promise<Map<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  await inParallel(await readdir(folder, { recursive: true, withFileTypes: true }), async (entry) => {
    if (!entry.isFile()) return;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    if (/\/\./.test(address)) return;
    const type = contentType(path);
    const packed = isPacked(address);
    const compressible = (isCompressible(type) || packed) && (await stat(path)).size >= WORTH_COMPRESSING;
    // A page is known by its address alone: its file's name would be a second one.
    files.set(address.replace(/\/index\.html$/, '/'), { path, address, type, compressible, packed, ready: {}, making: new Map(), asked: 0 });
  });
  return files;
}

/** The form of a file that a client takes. */
export function encodingFor(file: StaticFile, accepts: string | undefined): Encoding {
  const accepted = file.compressible ? acceptedEncoding(accepts) : 'identity';
  return file.packed && accepted !== 'br' ? 'identity' : accepted;
}

/**
 * Makes a file ready to be sent.
 *
 * @throws when the file went away
 */
export function makeReady(file: StaticFile, encoding: Encoding): Promise<Representation> {
  const making = file.making.get(encoding) ?? represent(file, encoding).finally(() => file.making.delete(encoding));
  file.making.set(encoding, making);
  return making.then((made) => (file.ready[encoding] = made));
}

/** A new build is shown after at most this long; what is not ready by then is made when it is asked for. */
const WARM_UP_MS = 1_000;
const AT_ONCE = 4;

/** Makes ready what is asked for most in the build before, so that a flood does not meet a site gone cold. */
export async function warmUp(files: ReadonlyMap<string, StaticFile>, before: ReadonlyMap<string, StaticFile>): Promise<void> {
  const until = performance.now() + WARM_UP_MS;
  const pairs = [...before].flatMap(([address, was]) => {
    const file = was.asked === 0 ? undefined : files.get(address);
    return file === undefined || file === was ? [] : [{ file, was }];
  });
  const waiting = pairs.sort((one, other) => other.was.asked - one.was.asked).values();
  await inParallel(waiting, async ({ file, was }) => {
    if (performance.now() > until) return;
    const digest = digestOf(await contentOf(file));
    for (const [encoding, ready] of Object.entries(was.ready) as [Encoding, Representation][]) {
      // Nothing is compressed again whose content is the same.
      if (ready.etag.startsWith(`"${digest}`) && file.compressible === was.compressible) file.ready[encoding] = ready;
      else await makeReady(file, encoding);
    }
  });
}

async function inParallel<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.next(); !next.done; next = waiting.next()) await work(next.value);
    }),
  );
}

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

const unpack = promisify(gunzip);
const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

function compressedBest(source: Buffer): Promise<Buffer> {
  return compressBrotli(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: source.length } });
}

/**
 * Pagefind packs its files with gzip, for hosts that compress nothing, and reads them unpacked as well. Brotli
 * makes the engine 9 KB smaller.
 */
function isPacked(address: string): boolean {
  return /^\/pagefind\/.*\.(pagefind|pf_\w+)$/.test(address);
}

/** A file's content by a short name, the same on every machine. */
export function digestOf(source: Buffer): string {
  return createHash('sha256').update(source).digest('base64url').slice(0, 20);
}

/**
 * A page's text as it is sent.
 *
 * @throws when the file went away
 */
export async function textOf(file: StaticFile): Promise<string> {
  return (await contentOf(file)).toString('utf8');
}

async function contentOf({ path, edit }: StaticFile): Promise<Buffer> {
  const source = await readFile(path);
  return edit === undefined ? source : Buffer.from(edit(source.toString('utf8')));
}

async function represent(file: StaticFile, encoding: Encoding): Promise<Representation> {
  const source = await contentOf(file);
  const body =
    encoding === 'br'
      ? await compressedBest(file.packed && isGzip(source) ? await unpack(source) : source)
      : encoding === 'gzip'
        ? await compressGzip(source, { level: 9 })
        : source;
  // Of the content, so that two machines with the same site agree; each form has its own, because bytes differ.
  const etag = `"${digestOf(source)}${encoding === 'identity' ? '' : `-${encoding}`}"`;
  return {
    body,
    etag,
    headers: [
      ...SECURITY_HEADERS,
      'content-type',
      file.type,
      'cache-control',
      sharedCacheControl(file.address) ?? cacheControl(file.address),
      'etag',
      etag,
      ...(file.compressible ? ['vary', 'accept-encoding'] : []),
      ...(encoding === 'identity' ? ['accept-ranges', 'bytes'] : ['content-encoding', encoding]),
      ...sharedHeaders(file.address),
      // Opened at its own address, a drawing is a page: one without scripts and without this site's rights.
      ...(file.type === 'image/svg+xml' ? ['content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"] : []),
    ],
  };
}

/** Whether a file's name holds its digest, so that it never changes. */
export function isNamedByDigest(address: string): boolean {
  return /^\/(assets|pagefind\/(fragment|index|filter))\//.test(address);
}

/** What may change is asked for again, which costs a 304. */
function cacheControl(address: string): string {
  return isNamedByDigest(address) ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate';
}
