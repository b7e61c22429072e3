/** Handing over as the outbox does it. What a ticket says is told by who is asked: this room knows no tickets. */
import type { Transaction } from 'kysely';
import { enqueue } from '../outbox/enqueue.ts';
import type { Handler, Job } from '../outbox/handler.ts';
import { DESK_PATIENCE, type Outcome } from '../outbox/outcome.ts';
import type { About } from '../outbox/row.ts';
import type { Tables } from '../store/schema.ts';
import type { Attempt, Desk, DeskMessage, DeskTicket } from './desk.ts';

type Trx = Transaction<Tables>;

export interface Delivered {
  readonly ticket: string;
  /** `zendesk`. */
  readonly desk: string;
  readonly number: string | undefined;
}

export interface DeliveryOptions {
  readonly name: string;
  readonly desk: Desk;
  /** What is handed over, made when it is due; `skip` when there is nothing any more. */
  readonly resolve: {
    ticket(about: About): Promise<DeskTicket | 'skip'>;
    message(about: About): Promise<DeskMessage | 'skip'>;
  };
  /** Writes that the desk has a ticket, in the transaction that records it. Also when it gave a new number later. */
  readonly delivered: (trx: Trx, delivered: Delivered) => Promise<void>;
}

/** More at the same time only meets the desk's limits sooner. */
const PARALLEL = 4;
const ATTEMPT_MS = 45_000;

/** Leaves a ticket for the desk, in the transaction that makes it. */
export function handOver(trx: Trx, ticket: string, now: number): Promise<string | undefined> {
  return enqueue(trx, { kind: 'desk.create', lane: `desk:${ticket}`, gate: true, once: `desk.create:${ticket}`, about: { ticket } }, now);
}

/** Leaves what came later for the desk; it goes after the ticket, and after everything before it. */
export function passOn(trx: Trx, ticket: string, event: string, now: number): Promise<string | undefined> {
  return enqueue(trx, { kind: 'desk.append', lane: `desk:${ticket}`, once: `desk.append:${event}`, about: { ticket, event } }, now);
}

/** Handlers for errands of the kinds `desk.create` and `desk.append`. */
export function deliveryHandlers({ name, desk, resolve, delivered }: DeliveryOptions): [kind: string, handler: Handler][] {
  const shared = {
    channel: 'desk',
    parallel: PARALLEL,
    patience: DESK_PATIENCE,
    attemptMs: ATTEMPT_MS,
    async ended(trx: Trx, row: { about: About; kind: string }, step: { state: string; result?: About | undefined; error?: string | undefined }) {
      const number = step.result?.['number'];
      if (step.state !== 'done' || step.error !== undefined || (row.kind === 'desk.append' && number === undefined)) return;
      await delivered(trx, { ticket: String(row.about['ticket']), desk: name, number: number === undefined ? undefined : String(number) });
    },
  };
  const handler = <T extends object>(read: (about: About) => Promise<T | 'skip'>, hand: (thing: T, attempt: Attempt) => Promise<Outcome>): Handler => ({
    ...shared,
    async handle(job) {
      const thing = await read(job.about);
      return thing === 'skip' ? { kind: 'needless', error: 'desk.skipped' } : hand(thing, attemptOf(job));
    },
  });
  return [
    ['desk.create', handler((about) => resolve.ticket(about), (ticket, attempt) => desk.create(ticket, attempt))],
    ['desk.append', handler((about) => resolve.message(about), (message, attempt) => desk.append(message, attempt))],
  ];
}

function attemptOf(job: Job): Attempt {
  return { key: job.id, first: job.attempts === 1, writtenAt: job.createdAt, signal: job.signal, progress: job.result ?? {}, save: async (progress) => void (await job.save(progress)) };
}
