/** nginx in front of several processes, by the file that operators are given. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FILE = join(resolve(import.meta.dirname, '..'), 'deploy', 'nginx-balancer.conf');

export interface Balancer {
  readonly url: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** The operators' file with these ports; all else stays as it is. */
export function balancerText(home: string, port: number, processes: readonly number[]): string {
  const [, settings = ''] = /server 127\.0\.0\.1:4321([^;]*);/.exec(readFileSync(FILE, 'utf8')) ?? [];
  const servers = processes.map((one) => `server 127.0.0.1:${one}${settings};`).join('\n  ');
  return readFileSync(FILE, 'utf8')
    .replace(/(?:server 127\.0\.0\.1:\d+[^;]*;\s*)+/, `${servers}\n  `)
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replaceAll('/var/log/nginx/', `${home}/`);
}

/** What `nginx -t` says of the file, and whether it is content. */
export function checkBalancer(home: string, port: number, processes: readonly number[]): { readonly ok: boolean; readonly says: string } {
  const { status, stderr } = spawnSync('nginx', ['-t', ...written(home, port, processes)], { encoding: 'utf8' });
  return { ok: status === 0, says: stderr };
}

/** @param home a folder of its own, for what nginx writes */
export async function startBalancer(home: string, port: number, processes: readonly number[]): Promise<Balancer> {
  const child = spawn('nginx', written(home, port, processes), { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}/`;
  const ended = once(child, 'exit');
  for (let tries = 0; tries < 100 && child.exitCode === null; tries += 1) {
    if (await fetch(url).then(() => true, () => false)) {
      return {
        url,
        child,
        async stop() {
          child.kill('SIGTERM');
          await ended;
        },
      };
    }
    await sleep(100);
  }
  child.kill('SIGTERM');
  throw new Error('nginx did not start.');
}

function written(home: string, port: number, processes: readonly number[]): string[] {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'balancer.conf'), balancerText(home, port, processes));
  writeFileSync(
    join(home, 'nginx.conf'),
    `worker_processes 1;
daemon off;
pid ${home}/pid;
error_log ${home}/error.log warn;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${home}/t1; proxy_temp_path ${home}/t2; fastcgi_temp_path ${home}/t3; uwsgi_temp_path ${home}/t4; scgi_temp_path ${home}/t5;
  include ${home}/balancer.conf;
}
`,
  );
  // The worker writes large bodies into our folder, so it keeps our user where we are root.
  const user = process.getuid?.() === 0 ? ['-g', 'user root;'] : [];
  return ['-p', home, '-e', join(home, 'error.log'), '-c', join(home, 'nginx.conf'), ...user];
}
