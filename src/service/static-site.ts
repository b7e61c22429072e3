/**
 * The built site from memory: files are read and compressed once, and answered before any routing.
 *
 * Measured: a page through a router or a file-serving middleware costs five times what it costs here, and
 * in an incident readers come in a flood.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { MANIFEST_FILE, MANIFEST_FOLDER, manifestSchema, type Manifest } from '../site/manifest.ts';
import { contentType, isCompressible } from './content-types.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

type Encoding = 'br' | 'gzip' | 'identity';

interface Representation {
  readonly headers: readonly string[];
  readonly body: Buffer;
}

interface StaticFile {
  readonly path: string;
  readonly etag: string;
  readonly size: number;
  readonly ready: Partial<Record<Encoding, Representation>>;
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
  const redirects = new Map(Object.entries(manifest.redirects).flatMap(([from, to]) => [
    [prefix + from, prefix + to],
    ...(from.endsWith('/') ? [[prefix + from.slice(0, -1), prefix + to] as const] : []),
  ] as [string, string][]));

  const lookUp = (path: string): StaticFile | undefined => {
    const inside = path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
    return inside === undefined ? undefined : files.get(inside.endsWith('/') ? `${inside}index.html` : inside);
  };

  return {
    manifest,
    answer(request, response) {
      const url = request.url ?? '/';
      const query = url.indexOf('?');
      const path = query === -1 ? url : url.slice(0, query);
      const file = lookUp(path) ?? lookUp(decoded(path));
      if (file !== undefined) {
        if (request.method === 'GET' || request.method === 'HEAD') send(file, 200, request, response);
        else refuse(response);
        return true;
      }
      const target = redirects.get(decoded(path)) ?? canonicalOf(decoded(path), lookUp);
      if (target === undefined) return false;
      redirect(response, encodeURI(target) + (query === -1 ? '' : url.slice(query)));
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

/** The address a page really has, when a slash is missing or too much, or the file's name is spelled out. */
function canonicalOf(path: string, lookUp: (path: string) => StaticFile | undefined): string | undefined {
  const once = path.replaceAll(/\/{2,}/g, '/').replace(/\/index(\.html)?$/, '/');
  const candidates = [once, `${once}/`, once.replace(/\.html$/, '/'), once.replace(/\/$/, ''), once.toLowerCase(), `${once.toLowerCase()}/`];
  return candidates.find((candidate) => candidate !== path && candidate.startsWith('/') && lookUp(candidate) !== undefined);
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
    const { size, mtimeMs } = statSync(path);
    const etag = createHash('sha256').update(`${address}:${size}:${mtimeMs}`).digest('base64url').slice(0, 20);
    files.set(address, { path, etag, size, ready: {} });
  }
  return files;
}

function send(file: StaticFile, status: number, request: IncomingMessage, response: ServerResponse): void {
  const encoding = chosenEncoding(file, request.headers['accept-encoding']);
  const ready = file.ready[encoding];
  if (ready !== undefined) return reply(ready, file, encoding, status, request, response);
  represent(file, encoding).then(
    (made) => {
      file.ready[encoding] = made;
      reply(made, file, encoding, status, request, response);
    },
    () => {
      // The file went away under us: a new build is being put in place.
      response.writeHead(503, [...SECURITY_HEADERS, 'retry-after', '2', 'content-type', 'text/plain; charset=utf-8']).end('Try again in a moment.\n');
    },
  );
}

function reply(ready: Representation, file: StaticFile, encoding: Encoding, status: number, request: IncomingMessage, response: ServerResponse): void {
  if (status === 200 && matches(request.headers['if-none-match'], file.etag)) {
    response.writeHead(304, ready.headers as string[]).end();
    return;
  }
  const range = status === 200 && encoding === 'identity' ? byteRange(request.headers.range, ready.body.length) : undefined;
  if (range !== undefined) {
    const [start, end] = range;
    response
      .writeHead(206, [...ready.headers, 'content-range', `bytes ${start}-${end}/${ready.body.length}`, 'content-length', String(end - start + 1)])
      .end(request.method === 'HEAD' ? undefined : ready.body.subarray(start, end + 1));
    return;
  }
  response.writeHead(status, [...ready.headers, 'content-length', String(ready.body.length)]);
  response.end(request.method === 'HEAD' ? undefined : ready.body);
}

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

async function represent(file: StaticFile, encoding: Encoding): Promise<Representation> {
  const source = readFileSync(file.path);
  const body =
    encoding === 'br'
      ? await compressBrotli(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: source.length } })
      : encoding === 'gzip'
        ? await compressGzip(source, { level: 9 })
        : source;
  const type = contentType(file.path);
  return {
    body,
    headers: [
      ...SECURITY_HEADERS,
      'content-type',
      type,
      'cache-control',
      cacheControl(file.path),
      'etag',
      `"${file.etag}"`,
      ...(isCompressible(type) ? ['vary', 'accept-encoding'] : ['accept-ranges', 'bytes']),
      ...(encoding === 'identity' ? [] : ['content-encoding', encoding]),
    ],
  };
}

function chosenEncoding(file: StaticFile, accepted: string | string[] | undefined): Encoding {
  if (file.size < WORTH_COMPRESSING || accepted === undefined || !isCompressible(contentType(file.path))) return 'identity';
  const header = String(accepted);
  if (/\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(header)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(header) ? 'gzip' : 'identity';
}

/** Files whose name holds their digest never change; the rest is asked for again, which costs a 304. */
function cacheControl(path: string): string {
  const named = /[\\/]assets[\\/]/.test(path) || /[\\/]pagefind[\\/](fragment|index|filter)[\\/]/.test(path);
  return named ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate';
}

function matches(header: string | undefined, etag: string): boolean {
  return header !== undefined && (header === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === `"${etag}"`));
}

/** One range of bytes, as players of films ask for; several at once are answered with the whole. */
function byteRange(header: string | undefined, size: number): [start: number, end: number] | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start <= end && start < size ? [start, end] : undefined;
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(301, [...SECURITY_HEADERS, 'location', location, 'cache-control', 'public, max-age=3600', 'content-length', '0']).end();
}

function refuse(response: ServerResponse): void {
  response.writeHead(405, [...SECURITY_HEADERS, 'allow', 'GET, HEAD', 'content-type', 'text/plain; charset=utf-8']).end('This page can only be read.\n');
}
