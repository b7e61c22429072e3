/** The files of deploy/ in the programs that read them, as far as this machine has those. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../bench/servers.ts';
import { ARTICLE, writeBuiltSite } from '../service/built-site.ts';
import { running } from '../service/running.ts';
import { freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { deployed, inDeploy, startNginx, testWith } from './fronts.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

describe('deploy/nginx-static.conf', () => {
  const long = 'Words. '.repeat(60);

  /** nginx over a built site alone. */
  async function alone(files: Readonly<Record<string, string>>) {
    const site = writeBuiltSite(freshFolder(), files);
    mkdirSync(join(site, '.bedside'), { recursive: true });
    writeFileSync(join(site, '.bedside/redirects.nginx.map'), `"/old/" "${ARTICLE.address}";\n`);
    const port = await freePort();
    await startNginx('nginx-static.conf', { '/srv/help/dist': site, 'listen 80;': `listen 127.0.0.1:${port};`, '/var/log/nginx/': `${freshFolder()}/` });
    return { site, get: (path: string, headers = {}) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', headers }) };
  }

  testWith('nginx', 'serves the built site alone: pages, its own 404, old addresses, caching, and nothing of the build’s own', async () => {
    const { get } = await alone({ '404.html': 'own 404' });
    const [article, moved, bare, nothing, inside] = await Promise.all([ARTICLE.address, '/old/?a=1', ARTICLE.address.slice(0, -1), '/nothing/', '/.bedside/site.json'].map((path) => get(path)));
    expect(article?.status).toBe(200);
    for (const one of [moved, bare]) expect([one?.status, new URL(one?.headers.get('location') ?? '').pathname]).toEqual([301, ARTICLE.address]);
    expect([nothing?.status, await nothing?.text()]).toEqual([404, 'own 404']);
    expect(inside?.status).toBe(404);
    expect((await get(ARTICLE.address, { 'if-none-match': article?.headers.get('etag') ?? '' })).status).toBe(304);
  });

  testWith('nginx', 'sends every kind of file as the service does', async () => {
    const names = ['assets/a.abc.css', 'assets/a.abc.js', 'assets/a.abc.webp', 'assets/a.abc.mp4', 'assets/a.abc.vtt', 'media/a.png', 'pagefind/fragment/a.pf_fragment', 'pagefind/wasm.en.pagefind', 'pagefind/pagefind.js', 'api/v2/summary.json', 'status/history.rss', 'status/history.atom', 'status/status.ics', 'status/badge.svg', 'favicon.svg', 'billing/refunds.md', 'llms.txt', 'robots.txt', 'sitemap-index.xml', 'articles.json'];
    const { site, get } = await alone({ 'index.html': long, ...Object.fromEntries(names.map((name) => [name, long])) });
    const server = await running(sqlite, { folder: site });
    const told = async (answer: Response, name: string) => {
      await answer.arrayBuffer();
      const headers = new Headers(answer.headers);
      for (const own of ['date', 'server', 'etag', 'last-modified', 'accept-ranges', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']) headers.delete(own);
      // nginx has older names for these two.
      headers.set('content-type', (headers.get('content-type') ?? '').replace('application/javascript', 'text/javascript').replace('text/xml', 'application/xml'));
      headers.set('vary', (headers.get('vary') ?? '').toLowerCase());
      // Packed already; the service packs them anew for those who take Brotli, so there they vary.
      if (/\.(pf_\w+|pagefind)$/.test(name)) headers.delete('vary');
      return { status: answer.status, ...Object.fromEntries(headers) };
    };
    for (const name of [...names.map((one) => `/${one}`), '/', ARTICLE.address]) {
      const [ours, theirs] = await Promise.all([fetch(server.url + name, { headers: { 'accept-encoding': 'gzip' } }), get(name, { 'accept-encoding': 'gzip' })]);
      expect(await told(theirs, name), name).toEqual(await told(ours, name));
    }
  });
});

describe('deploy/', () => {
  testWith('systemd-analyze', 'has units that systemd reads without a word, and that may do little', () => {
    const units = readdirSync(inDeploy('')).filter((name) => /\.(service|timer)$/.test(name)).map(inDeploy);
    expect(units.length).toBeGreaterThanOrEqual(3);
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    for (const unit of units.filter((name) => name.endsWith('.service'))) {
      const security = spawnSync('systemd-analyze', ['security', '--offline=true', unit], { encoding: 'utf8' });
      expect(Number(/exposure level for \S+: ([\d.]+)/.exec(security.stdout)?.[1]), unit).toBeLessThan(2);
    }
    expect(spawnSync('systemd-analyze', ['calendar', /OnCalendar=(.*)/.exec(deployed('bedside-nightly.timer'))?.[1] ?? '']).status).toBe(0);
  });

  test('has a command for operators that knows every command by its name in package.json', () => {
    const folder = freshFolder();
    // In place of systemd: it says what it was told to run.
    writeFileSync(join(folder, 'systemd-run'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    const asked = (...args: string[]) => spawnSync('sh', [inDeploy('bedside'), ...args], { encoding: 'utf8', env: { BEDSIDE_HOME: process.cwd(), PATH: `${folder}:${process.env['PATH'] ?? ''}` } });
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const commands = Object.entries(scripts).filter(([name, line]) => /^node scripts\/\S+$/.test(line) && !name.startsWith('pictures'));
    expect(commands.length).toBeGreaterThan(30);
    for (const [name, line] of commands) expect(asked(name, 'two words').stdout.split('\n').slice(-5), name).toEqual(['/usr/bin/env', 'node', line.replace('node ', ''), 'two words', '']);
    for (const wrong of [asked(), asked('nothing')]) expect([wrong.status, wrong.stdout]).toEqual([2, '']);
  });

  testWith('caddy', 'has a Caddyfile that Caddy takes, written as Caddy writes it', () => {
    const { status, stderr } = spawnSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', inDeploy('Caddyfile')], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(spawnSync('caddy', ['fmt', inDeploy('Caddyfile')], { encoding: 'utf8' }).stdout).toBe(deployed('Caddyfile'));
  });

  test('has a Dockerfile whose image serves from a root that nobody can write, and ends when it is told', async ({ skip }) => {
    const docker = (...args: string[]) => spawnSync('docker', args, { encoding: 'utf8' });
    const missing = docker('version').status !== 0 ? 'Docker has no daemon here' : docker('image', 'inspect', 'node:24-slim').status !== 0 && docker('pull', 'node:24-slim').status !== 0 ? 'the image node:24-slim is not here and cannot be fetched' : undefined;
    if (missing !== undefined) {
      console.error(`NOT RUN: ${missing}, so deploy/Dockerfile was not built.`);
      if (process.env['CI']) throw new Error(`NOT RUN: ${missing}`);
      return skip(missing);
    }
    const name = `bedside-test-${process.pid}`;
    onTestFinished(() => void [['rm', '-f', '-v', name], ['rmi', '-f', name]].forEach((args) => docker(...args)));
    const built = spawnSync('docker', ['build', '--network', 'host', '-f', inDeploy('Dockerfile'), '-t', name, '.'], { encoding: 'utf8', env: { ...process.env, DOCKER_BUILDKIT: '1' } });
    expect(built.status, built.stderr).toBe(0);
    const port = await freePort();
    const started = docker('run', '-d', '--name', name, '--network', 'host', '-e', `PORT=${port}`, '-e', 'HOST=127.0.0.1', '--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', name);
    expect(started.status, started.stderr).toBe(0);
    await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined))?.status, { timeout: 60_000 }).toBe(200);
    for (const command of [['backup.ts', '--out', '/data/backups'], ['data.ts', 'retain', '--backups', '/data/backups'], ['report-queue.ts'], ['report.ts', 'daily']]) {
      const done = docker('exec', name, 'node', `scripts/${command[0]}`, ...command.slice(1));
      expect(done.status, done.stderr).toBe(0);
    }
    expect(docker('exec', name, 'id', '-un').stdout.trim()).toBe('node');
    expect(docker('stop', '-t', '30', name).status).toBe(0);
    expect(docker('inspect', '-f', '{{.State.ExitCode}}', name).stdout.trim()).toBe('0');
    return undefined;
  });
});
