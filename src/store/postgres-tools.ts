import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import pg from 'pg';
import { BackupFailed, backupName, finishFile, type Backup } from './backup.ts';
import { APPLICATION_NAME } from './postgres.ts';
import { makePrivate } from './private-file.ts';
import { StoreInUse, type Restored, type WhenInUse } from './restore.ts';

/** PostgreSQL's own program is missing or would not do it; the message says what to run where it would. */
export class ToolFailed extends Error {
  override readonly name = 'ToolFailed';
}

/**
 * Dumps the database with `pg_dump`, which sees one moment while others write.
 *
 * @throws {ToolFailed} when `pg_dump` is missing, older than the server, or fails
 */
export async function backupPostgres({ databaseUrl, out, now }: { databaseUrl: string; out: string; now: number }): Promise<Backup> {
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const file = `${out}/${backupName(now, 'dump')}`;
  const draft = `${file}.part`;
  try {
    makePrivate(draft);
    await run(databaseUrl, 'pg_dump', (address) => ['--format=custom', '--no-owner', '--no-privileges', `--file=${draft}`, `--dbname=${address}`]);
    await run(databaseUrl, 'pg_restore', () => ['--list', draft]);
    finishFile(draft, file);
    return { file, bytes: statSync(file).size };
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Puts a dump in the place of everything in the database's `public` schema, in one transaction. What stood there is
 * dumped into `aside` first.
 *
 * @throws {BackupFailed | StoreInUse | ToolFailed} and then nothing was changed
 */
export async function restorePostgres({
  databaseUrl,
  from,
  aside,
  now,
  whenInUse,
}: {
  databaseUrl: string;
  from: string;
  aside: string;
  now: number;
  whenInUse: WhenInUse;
}): Promise<Restored> {
  if (!existsSync(from)) throw new BackupFailed(`There is no backup at ${from}.`);
  await run(databaseUrl, 'pg_restore', () => ['--list', from]);
  if (whenInUse === 'refuse') await assertUnused(databaseUrl);
  const previous = await backupPostgres({ databaseUrl, out: aside, now });
  const script = `${previous.file}.sql`;
  try {
    makePrivate(script);
    await run(databaseUrl, 'pg_restore', () => ['--no-owner', '--no-privileges', `--file=${script}`, from]);
    // pg_restore alone would leave tables that are newer than the dump; psql can empty and fill in one transaction.
    const replace = ['-c', 'drop schema public cascade', '-c', 'create schema public', '-f', script];
    await run(databaseUrl, 'psql', (address) => ['--no-psqlrc', '--quiet', '--single-transaction', '-v', 'ON_ERROR_STOP=1', ...replace, address]);
    return { file: from, previous: previous.file };
  } finally {
    rmSync(script, { force: true });
  }
}

async function assertUnused(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ sessions: number }>(
      'select count(*)::int as sessions from pg_stat_activity where datname = current_database() and application_name = $1',
      [APPLICATION_NAME],
    );
    const sessions = rows[0]?.sessions ?? 0;
    if (sessions > 0) throw new StoreInUse(`The database is open in a service (${sessions} sessions). Stop it first, or use --force.`);
  } finally {
    await client.end();
  }
}

/** The password goes by environment: arguments can be read by every user of the machine. */
async function run(databaseUrl: string, program: 'pg_dump' | 'pg_restore' | 'psql', args: (address: string) => string[]): Promise<void> {
  const address = new URL(databaseUrl);
  const password = decodeURIComponent(address.password);
  address.password = '';
  const given = args(address.href);
  const { code, said } = await ended(program, given, password ? { ...process.env, PGPASSWORD: password } : process.env);
  if (code === 0) return;
  const command = [program, ...given].map((part) => (/[\s*]/.test(part) ? `'${part}'` : part)).join(' ');
  const why = code === 'missing' ? `${program} is not installed here.` : `${program} failed: ${said.trim()}`;
  throw new ToolFailed(`${why}\nWith a version not older than the server's, run:\n  ${command}`);
}

function ended(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number | 'missing'; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve({ code: 'missing', said }) : reject(error)));
    child.on('close', (code) => resolve({ code: code ?? 1, said }));
  });
}
