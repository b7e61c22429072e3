/** Taking a ticket: everything it needs in one transaction, so that it is there whole or not at all. */
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Envelope } from '../../store/envelope.ts';
import type { Tables } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { TicketEvent } from '../events.ts';
import { openTicket, type EventDraft, type Schedule } from '../record.ts';
import { requesterFor } from '../requesters.ts';
import { firstEvents, type Sent, type Triage } from './first-events.ts';
import { answered, keepAnswer, KeyTaken } from './idempotency.ts';
import { AlreadySpent, spend } from './spent.ts';

type Trx = Transaction<Tables>;

/** A new ticket's clocks. */
export interface Standing {
  readonly schedule: Schedule;
  /** The instant by which a person answers, if that is promised. */
  readonly promise: number | undefined;
}

/** What the support team's rules say, and what has to happen outside. */
export interface IntakeRules {
  readonly triage: Triage;
  readonly stand: (events: readonly TicketEvent[]) => Standing;
  /** Writes what has to be done outside, in the ticket's own transaction. */
  readonly enqueue: (trx: Trx, ticket: { readonly id: string; readonly event: string }, now: number) => Promise<void>;
}

/** What makes a sending happen once. */
export interface Once {
  /** Digest of the key. */
  readonly key: string;
  /** Fingerprint of the request. */
  readonly body: string;
  /** Digest of the form's token, and until when it counts. */
  readonly spends: { readonly digest: string; readonly until: number };
}

/** What is told to whoever sent it, now and for the same key again. Holds nothing that was typed. */
export const takenSchema = z.object({
  reference: z.string(),
  form: z.string(),
  by: z.number().optional(),
  timeZone: z.string().optional(),
  /** Ids of articles that may answer it, best first. */
  articles: z.array(z.string()),
});
export type Taken = z.output<typeof takenSchema>;

export interface Taking {
  readonly sent: Sent;
  readonly once: Once;
  /** Ids of articles that were found for it. */
  readonly articles: readonly string[];
  /** Counts it, inside its transaction. */
  readonly admit: (trx: Trx) => Promise<void>;
  readonly rules: IntakeRules;
}

/** Another process may store the same key while we are about to; what it stored is found in the next try. */
const TRIES = 3;

/**
 * Stores a ticket with its requester, events, files, errands and its answer; for a key that came before, tells what
 * was answered then. Resolves when all of it is durable.
 *
 * @returns `fresh` when the ticket was made now
 * @throws {OtherBody} the key came before with another request
 * @throws {AlreadySpent} the token was used for another ticket
 */
export async function takeTicket(store: Store, taking: Taking, clock: () => number): Promise<Taken & { readonly fresh: boolean }> {
  // Before the transaction: on SQLite everybody waits while one is open.
  const drafts = firstEvents(taking.sent, taking.rules.triage);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.write((trx) => takeIn(trx, store.envelope, taking, drafts, clock()));
    } catch (error) {
      if (!(error instanceof KeyTaken) || attempt === TRIES) throw error;
    }
  }
}

async function takeIn(trx: Trx, envelope: Envelope, { sent, once, articles, admit, rules }: Taking, drafts: readonly EventDraft[], now: number): Promise<Taken & { readonly fresh: boolean }> {
  const before = await answered(trx, envelope, once.key, once.body, takenSchema, now);
  if (before !== undefined) return { ...before, fresh: false };
  try {
    await spend(trx, once.spends.digest, once.spends.until);
  } catch (error) {
    // Whoever spent it may have sent the same: on PostgreSQL we waited here until that was stored.
    const meanwhile = error instanceof AlreadySpent ? await answered(trx, envelope, once.key, once.body, takenSchema, now) : undefined;
    if (meanwhile !== undefined) throw new KeyTaken();
    throw error;
  }
  const { answers, timeZone } = sent;
  const requester = await requesterFor(trx, envelope, { email: answers.email, name: answers.name, timeZone }, now);
  let standing: Standing | undefined;
  const schedule = (events: readonly TicketEvent[]) => (standing = rules.stand(events)).schedule;
  const ticket = await openTicket(trx, { envelope, schedule }, requester, drafts, now);
  await rules.enqueue(trx, { id: ticket.id, event: ticket.added[0]! }, now);
  const by = sent.form.promise === undefined ? standing?.promise : undefined;
  const taken: Taken = { reference: ticket.reference, form: sent.form.id, ...(by === undefined ? {} : { by }), ...(timeZone === undefined ? {} : { timeZone }), articles: [...articles] };
  await keepAnswer(trx, envelope, { key: once.key, body: once.body, ticket: ticket.id, answer: taken, now });
  // Last, because on PostgreSQL everybody waits for the row that counts all, until we commit.
  await admit(trx);
  return { ...taken, fresh: true };
}
