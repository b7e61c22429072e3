/** Processes as `npm start` runs them, and readers who write to all of them through a balancer. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Envelope } from '../../src/store/envelope.ts';
import { prepared } from '../service/tickets-crash.ts';

const START = join(resolve(import.meta.dirname, '..', '..'), 'scripts', 'start.ts');

export interface Process {
  readonly port: number;
  readonly child: ChildProcess;
}

/**
 * `npm start` without its build; resolves when it answers.
 *
 * @param folder with the built site in `dist`
 */
export async function startProcess(folder: string, port: number, env: Readonly<Record<string, string>>): Promise<Process> {
  const dataDir = join(folder, `data-${port}`);
  mkdirSync(dataDir, { recursive: true });
  const child = spawn(process.execPath, [START, '--no-build', '--port', String(port)], { cwd: folder, env: { ...process.env, BEDSIDE_LOG: 'error', BEDSIDE_DATA: dataDir, BEDSIDE_TRUSTED_PROXIES: 'loopback', ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  for (let tries = 0; tries < 600 && child.exitCode === null; tries += 1) {
    if (await fetch(`http://127.0.0.1:${port}/healthz`).then(({ ok }) => ok, () => false)) return { port, child };
    await pause(50);
  }
  throw new Error(`The process on port ${port} did not start.`);
}

/** Ends a process as a service manager does. @returns its exit code, and how long it took */
export async function stopProcess({ child }: Process): Promise<{ readonly code: number | null; readonly ms: number }> {
  const began = performance.now();
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = (await ended) as [number | null];
  return { code, ms: performance.now() - began };
}

export interface Answered {
  readonly status: number;
  readonly reference?: string | undefined;
}

/** Sends from an address of this machine's own, so that each reader is a client. */
export function send(url: string, { key, body }: { readonly key: string; readonly body: string }, agent: Agent, from: string): Promise<Answered> {
  return new Promise((answer, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'idempotency-key': key };
    const sending = request(new URL('intake/tickets', url), { agent, method: 'POST', localAddress: from, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', reject).on('end', () => answer({ status: response.statusCode ?? 0, reference: response.statusCode === 201 ? (JSON.parse(text) as { reference: string }).reference : undefined }));
    });
    sending.on('error', reject).end(body);
  });
}

export interface Crowd {
  /** Key → the references that were told for it. */
  readonly told: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whatever was answered with anything but a reference, with what was going on. */
  readonly troubles: readonly string[];
  /** What is going on now. */
  now: string;
  /** Waits until so many more have been told a reference. */
  more(count: number): Promise<void>;
  /** No new messages; those that are open are sent to their end. */
  end(): Promise<void>;
}

const READERS = 16;
/** Below what one client may send in an hour; then somebody else sits down there. */
const EACH = 50;

/** Readers who write one message after another, and send again what was not answered with a reference. */
export function crowd(url: string, envelope: Envelope): Crowd {
  const told = new Map<string, Set<string>>();
  const troubles: string[] = [];
  let ending = false;
  const readers = Array.from({ length: READERS }, async (_, reader) => {
    const agent = new Agent({ keepAlive: true });
    for (let sent = 0; !ending; sent += 1) {
      const from = `127.0.${1 + Math.floor(sent / EACH)}.${reader + 1}`;
      const message = await prepared(envelope);
      for (let tries = 1; ; tries += 1) {
        const answer = await send(url, message, agent, from).catch((error: NodeJS.ErrnoException): Answered & { code?: string } => ({ status: 0, code: error.code ?? error.message }));
        if (answer.reference !== undefined) {
          told.set(message.key, (told.get(message.key) ?? new Set()).add(answer.reference));
          break;
        }
        troubles.push(`${all.now}: ${JSON.stringify(answer)}`);
        if (tries === 20) throw new Error(`A message was not taken: ${JSON.stringify(answer)}`);
        await pause(250);
      }
      // They think, so that a run of minutes stays below what everybody together may send.
      await pause(200 + Math.random() * 400);
    }
    agent.destroy();
  });
  const all: Crowd = {
    told,
    troubles,
    now: 'at the start',
    async more(count) {
      const until = told.size + count;
      for (const end = Date.now() + 120_000; told.size < until; await pause(20)) if (Date.now() > end) throw new Error(`${told.size} messages were taken, not ${until}.`);
    },
    async end() {
      ending = true;
      await Promise.all(readers);
    },
  };
  return all;
}
