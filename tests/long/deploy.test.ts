/** The files of deploy/ in the programs that read them, as far as this machine has those. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../bench/servers.ts';
import { ARTICLE, writeBuiltSite } from '../service/built-site.ts';
import { aVote, running } from '../service/running.ts';
import { freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';

const DEPLOY = resolve('deploy');
const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`], { env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` } }).status === 0;
const file = (name: string) => readFileSync(join(DEPLOY, name), 'utf8');

/** Runs where the program is there; else it says so, and fails where CI is set. */
function testWith(program: string, name: string, work: () => Promise<void> | void): void {
  test(name, async ({ skip }) => {
    if (has(program)) return work();
    console.error(`NOT RUN: ${program} is not here: ${name}`);
    if (process.env['CI']) throw new Error(`NOT RUN: ${program}`);
    skip(`${program} is not here`);
  });
}

/** A configuration of ours in nginx: its own folder, and what stands in the file replaced by what this machine has. */
async function nginx(name: string, replace: Readonly<Record<string, string>>): Promise<{ readonly folder: string }> {
  const folder = freshFolder();
  let own = file(name);
  for (const [from, to] of Object.entries(replace)) {
    expect(own, from).toContain(from);
    own = own.replaceAll(from, to.replaceAll('FOLDER', folder));
  }
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=help.example.org', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
  writeFileSync(join(folder, 'own.conf'), own);
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${folder}/${one};`).join(' ');
  writeFileSync(join(folder, 'nginx.conf'), `user root; worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {} http { include /etc/nginx/mime.types; ${temp} include ${folder}/own.conf; }`);
  const tried = spawnSync('/usr/sbin/nginx', ['-t', '-c', join(folder, 'nginx.conf')], { encoding: 'utf8' });
  expect([tried.status, tried.stderr.replaceAll(folder, '')], tried.stderr).toEqual([0, expect.not.stringContaining('[warn]') as string]);
  const child = spawn('/usr/sbin/nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  onTestFinished(async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  });
  await expect.poll(() => existsSync(join(folder, 'pid')) && readFileSync(join(folder, 'pid'), 'utf8') !== '', { timeout: 10_000 }).toBe(true);
  return { folder };
}

describe('deploy/nginx.conf', () => {
  testWith('nginx', 'stands before the service with TLS: votes and large messages pass, and the log knows no query and no address', async () => {
    const server = await running(sqlite, { trustedProxies: 'loopback' });
    const [plain, tls] = [await freePort(), await freePort()];
    const { folder } = await nginx('nginx.conf', {
      '127.0.0.1:4321': new URL(server.url).host,
      'listen 80;': `listen 127.0.0.1:${plain};`,
      'listen 443 ssl': `listen 127.0.0.1:${tls} ssl`,
      '/etc/letsencrypt/live/help.example.org/fullchain.pem': 'FOLDER/cert.pem',
      '/etc/letsencrypt/live/help.example.org/privkey.pem': 'FOLDER/key.pem',
      '/var/log/nginx/bedside.log': 'FOLDER/access.log',
    });
    const host = `127.0.0.1:${tls}`;
    const send = (path: string, method = 'GET', body: string | Buffer = '', headers: Record<string, string> = {}) =>
      new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((done, fail) => {
        const asked = request({ host: '127.0.0.1', port: tls, path, method, headers, rejectUnauthorized: false }, (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() }));
        });
        asked.on('error', fail);
        asked.end(body);
      });
    const moved = await fetch(`http://127.0.0.1:${plain}/search/?q=zebra`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([301, 'https://127.0.0.1/search/?q=zebra']);
    const home = await send('/?q=zebra-query');
    expect([home.status, home.headers['x-content-type-options'], home.headers['strict-transport-security']]).toEqual([200, 'nosniff', 'max-age=31536000']);
    const vote = JSON.stringify(aVote());
    const json = { 'content-type': 'application/json', 'content-length': String(vote.length) };
    expect((await send('/intake/feedback', 'POST', vote, { ...json, origin: `https://${host}` })).status).toBe(201);
    expect((await send('/intake/feedback', 'POST', vote, { ...json, origin: 'https://evil.example' })).status).toBe(403);
    // What the proxy itself would refuse comes from nginx; here the service decides.
    const large = Buffer.alloc(21 * 1_024 * 1_024, 'a');
    const refused = await send('/intake/tickets', 'POST', large, { 'content-type': 'application/octet-stream', 'content-length': String(large.length), origin: `https://${host}` });
    expect(refused.text).not.toContain('nginx');
    expect((await send('/metrics')).status).toBe(404);
    const log = readFileSync(join(folder, 'access.log'), 'utf8');
    expect(log).toContain(' GET / 200 ');
    expect(log).not.toMatch(/zebra|127\.0\.0\.1/);
  });
});

describe('deploy/nginx-static.conf', () => {
  testWith('nginx', 'serves the built site alone: pages, its own 404, old addresses, caching, and nothing of the build’s own', async () => {
    const site = writeBuiltSite(freshFolder(), { 'assets/a.abc.css': 'p{}', '404.html': 'own 404', 'api/v2/summary.json': '{}' });
    mkdirSync(join(site, '.bedside'), { recursive: true });
    writeFileSync(join(site, '.bedside/redirects.nginx.map'), `"/old/" "${ARTICLE.address}";\n`);
    const port = await freePort();
    await nginx('nginx-static.conf', { '/srv/help/dist': site, 'listen 80;': `listen 127.0.0.1:${port};`, '/var/log/nginx/help.log': 'FOLDER/access.log' });
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
    const [article, moved, nothing, inside, style, api] = await Promise.all([ARTICLE.address, '/old/?a=1', '/nothing/', '/.bedside/site.json', '/assets/a.abc.css', '/api/v2/summary.json'].map(get));
    expect([article?.status, article?.headers.get('cache-control'), article?.headers.get('x-content-type-options'), article?.headers.get('content-type')]).toEqual([200, 'public, max-age=0, must-revalidate', 'nosniff', 'text/html; charset=utf-8']);
    expect([moved?.status, new URL(moved?.headers.get('location') ?? '').pathname]).toEqual([301, ARTICLE.address]);
    expect([nothing?.status, await nothing?.text()]).toEqual([404, 'own 404']);
    expect(inside?.status).toBe(404);
    expect(style?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect([api?.status, api?.headers.get('access-control-allow-origin'), article?.headers.get('access-control-allow-origin')]).toEqual([200, '*', null]);
  });
});

describe('deploy/', () => {
  testWith('systemd-analyze', 'has units that systemd reads without a word, and that may do little', () => {
    const units = readdirSync(DEPLOY).filter((name) => /\.(service|timer)$/.test(name)).map((name) => join(DEPLOY, name));
    expect(units.length).toBeGreaterThanOrEqual(3);
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    const security = spawnSync('systemd-analyze', ['security', '--offline=true', join(DEPLOY, 'bedside.service')], { encoding: 'utf8' });
    expect(Number(/exposure level for bedside\.service: ([\d.]+)/.exec(security.stdout)?.[1])).toBeLessThan(3);
    expect(spawnSync('systemd-analyze', ['calendar', /OnCalendar=(.*)/.exec(file('bedside-nightly.timer'))?.[1] ?? '']).status).toBe(0);
  });

  testWith('caddy', 'has a Caddyfile that Caddy takes', () => {
    const { status, stderr } = spawnSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', join(DEPLOY, 'Caddyfile')], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  });

  test('has a Dockerfile that Docker builds', ({ skip }) => {
    // Its two npm ci and the start without development packages can be tried by hand; an image needs a daemon.
    if (spawnSync('docker', ['version'], { timeout: 20_000 }).status === 0) {
      const { status, stderr } = spawnSync('docker', ['build', '-f', join(DEPLOY, 'Dockerfile'), '.'], { encoding: 'utf8' });
      return expect(status, stderr).toBe(0);
    }
    console.error('NOT RUN: Docker has no daemon here, so deploy/Dockerfile was not built.');
    if (process.env['CI']) throw new Error('NOT RUN: docker');
    return skip('no Docker daemon');
  });
});
