/**
 * The built site from memory: files are read and compressed once, and answered before any routing.
 *
 * Measured: a page through a router or a file-serving middleware costs five times what it costs here, and
 * in an incident readers come in a flood.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib';
import { MANIFEST_FILE, MANIFEST_FOLDER, manifestSchema, type Manifest } from '../site/manifest.ts';
import { contentType, isCompressible } from './content-types.ts';
import { acceptedEncoding, type Encoding } from './accepted-encoding.ts';
import { partOf } from './byte-range.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { sharedCacheControl, sharedHeaders } from './shared-files.ts';

interface Representation {
  readonly headers: readonly string[];
  readonly etag: string;
  readonly body: Buffer;
}

interface StaticFile {
  readonly path: string;
  /** From the site's root, without base. */
  readonly address: string;
  readonly type: string;
  readonly compressible: boolean;
  /** Compressed on the disk already, in a way that Brotli improves on; its reader takes both. */
  readonly packed: boolean;
  readonly ready: Partial<Record<Encoding, Representation>>;
  /** Being made: a flood on a cold page compresses it once. */
  readonly making: Map<Encoding, Promise<Representation>>;
}

export interface StaticSite {
  readonly manifest: Manifest;
  /** Answers when the address belongs to the site; false leaves the request to the service. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** The page that says that nothing is here. */
  notFound(request: IncomingMessage, response: ServerResponse): void;
}

/** Files below this are not worth compressing: the headers outweigh them. */
const WORTH_COMPRESSING = 512;

/**
 * Opens a built site.
 *
 * @param folder what `npm run build` wrote
 * @throws when the folder holds no finished build
 */
export function openStaticSite(folder: string): StaticSite {
  const manifestPath = join(folder, MANIFEST_FOLDER, MANIFEST_FILE);
  if (!existsSync(manifestPath)) throw new Error(`There is no built site in ${folder}. Run npm run build.`);
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(manifestPath, 'utf8')));
  const prefix = manifest.base.slice(0, -1);
  const files = readFiles(folder);
  // With and without its last slash, an old address is the same.
  const redirects = new Map(
    Object.entries(manifest.redirects).flatMap(([from, to]) => {
      const bare = prefix + from.replace(/\/$/, '');
      return [
        [bare, prefix + to],
        [`${bare}/`, prefix + to],
      ] as const;
    }),
  );

  const lookUp = (path: string): StaticFile | undefined => {
    const inside = path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
    return inside === undefined ? undefined : files.get(inside);
  };

  return {
    manifest,
    answer(request, response) {
      const url = request.url ?? '/';
      const query = url.indexOf('?');
      const path = query === -1 ? url : url.slice(0, query);
      const file = lookUp(path) ?? lookUp(decoded(path));
      if (file !== undefined) {
        if (reads(request)) send(file, 200, request, response);
        else refuse(response);
        return true;
      }
      const target = redirects.get(decoded(path)) ?? canonicalOf(decoded(path), lookUp);
      if (target === undefined || !reads(request)) return false;
      const [page = '', anchor] = target.split('#');
      redirect(response, encodeURI(page) + (query === -1 ? '' : url.slice(query)) + (anchor === undefined ? '' : `#${encodeURI(anchor)}`));
      return true;
    },
    notFound(request, response) {
      const page = files.get('/404.html');
      if (page === undefined) {
        response.writeHead(404, [...SECURITY_HEADERS, 'content-type', 'text/plain; charset=utf-8']).end('Not found\n');
      } else send(page, 404, request, response);
    },
  };
}

function reads({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The address a page really has, when a slash is missing or too much, or the file's name is spelled out. */
function canonicalOf(path: string, lookUp: (path: string) => StaticFile | undefined): string | undefined {
  const once = path.replaceAll(/\/{2,}/g, '/').replace(/\/index(\.html)?$/, '/');
  const candidates = [once, `${once}/`, once.replace(/\.html$/, '/'), once.replace(/\/$/, ''), once.toLowerCase(), `${once.toLowerCase()}/`];
  return candidates.find((candidate) => candidate !== path && lookUp(candidate) !== undefined);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function readFiles(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    if (/\/\./.test(address)) continue;
    const type = contentType(path);
    const packed = isPacked(address);
    const compressible = (isCompressible(type) || packed) && statSync(path).size >= WORTH_COMPRESSING;
    // A page is known by its address alone: its file's name would be a second one.
    files.set(address.replace(/\/index\.html$/, '/'), { path, address, type, compressible, packed, ready: {}, making: new Map() });
  }
  return files;
}

function send(file: StaticFile, status: number, request: IncomingMessage, response: ServerResponse): void {
  const accepted = file.compressible ? acceptedEncoding(request.headers['accept-encoding'] as string | undefined) : 'identity';
  const encoding = file.packed && accepted !== 'br' ? 'identity' : accepted;
  const ready = file.ready[encoding];
  if (ready !== undefined) return reply(ready, status, request, response);
  const making = file.making.get(encoding) ?? represent(file, encoding);
  file.making.set(encoding, making);
  making.then(
    (made) => {
      file.ready[encoding] = made;
      file.making.delete(encoding);
      reply(made, status, request, response);
    },
    () => {
      file.making.delete(encoding);
      // The file went away under us: a new build is being put in place.
      response.writeHead(503, [...SECURITY_HEADERS, 'retry-after', '2', 'content-type', 'text/plain; charset=utf-8']).end('Try again in a moment.\n');
    },
  );
}

function reply(ready: Representation, status: number, request: IncomingMessage, response: ServerResponse): void {
  const { headers, etag, body } = ready;
  if (status === 200 && matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers as string[]).end();
    return;
  }
  if (request.method === 'HEAD') {
    response.writeHead(status, [...headers, 'content-length', String(body.length)]).end();
    return;
  }
  // A part of what the client has in another state would be glued to it.
  const stale = request.headers['if-range'] !== undefined && request.headers['if-range'] !== etag;
  const part = status !== 200 || stale ? 'whole' : partOf(request.headers.range, body.length);
  if (part === 'whole') {
    response.writeHead(status, [...headers, 'content-length', String(body.length)]).end(body);
  } else if (part === 'unsatisfiable') {
    response.writeHead(416, [...SECURITY_HEADERS, 'content-range', `bytes */${body.length}`, 'content-length', '0']).end();
  } else {
    const [start, end] = part;
    response
      .writeHead(206, [...headers, 'content-range', `bytes ${start}-${end}/${body.length}`, 'content-length', String(end - start + 1)])
      .end(body.subarray(start, end + 1));
  }
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

async function represent(file: StaticFile, encoding: Encoding): Promise<Representation> {
  const source = await readFile(file.path);
  const body =
    encoding === 'br'
      ? await compressedBest(file.packed && isGzip(source) ? await unpack(source) : source)
      : encoding === 'gzip'
        ? await compressGzip(source, { level: 9 })
        : source;
  // Of the content, so that two machines with the same site agree; each form has its own, because bytes differ.
  const etag = `"${createHash('sha256').update(source).digest('base64url').slice(0, 20)}${encoding === 'identity' ? '' : `-${encoding}`}"`;
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

/** Files whose name holds their digest never change; the rest is asked for again, which costs a 304. */
function cacheControl(address: string): string {
  const named = /^\/(assets|pagefind\/(fragment|index|filter))\//.test(address);
  return named ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate';
}

function matches(header: string | undefined, etag: string): boolean {
  return header !== undefined && (header === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(301, [...SECURITY_HEADERS, 'location', location, 'cache-control', 'public, max-age=3600', 'content-length', '0']).end();
}

function refuse(response: ServerResponse): void {
  response.writeHead(405, [...SECURITY_HEADERS, 'allow', 'GET, HEAD', 'content-type', 'text/plain; charset=utf-8']).end('This page can only be read.\n');
}
