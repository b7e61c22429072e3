/** A reader who writes to support, with a script or without, to a real server. */
import { randomUUID } from 'node:crypto';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Receipt, Started } from '../../src/forms/receipt.ts';
import type { ServerOptions } from '../../src/service/server.ts';
import { TICKETS_LIMITS, type TicketsLimits } from '../../src/service/tickets-limits.ts';
import { eventsIn, type Ticket } from '../../src/tickets/read.ts';
import { openStore, type StoreSettings } from '../../src/store/open.ts';
import { freshFolder, type TestDatabase } from '../store/databases.ts';
import { running, type Running } from './running.ts';
import { writeTicketSite } from './ticket-site.ts';

const HOUR = 60 * 60_000;

/** Work that a test does at once, and that is work all the same. */
export const EASY = { cost: 10, least: 2, most: 6 };

/** Limits that no test reaches, but those it is about. */
export function limitsOf(low: Partial<Record<keyof TicketsLimits, number>> = {}): TicketsLimits {
  return Object.fromEntries(Object.entries(TICKETS_LIMITS).map(([name, limit]) => [name, { ...limit, most: low[name as keyof TicketsLimits] ?? 1e9 }])) as unknown as TicketsLimits;
}

export interface TicketServer extends Running {
  /** Moves the server's clock. */
  later(ms: number): void;
  now(): number;
  start(values?: Record<string, unknown>, headers?: Record<string, string>): Promise<Started>;
  /** Sends JSON with a new token, its work done, and a new key, unless told otherwise. */
  send(values?: Record<string, unknown>, headers?: Record<string, string | undefined>): Promise<Response>;
  /** The same with files. */
  sendFiles(files: readonly File[], values?: Record<string, unknown>, headers?: Record<string, string>): Promise<Response>;
  /** Posts a plain form. */
  plain(values: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  tickets(): Promise<Ticket[]>;
}

export async function takingTickets(database: TestDatabase, more: Partial<ServerOptions> = {}): Promise<TicketServer> {
  // Ten minutes into the next hour: no test meets the end of a limit's window, or of a day, by chance.
  let ahead = Math.ceil(Date.now() / HOUR) * HOUR + HOUR / 6 - Date.now();
  const now = () => Date.now() + ahead;
  const folder = more.folder ?? writeTicketSite(freshFolder());
  const server = await running(database, { clock: now, tickets: { proofWork: EASY, limits: limitsOf() }, ...more, folder });
  const post = (path: string, body: RequestInit['body'], headers: Record<string, string>) => fetch(`${server.url}/intake/tickets${path}`, { method: 'POST', body: body ?? null, headers, redirect: 'manual' });
  const start = async (values: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Started> => {
    const response = await post('/start', JSON.stringify({ form: 'technical', ...values }), { 'content-type': 'application/json', ...headers });
    if (response.status !== 200) throw new Error(`Start was answered ${response.status}.`);
    return (await response.json()) as Started;
  };
  const ready = async (values: Record<string, unknown>) => {
    const { token, key, challenge } = await start({ form: values['form'] ?? 'technical' });
    ahead += 5_000;
    return { ...aMessage(), token, proof: await solved(challenge), key, ...values } as Record<string, unknown> & { key: string };
  };
  return {
    ...server,
    now,
    later: (ms) => void (ahead += ms),
    start,
    async send(values = {}, headers = {}) {
      const { key, ...body } = await ready(values);
      const all = { 'content-type': 'application/json', 'idempotency-key': key, ...headers };
      return post('', JSON.stringify(body), Object.fromEntries(Object.entries(all).filter((one): one is [string, string] => one[1] !== undefined)));
    },
    async sendFiles(files, values = {}, headers = {}) {
      const { key, ...body } = await ready(values);
      const form = new FormData();
      for (const [name, value] of Object.entries(body)) form.set(name, String(value));
      for (const file of files) form.append('pictures', file);
      return post('', form, { 'idempotency-key': key, ...headers });
    },
    plain: (values, headers = {}) => post('', new URLSearchParams(values).toString(), { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers }),
    tickets: () => storedTickets(server.settings),
  };
}

/** Everything that is stored, with its words. */
export async function storedTickets(settings: StoreSettings): Promise<Ticket[]> {
  const store = await openStore(settings);
  try {
    return await store.read(async (db) => {
      const rows = await db.selectFrom('ticket').select(['id', 'reference', 'requester']).orderBy('id').execute();
      const events = await eventsIn(db, rows.map(({ id }) => id), store.envelope);
      return rows.map((row) => ({ ...row, events: events.get(row.id) ?? [] }));
    });
  } finally {
    await store.close();
  }
}

/** What a browser does while somebody writes. */
export async function solved(challenge: Started['challenge']): Promise<string> {
  const solution = await solveChallenge({ challenge: challenge as Parameters<typeof solveChallenge>[0]['challenge'], deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

/** Answers that are all right. */
export function aMessage(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { form: 'technical', topic: 'login', since: 'today', subject: 'I cannot log in', message: 'It says zebra-field is wrong.', name: 'A. Reader', email: `reader-${randomUUID().slice(0, 8)}@example.org`, timeZone: 'Europe/Berlin', ...more };
}

export const receipt = async (response: Response): Promise<Receipt> => (await response.json()) as Receipt;
