/**
 * The built site from memory: files are read and compressed once, and answered before any routing.
 *
 * Measured: a page through a router or a file-serving middleware costs five times what it costs here, and
 * in an incident readers come in a flood.
 */
import { existsSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { isFinished, MANIFEST_FILE, MANIFEST_FOLDER, manifestSchema, NEWER_STATUS, STATUS_ADDRESSES, type Manifest } from '../site/manifest.ts';
import { noticedArticles } from './article-notices.ts';
import { partOf } from './byte-range.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { encodingFor, isNamedByDigest, makeReady, readFiles, textOf, warmUp, type Representation, type StaticFile } from './static-files.ts';

export interface StaticSite {
  /** The folder itself, whatever the link to it points to later: files of two builds are never mixed. */
  readonly folder: string;
  /** Tells one build from another, also in one folder. */
  readonly build: string;
  readonly manifest: Manifest;
  /** What the build left. By address, from the site's root, without base. */
  readonly built: ReadonlyMap<string, StaticFile>;
  /** What is shown: with newer status pages, when there are, and what they say in articles. */
  readonly files: ReadonlyMap<string, StaticFile>;
  /** Answers when the address belongs to the site; false leaves the request to the service. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** The text of what is shown at an address, for answers that are a page filled in; `undefined` when nothing is. */
  page(address: string): Promise<string | undefined>;
  /** The page that says that nothing is here. */
  notFound(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * Opens a built site.
 *
 * @param place what `npm run build` wrote, or a link to it
 * @param former the build that it takes the place of. Open pages still ask for its scripts and parts of its index.
 * @throws when the folder holds no finished build
 */
export async function openStaticSite(place: string, former?: StaticSite): Promise<StaticSite> {
  if (!isFinished(place)) throw new Error(`There is no built site in ${place}. Run npm run build.`);
  const folder = await realpath(place);
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST_FOLDER, MANIFEST_FILE), 'utf8')));
  const prefix = manifest.base.slice(0, -1);
  const build = await markOfBuild(folder);
  // Newer status pages change nothing else.
  const built = former?.build === build ? former.built : await readFiles(folder);
  const newer = await readNewerStatus(folder);
  const files = newer === undefined ? built : new Map([...[...built].filter(([address]) => !STATUS_ADDRESSES.test(address)), ...noticedArticles(folder, manifest, built, Date.now()), ...newer]);
  if (former !== undefined) await warmUp(files, former.files);
  const kept = new Map([...(former?.files ?? [])].filter(([address]) => isNamedByDigest(address)));
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
    return inside === undefined ? undefined : (files.get(inside) ?? kept.get(inside));
  };

  return {
    folder,
    build,
    manifest,
    built,
    files,
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
    async page(address) {
      const file = files.get(address);
      return file === undefined ? undefined : textOf(file);
    },
    notFound(request, response) {
      const page = files.get('/404.html');
      if (page === undefined) {
        response.writeHead(404, [...SECURITY_HEADERS, 'content-type', 'text/plain; charset=utf-8']).end('Not found\n');
      } else send(page, 404, request, response);
    },
  };
}

/** Tells one build from another: the folder, and the manifest that every build writes anew. */
export async function markOfBuild(folder: string): Promise<string> {
  const { ino, mtimeMs, size } = await stat(join(folder, MANIFEST_FOLDER, MANIFEST_FILE));
  return `${folder} ${ino} ${mtimeMs} ${size}`;
}

async function readNewerStatus(folder: string): Promise<ReadonlyMap<string, StaticFile> | undefined> {
  const place = join(folder, NEWER_STATUS);
  return existsSync(place) ? readFiles(await realpath(place)) : undefined;
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

function send(file: StaticFile, status: number, request: IncomingMessage, response: ServerResponse): void {
  file.asked += 1;
  const encoding = encodingFor(file, request.headers['accept-encoding'] as string | undefined);
  const ready = file.ready[encoding];
  if (ready !== undefined) return reply(ready, status, request, response);
  makeReady(file, encoding).then(
    (made) => reply(made, status, request, response),
    () => {
      // The file went away under us: somebody deletes the build.
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

function matches(header: string | undefined, etag: string): boolean {
  return header !== undefined && (header === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(301, [...SECURITY_HEADERS, 'location', location, 'cache-control', 'public, max-age=3600', 'content-length', '0']).end();
}

function refuse(response: ServerResponse): void {
  response.writeHead(405, [...SECURITY_HEADERS, 'allow', 'GET, HEAD', 'content-type', 'text/plain; charset=utf-8']).end('This page can only be read.\n');
}
