/** The servers that `pages` compares, each started on a port of its own over the same folder. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunningServer {
  readonly name: string;
  readonly origin: string;
  stop(): Promise<void>;
}

const PROJECT = resolve(import.meta.dirname, '..');

/** Our whole process as `npm start` runs it, over `folder/dist`. */
export async function startBedside(folder: string): Promise<RunningServer> {
  const port = await freePort();
  const args = [join(PROJECT, 'scripts', 'start.ts'), '--no-build', '--host', '127.0.0.1', '--port', String(port)];
  return started('Bedside', port, spawn(process.execPath, args, { cwd: folder, env: { ...process.env, BEDSIDE_DATA: join(folder, 'data') }, stdio: ['ignore', 'ignore', 'inherit'] }));
}

/** One worker, as every other server here is one process; the load takes the other core. */
export async function startNginx(folder: string): Promise<RunningServer | undefined> {
  if (!exists('nginx', '-v')) return undefined;
  const port = await freePort();
  const home = join(folder, 'nginx');
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(home, 'nginx.conf'),
    `worker_processes 1;
daemon off;
pid ${home}/pid;
error_log stderr error;
events { worker_connections 1024; }
http {
  types { text/html html; }
  access_log off;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=10000 inactive=60s;
  gzip off;
  gzip_static off;
  keepalive_requests 100000000;
  client_body_temp_path ${home}/t1; proxy_temp_path ${home}/t2; fastcgi_temp_path ${home}/t3; uwsgi_temp_path ${home}/t4; scgi_temp_path ${home}/t5;
  server { listen 127.0.0.1:${port} backlog=1024; root ${join(folder, 'dist')}; }
}
`,
  );
  // The worker is to read files that only we may read, so it keeps our user where we are root.
  const user = process.getuid?.() === 0 ? ['-g', 'user root;'] : [];
  return started('nginx', port, spawn('nginx', ['-p', home, '-e', 'stderr', '-c', join(home, 'nginx.conf'), ...user], { stdio: ['ignore', 'ignore', 'inherit'] }));
}

export async function startSirv(rivals: string, folder: string): Promise<RunningServer> {
  const port = await freePort();
  return started('sirv', port, spawn(process.execPath, [join(rivals, 'sirv.mjs'), join(folder, 'dist'), String(port)], { stdio: ['ignore', 'ignore', 'inherit'] }));
}

/** Astro's own server, standalone, with the same page among its static files. */
export async function startAstroNode(rivals: string, page: string, text: string): Promise<RunningServer> {
  mkdirSync(join(rivals, 'public', page), { recursive: true });
  writeFileSync(join(rivals, 'public', page, 'index.html'), text);
  const { status, stderr } = spawnSync(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], { cwd: rivals, env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The site for @astrojs/node could not be built:\n${stderr}`);
  const port = await freePort();
  return started('@astrojs/node', port, spawn(process.execPath, ['dist/server/entry.mjs'], { cwd: rivals, env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) }, stdio: ['ignore', 'ignore', 'inherit'] }));
}

export function exists(command: string, harmless: string): boolean {
  return spawnSync(command, [harmless], { stdio: 'ignore' }).error === undefined;
}

/** A script of a bench in a process of its own, which prints its port first. @param script path from this folder */
export async function ownProcess(script: string, args: readonly string[]): Promise<{ port: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { port: line.toString().trim(), child };
}

let folders = 0;

/** An empty folder for the database of one run. */
export function freshFolder(parent: string): string {
  folders += 1;
  const folder = join(parent, `data-${folders}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function started(name: string, port: number, child: ChildProcess): Promise<RunningServer> {
  const origin = `http://127.0.0.1:${port}`;
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) break;
    if (await fetch(origin).then(() => true, () => false)) return { name, origin, stop };
    await sleep(100);
  }
  if (child.exitCode === null) await stop();
  throw new Error(`${name} did not start.`);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
