/** Mail as the outbox does it. What a letter says is told by who is asked: this room knows no tickets. */
import type { Handler, Job } from '../outbox/handler.ts';
import { MAIL_PATIENCE, type Outcome } from '../outbox/outcome.ts';
import type { About } from '../outbox/row.ts';
import { mayMail } from './address.ts';
import { messageOf, UnsafeHeader, type Letter, type Message, type Person } from './letter.ts';
import type { Post } from './post.ts';

export interface MailOptions {
  readonly post: Post;
  readonly from: Person;
  /** All addresses that come to us; mail to them would come back as a ticket. */
  readonly own: readonly string[];
  /**
   * The letter of an errand, made when it is due. `skip` when there is nothing to send any more, for example because
   * the person was erased; `unseen` when what it is about is not known to this process yet.
   *
   * @param about what the errand says: `{ template, ticket, … }`
   * @param writtenAt when the errand was left, in milliseconds
   */
  readonly resolve: (about: About, writtenAt: number) => Promise<Letter | 'skip' | 'unseen'>;
  /** Writes what follows from an end, in the transaction that records it. */
  readonly ended?: Handler['ended'];
  /** Attempts at the same time in this process. */
  readonly parallel?: number;
  /** Of their errands, and of their channel: what comes by the thousand has one of its own. */
  readonly kind?: string;
}

const PARALLEL = 16;
const ATTEMPT_MS = 90_000;
/** A process looks for a new build twice a second. */
const UNSEEN_MS = 1_000;

/** Handlers for errands of the kind `mail`, or of another that is sent in the same way. */
export function mailHandlers({ ended, parallel = PARALLEL, kind = 'mail', ...options }: MailOptions): [kind: string, handler: Handler][] {
  const handler: Handler = { channel: kind, parallel, patience: MAIL_PATIENCE, attemptMs: ATTEMPT_MS, handle: (job) => send(job, options), ...(ended && { ended }) };
  return [[kind, handler]];
}

async function send(job: Job, { post, from, own, resolve }: MailOptions): Promise<Outcome> {
  const letter = await resolve(job.about, job.createdAt);
  if (letter === 'unseen') return { kind: 'later', error: 'mail.unseen', blame: 'row', afterMs: UNSEEN_MS };
  if (letter === 'skip') return { kind: 'needless', error: 'mail.skipped' };
  const may = mayMail(letter.to.email, own);
  if (may !== 'yes') return { kind: 'needless', error: `mail.${may}` };
  let message: Message;
  try {
    message = messageOf(letter, from, job.id, job.createdAt);
  } catch (error) {
    if (error instanceof UnsafeHeader) return { kind: 'refused', error: `mail.unsafe.${error.field.replaceAll('.', '-')}` };
    throw error;
  }
  return post.send(message, job.signal);
}

