/** The web servers of deploy/ before a service, each by the file that operators are given, and a reader who asks through them. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../bench/servers.ts';
import { freshFolder } from '../store/databases.ts';

const DEPLOY = resolve(import.meta.dirname, '..', '..', 'deploy');
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

export const deployed = (name: string): string => readFileSync(join(DEPLOY, name), 'utf8');
export const inDeploy = (name: string): string => join(DEPLOY, name);

/** Runs where the program is there; else it says so, and fails where CI is set. */
export function testWith(program: string, name: string, work: () => Promise<void> | void): void {
  test(name, async ({ skip }) => {
    if (spawnSync('sh', ['-c', `command -v ${program}`], { env: { ...process.env, PATH } }).status === 0) return work();
    console.error(`NOT RUN: ${program} is not here: ${name}`);
    if (process.env['CI']) throw new Error(`NOT RUN: ${program}`);
    skip(`${program} is not here`);
  });
}

export interface Front {
  /** Where it answers with TLS. */
  readonly port: number;
  /** Where it answers without, if it does. */
  readonly plain?: number;
  /** What it writes while it runs. */
  readonly written: () => string;
}

/** A file of ours with what stands in it replaced by what this machine has. */
function replaced(name: string, replace: Readonly<Record<string, string>>): string {
  let own = deployed(name);
  for (const [from, to] of Object.entries(replace)) {
    expect(own, from).toContain(from);
    own = own.replaceAll(from, to);
  }
  return own;
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): { readonly said: () => string } {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  });
  return { said: () => said };
}

/** nginx as Debian's own file includes ours: types, gzip and a log for everybody come before. */
export async function startNginx(name: string, replace: Readonly<Record<string, string>>, folder = freshFolder()): Promise<{ readonly folder: string }> {
  writeFileSync(join(folder, 'own.conf'), replaced(name, replace));
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${folder}/${one};`).join(' ');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `user root; worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http { include /etc/nginx/mime.types; default_type application/octet-stream; gzip on; access_log ${folder}/everybody.log; ${temp} include ${folder}/own.conf; }`,
  );
  const tried = spawnSync('nginx', ['-t', '-c', join(folder, 'nginx.conf')], { encoding: 'utf8', env: { ...process.env, PATH } });
  // From 1.25 on it warns of "listen … http2", which older ones need.
  const warned = tried.stderr.split('\n').filter((line) => line.includes('[warn]') && !line.includes('"listen ... http2" directive is deprecated'));
  expect([tried.status, warned], tried.stderr).toEqual([0, []]);
  run('nginx', ['-c', join(folder, 'nginx.conf')]);
  await expect.poll(() => existsSync(join(folder, 'pid')) && readFileSync(join(folder, 'pid'), 'utf8') !== '', { timeout: 10_000 }).toBe(true);
  return { folder };
}

/** @param service host and port */
export async function nginxBefore(service: string): Promise<Front> {
  const [plain, port, folder] = [await freePort(), await freePort(), freshFolder()];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
  const places = {
    '127.0.0.1:4321': service,
    'listen 80;': `listen 127.0.0.1:${plain};`,
    'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
    '/etc/letsencrypt/live/help.example.org/fullchain.pem': `${folder}/cert.pem`,
    '/etc/letsencrypt/live/help.example.org/privkey.pem': `${folder}/key.pem`,
    '/var/log/nginx/': `${folder}/`,
  };
  await startNginx('nginx.conf', places, folder);
  return { port, plain, written: () => ['bedside.log', 'bedside-error.log', 'error.log', 'everybody.log'].map((log) => readFileSync(join(folder, log), 'utf8')).join('') };
}

/** @param service host and port */
export async function caddyBefore(service: string): Promise<Front> {
  const [port, folder] = [await freePort(), freshFolder()];
  // Its own place for keys, no port for its settings, and a name that nobody has to be asked for.
  const own = replaced('Caddyfile', {
    '{\n\tlog {': `{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\tstorage file_system ${folder}\n\tlog {`,
    'help.example.org {': `https://localhost:${port} {\n\ttls internal`,
    '127.0.0.1:4321': service,
  });
  writeFileSync(join(folder, 'Caddyfile'), own);
  const { said } = run('caddy', ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')], { HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder });
  const reader = readerOf(port, { from: '127.0.0.1' });
  await expect.poll(() => reader.ask('/healthz').then(({ status }) => status, () => said()), { timeout: 20_000 }).toBe(200);
  return { port, written: said };
}

export interface Answer {
  readonly status: number;
  /** By name, as far as one came once. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The names as they came, in small letters. */
  readonly names: readonly string[];
  readonly body: Buffer;
  readonly text: string;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Reader {
  ask(path: string, sent?: Sent): Promise<Answer>;
}

/** Somebody at an address of this machine's own. */
export function readerOf(port: number, { from }: { readonly from: string }): Reader {
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  return {
    ask: (path, { method = 'GET', headers = {}, body = '' } = {}) =>
      new Promise((done, fail) => {
        const length = method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        const options = { agent, host: '127.0.0.1', servername: 'localhost', port, path, method, localAddress: from, rejectUnauthorized: false, headers: { host: `localhost:${port}`, ...length, ...headers } };
        const asked = request(options, (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', fail).on('end', () => {
            const whole = Buffer.concat(parts);
            const names = answer.rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
            done({ status: answer.statusCode ?? 0, headers: Object.fromEntries(Object.entries(answer.headers).filter((one): one is [string, string] => typeof one[1] === 'string')), names, body: whole, text: whole.toString() });
          });
        });
        asked.on('error', fail);
        asked.end(body);
      }),
  };
}
