/**
 * One letter of an update to one subscriber, never twice.
 *
 * A mail server that took a letter and a process that died before writing that down look the same afterwards as one
 * that did not take it. Tickets are then sent again, under the same Message-ID; news is not: it is noted durably
 * before the first byte that the letter may be there, and from then on it is not sent again, unless the server itself
 * said no. Whoever goes without after a kill is whom a connection was just telling: at most one for each.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Handler } from '../outbox/handler.ts';
import type { Outcome } from '../outbox/outcome.ts';
import type { About } from '../outbox/row.ts';
import { mayMail } from '../mail/address.ts';
import { messageOf, type Letter, type Person } from '../mail/letter.ts';
import type { Post } from '../mail/post.ts';
import { NEWS_PATIENCE, TELL_MAIL } from './tell.ts';
import { missing } from './updates.ts';

export interface TellMailOptions {
  readonly post: Post;
  readonly from: Person;
  readonly own: readonly string[];
  /** The letter of an errand; `skip` when the subscription ended, `unseen` when the status that is shown here does not hold the update. */
  readonly letter: (about: About) => Promise<Letter | 'skip' | 'unseen'>;
  readonly clock: () => number;
  /** Hears of a letter of which nobody knows whether it arrived. */
  readonly unknown: (row: string) => void;
  /** Attempts at the same time, in this process. */
  readonly parallel?: number;
}

/** Twice the connections of the post, so that none waits for a letter to be written. */
const PARALLEL = 16;
const ATTEMPT_MS = 90_000;
/** Short codes of a server that answered: it did not take the letter. */
const SERVER_SAID_NO = /^smtp\.[45]\d\d$/;

/** Another worker has the errand: what was begun here is not sent. */
class NotOurs extends Error {
  override readonly name = 'NotOurs';
}

/** Notes are written together, or each letter would cost a sync of the disk of its own. */
const TOGETHER_MS = 4;

/** @returns waits; whoever waits at the same time goes on in the same turn, and so shares a commit */
function together(ms: number): () => Promise<void> {
  let next: Promise<void> | undefined;
  return () => (next ??= pause(ms).then(() => void (next = undefined)));
}

/** A channel of its own: ten thousand letters of news must not stand before the answer to a ticket. */
export function tellMailHandler({ post, from, own, letter, clock, unknown, parallel = PARALLEL }: TellMailOptions): [kind: string, handler: Handler] {
  const others = together(TOGETHER_MS);
  return [
    TELL_MAIL,
    {
      channel: 'subscribers.mail',
      parallel,
      patience: NEWS_PATIENCE,
      attemptMs: ATTEMPT_MS,
      async handle({ id, createdAt, about, result, signal, save }): Promise<Outcome> {
        if (result?.['begun'] === true) {
          unknown(id);
          return { kind: 'needless', error: 'mail.perhaps-sent' };
        }
        const written = await letter(about);
        if (written === 'unseen') return missing(written, createdAt, clock());
        if (written === 'skip') return { kind: 'needless', error: 'mail.skipped' };
        const may = mayMail(written.to.email, own);
        if (may !== 'yes') return { kind: 'needless', error: `mail.${may}` };
        let begun = false;
        const outcome = await post.send(messageOf(written, from, id, createdAt), signal, async () => {
          await others();
          if (!(await save({ begun: true }))) throw new NotOurs();
          begun = true;
        });
        if (outcome.kind === 'done' || !begun) return givenUp(outcome);
        if ('error' in outcome && SERVER_SAID_NO.test(outcome.error)) {
          await save({ begun: false });
          return givenUp(outcome);
        }
        return outcome;
      },
    },
  ];
}

/** A mailbox that is gone is no matter for the team: the row keeps the code, and nobody is called. */
function givenUp(outcome: Outcome): Outcome {
  return outcome.kind === 'refused' ? { kind: 'needless', error: outcome.error } : outcome;
}
