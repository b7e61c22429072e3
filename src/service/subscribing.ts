/** Subscriptions beside the service: their letters, and what tells subscribers through the outbox. */
import type { Letter, Person } from '../mail/letter.ts';
import type { Post } from '../mail/post.ts';
import type { Handler } from '../outbox/handler.ts';
import type { About } from '../outbox/row.ts';
import type { Store } from '../store/store.ts';
import { forgetAnnounced } from '../subscriptions/announce.ts';
import type { Caller } from '../subscriptions/call.ts';
import { confirmLetter, knownLetter, linkTo, updateLetter, WEBHOOK_OFF_MAIL, webhookOffLetter, type Letterhead } from '../subscriptions/letters.ts';
import { byId, forgetStale } from '../subscriptions/subscribers.ts';
import { TELL_MAIL, tellHandler } from '../subscriptions/tell.ts';
import { tellMailHandler } from '../subscriptions/tell-mail.ts';
import { tellWebhookHandler } from '../subscriptions/tell-webhook.ts';
import { toldLater, updateOf } from '../subscriptions/updates.ts';
import type { Logger } from './log.ts';
import type { ErrandBuild } from './outside.ts';

export interface SubscribingOptions {
  readonly store: () => Promise<Store>;
  readonly build: () => ErrandBuild;
  readonly post: Post;
  readonly from: Person;
  readonly own: readonly string[];
  readonly caller: Caller;
  readonly wake: () => void;
  readonly log: Logger;
  readonly clock: () => number;
}

export interface Subscribing {
  /** Whether an errand of the kind `mail` is about a subscription. */
  isOurs(about: About): boolean;
  letter(about: About): Promise<Letter | 'skip'>;
  readonly handlers: readonly [kind: string, handler: Handler][];
  /** Forgets what nobody confirmed, and announcements of long ago. */
  sweep(): Promise<void>;
}

/** `BEDSIDE_WEBHOOKS_PRIVATE=allow`: webhooks may go into the operator's own network, and by http. */
export function callerFrom(env: NodeJS.ProcessEnv): Caller {
  return { privateToo: env['BEDSIDE_WEBHOOKS_PRIVATE'] === 'allow' };
}

/** What letters begin with; `undefined` where nobody can subscribe. */
export function offeredIn({ team, records }: Pick<ErrandBuild, 'team' | 'records'>) {
  return team === undefined || records?.tree.subscriptions !== true ? undefined : { site: team.site, replies: team.support.replies, records };
}

export function subscribing({ store, build, post, from, own, caller, wake, log, clock }: SubscribingOptions): Subscribing {
  const offered = () => offeredIn(build());
  /** What stands in the database now: who left meanwhile gets nothing. */
  const subscriberOf = async (about: About) => {
    const opened = await store();
    return opened.read((db) => byId(db, opened.envelope, String(about['subscriber'])));
  };

  async function updateFor(about: About): Promise<Letter | 'skip' | 'unseen'> {
    const present = offered();
    const update = updateOf(present?.records, about);
    if (present === undefined || update === 'unseen') return 'unseen';
    const opened = await store();
    if (update === 'gone' || (await opened.read((db) => toldLater(db, present.records, TELL_MAIL, about)))) return 'skip';
    const subscriber = await subscriberOf(about);
    return subscriber?.state === 'confirmed' ? updateLetter(present, present.records, subscriber, update) : 'skip';
  }

  return {
    isOurs: ({ subscriber }) => subscriber !== undefined,
    async letter(about) {
      const present: Letterhead | undefined = offered();
      const subscriber = await subscriberOf(about);
      if (present === undefined || subscriber === undefined) return 'skip';
      if (about['template'] === WEBHOOK_OFF_MAIL) return subscriber.state === 'off' ? webhookOffLetter(present, subscriber) : 'skip';
      return subscriber.state === 'asked' ? confirmLetter(present, subscriber) : knownLetter(present, subscriber);
    },
    handlers: [
      tellHandler({
        store,
        update: (about) => updateOf(offered()?.records, about),
        wake,
        clock,
      }),
      tellMailHandler({ post, from, own, letter: updateFor, clock, unknown: (row) => log.warn({ row }, 'nobody knows whether this letter of news arrived; it is not sent again') }),
      tellWebhookHandler({
        store,
        records: () => offered()?.records,
        leaveUrl: (subscriber) => linkTo(offered()!.site, subscriber, 'leave'),
        offLetter: (subscriber) => ({ template: WEBHOOK_OFF_MAIL, subscriber }),
        caller,
        clock,
      }),
    ],
    async sweep() {
      const opened = await store();
      await opened.write(async (trx) => {
        await forgetStale(trx, clock());
        await forgetAnnounced(trx, clock());
      });
    },
  };
}

