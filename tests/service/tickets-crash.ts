/** Readers who write to support while their server is killed again and again, and who send again what was not answered. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { createEnvelope, type Envelope } from '../../src/store/envelope.ts';
import { openStore, type StoreSettings } from '../../src/store/open.ts';
import { FORM_TOKEN_LIFE_MS, issueFormToken } from '../../src/tickets/intake/form-token.ts';
import { makeChallenge } from '../../src/tickets/intake/proof.ts';
import { SECRET } from '../store/secret.ts';
import { aMessage, EASY, limitsOf, solved, storedTickets } from './sending.ts';
import { writeTicketSite } from './ticket-site.ts';

export interface AfterKills {
  readonly acknowledged: number;
  /** Messages that were sent again because the first answer never came. */
  readonly sentAgain: number;
  /** References that readers were told and that are not stored. */
  readonly lost: readonly string[];
  /** Keys that got two references. */
  readonly told: readonly string[];
  /** Stored tickets beyond one a message. */
  readonly repeated: number;
  /** Tickets without exactly one letter that acknowledges them, or without all their events. */
  readonly incomplete: number;
}

interface Message {
  readonly key: string;
  readonly body: string;
  sent: number;
}

/** 32 readers write as fast as they can; the server is killed with SIGKILL at a random moment, and again. */
export async function killWhileTaking(settings: StoreSettings, folder: string, kills: number): Promise<AfterKills> {
  const site = writeTicketSite(folder);
  const envelope = createEnvelope([SECRET]);
  const told = new Map<string, Set<string>>();
  const open: Message[] = [];
  let sentAgain = 0;
  for (let kill = 0; kill <= kills; kill += 1) {
    const { child, url } = await start(site, settings);
    // The last server is not killed: whatever is open is sent to its end.
    const last = kill === kills;
    let alive = true;
    const readers = Array.from({ length: 32 }, async () => {
      while (alive && (!last || open.length > 0)) {
        const message = open.shift() ?? (await prepared(envelope));
        if (message.sent > 0) sentAgain += 1;
        message.sent += 1;
        const reference = await send(url, message).catch(() => undefined);
        if (reference === undefined) open.push(message);
        else told.set(message.key, (told.get(message.key) ?? new Set()).add(reference));
      }
    });
    if (!last) {
      // At a random moment among the first thirty answers, however slow the machine is at that time.
      const until = told.size + 6 + Math.floor(Math.random() * 25);
      for (const end = Date.now() + 10_000; told.size < until && Date.now() < end; ) await pause(1 + Math.random() * 5);
      alive = false;
      child.kill('SIGKILL');
    }
    await Promise.all(readers);
    if (last) child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    if (last && child.exitCode !== 0) throw new Error(`The last server ended with ${child.exitCode ?? child.signalCode}.`);
  }
  const stored = await storedTickets(settings);
  const references = new Set(stored.map(({ reference }) => reference));
  return {
    acknowledged: told.size,
    sentAgain,
    lost: [...told.values()].flatMap((all) => [...all]).filter((reference) => !references.has(reference)),
    told: [...told].filter(([, all]) => all.size > 1).map(([key]) => key),
    repeated: stored.length - told.size,
    incomplete: await incomplete(settings, stored.map(({ id }) => id)),
  };
}

/** A message that can be sent at once: its token is a minute old, its work is done. */
export async function prepared(envelope: Envelope, more: Record<string, unknown> = {}): Promise<Message> {
  const now = Date.now();
  const { token, nonce } = issueFormToken(envelope, 'technical', 'script', undefined, now - 60_000);
  const challenge = await makeChallenge(envelope, nonce, now + FORM_TOKEN_LIFE_MS, EASY);
  return { key: randomUUID(), body: JSON.stringify(aMessage({ token, proof: await solved(challenge as Parameters<typeof solved>[0]), ...more })), sent: 0 };
}

async function send(url: string, { key, body }: Message): Promise<string | undefined> {
  const response = await fetch(`${url}intake/tickets`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body });
  const answer = (await response.json()) as { reference?: string };
  // 409: the first try is still being stored. 503: not now. Both are sent again.
  if (response.status !== 201 && response.status !== 409 && response.status !== 503) throw new Error(`The message was answered ${response.status}.`);
  return answer.reference;
}

async function incomplete(settings: StoreSettings, ids: readonly string[]): Promise<number> {
  const store = await openStore(settings);
  try {
    const [errands, events] = await store.read(async (db) => [await db.selectFrom('outbox').select('once_key').execute(), await db.selectFrom('ticket_event').select('ticket').where('kind', '=', 'created').execute()]);
    const letters = new Set(errands.map(({ once_key }) => once_key));
    const created = new Set(events.map(({ ticket }) => ticket));
    return ids.filter((id) => !letters.has(`acknowledgement:${id}`) || !created.has(id)).length + Math.abs(errands.length - ids.length);
  } finally {
    await store.close();
  }
}

/** A server in a process of its own. */
export async function start(folder: string, store: StoreSettings, more: { readonly asNobody?: boolean } = {}): Promise<{ child: ChildProcess; url: string }> {
  const options = { folder, store, tickets: { limits: limitsOf(), proofWork: EASY }, ...more };
  const child = spawn(process.execPath, [`${import.meta.dirname}/server.child.ts`, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: first.toString().trim() };
}
