/**
 * `/intake/tickets/own`: a requester's own ticket, by the secret of their link. Everything is a POST: what only opens
 * an address, a mail scanner, changes and shows nothing.
 */
import type { Context } from 'hono';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import { LENGTHS } from '../forms/form.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Tables } from '../store/schema.ts';
import * as acts from '../tickets/page/acts.ts';
import { readBody } from './body.ts';
import { invalid, Refusal } from './problems.ts';
import { readSentForm, type SentFile } from './tickets-body.ts';
import { clientOf, textIn, type TicketRooms } from './tickets-rooms.ts';
import { inspected, invalidAnswers } from './tickets-send.ts';

const LONGEST_COMMENT = 2_000;
const BODY_CAP = 32_768;

const secret = z.string().max(300);
const shapes = {
  look: z.object({ secret }),
  messages: z.object({ secret, words: z.string().trim().max(LENGTHS.message).default(''), key: z.string().regex(/^[\w-]{8,80}$/) }),
  reopen: z.object({ secret }),
  rating: z.object({ secret, score: z.coerce.number().int().min(0).max(5), comment: z.string().trim().max(LONGEST_COMMENT).default('') }),
  data: z.object({ secret, what: z.enum(['copy', 'erasure']) }),
  withdraw: z.object({ secret }),
} as const;

/** The one answer to a link that opens nothing, whatever the reason: what is told apart can be tried out. */
const nothing = () => new Refusal({ status: 404, error: 'not-found', message: 'This link does not open anything, or no longer. A newer mail of ours holds a newer link.' });

interface Doing {
  readonly rooms: TicketRooms;
  readonly files: readonly SentFile[];
  /** What was sent, held against its shape. @throws {Refusal} */
  readonly read: <Schema extends z.ZodType>(schema: Schema) => z.output<Schema>;
  /** One transaction. */
  readonly write: <T>(work: (trx: Transaction<Tables>, own: acts.OwnRooms, now: number) => Promise<T>) => Promise<T>;
}

const ACTS: Readonly<Record<string, (doing: Doing) => Promise<object>>> = {
  look({ read, write }) {
    const { secret: by } = read(shapes.look);
    return write((trx, own, now) => acts.look(trx, own, by, now));
  },
  async messages({ rooms, files, read, write }) {
    const { secret: by, words, key } = read(shapes.messages);
    // Whoever has no link makes nobody draw pictures.
    await write((trx, own, now) => acts.look(trx, own, by, now));
    const attachments = files.length === 0 ? [] : await inspected(rooms, files);
    if (words === '' && attachments.length === 0) throw invalidAnswers({ words: 'Enter a message or add a file' });
    return write((trx, own, now) => acts.write(trx, own, by, { words, key, files: attachments }, now));
  },
  reopen({ read, write }) {
    const { secret: by } = read(shapes.reopen);
    return write((trx, own, now) => acts.reopen(trx, own, by, now));
  },
  rating({ read, write }) {
    const { secret: by, ...given } = read(shapes.rating);
    return write((trx, own, now) => acts.rate(trx, own, by, given, now));
  },
  data({ read, write }) {
    const { secret: by, what } = read(shapes.data);
    return write((trx, own, now) => acts.askForData(trx, own, by, what, now));
  },
  async withdraw({ read, write }) {
    const { secret: by } = read(shapes.withdraw);
    await write((trx, own, now) => acts.withdraw(trx, own, by, now));
    return { withdrawn: true };
  },
};

export async function postOwn(context: Context, rooms: TicketRooms): Promise<Response> {
  const name = context.req.param('act') ?? 'look';
  const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  const support = rooms.support();
  if (act === undefined || support === undefined) throw nothing();
  const { own, ownAct, ownAll } = rooms.ticketsLimits;
  const counts = [
    { limit: name === 'look' ? own : ownAct, key: await clientOf(rooms, context) },
    { limit: ownAll, key: 'all' },
  ];
  rooms.limits.refuse(counts);
  const { values, files } = name === 'messages' ? await readSentForm(context) : { ...(await readBody(context, BODY_CAP)), files: [] };
  if (textIn(values, 'secret') === '') throw nothing();

  const store = await rooms.store();
  // Counted by itself, because a guess that fails counts, too.
  await store.write((trx) => rooms.limits.admit(trx, counts));
  const ownRooms: acts.OwnRooms = { envelope: store.envelope, rules: support, enqueue, received: rooms.received };
  try {
    const answer = await act({
      rooms,
      files,
      read(schema) {
        const parsed = schema.safeParse(values);
        if (!parsed.success) throw invalid(parsed.error);
        return parsed.data;
      },
      write: (work) => store.write((trx) => work(trx, ownRooms, rooms.clock())),
    });
    if (name !== 'look') rooms.wake();
    context.header('cache-control', 'no-store');
    return context.json(answer);
  } catch (error) {
    if (error instanceof acts.NotOwn) throw nothing();
    if (error instanceof acts.TooLate) throw new Refusal({ status: 409, error: 'too-late', message: error.message });
    throw error;
  }
}
