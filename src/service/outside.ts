/** What is done outside for tickets: mail is sent, tickets are handed to the desk, by the outbox beside the service. */
import type { Transaction } from 'kysely';
import { openDesk } from '../delivery/settings.ts';
import { FOLLOWERS_MAIL, tellFollowersHandler } from '../incidents/tell-followers.ts';
import { deliveryHandlers, passOn } from '../delivery/handlers.ts';
import { missingWays, noticeSettings } from '../delivery/notices.ts';
import { mailHandlers } from '../mail/handlers.ts';
import { mailboxUrl } from '../mail/inbound/imap.ts';
import { messageIdOf } from '../mail/letter.ts';
import { mailSettings, openPost } from '../mail/settings.ts';
import type { Handler } from '../outbox/handler.ts';
import { startOutbox } from '../outbox/start.ts';
import type { SupportTeam } from '../site/support-file.ts';
import type { Manifest } from '../site/manifest.ts';
import { createAnnouncer } from '../subscriptions/announcer.ts';
import { tellSubscribers } from '../subscriptions/tell.ts';
import type { Announced } from '../subscriptions/announce.ts';
import type { StatusRecords } from '../status/records.ts';
import type { Suggester } from '../search/suggestions.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { errandsForNew } from '../tickets/intake/errands.ts';
import { rememberThread } from '../tickets/intake/mail-in.ts';
import { addEvents, TicketNotFound } from '../tickets/record.ts';
import { scheduleOf } from '../tickets/watch/schedule.ts';
import { errorFacts, type Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { startInbound } from './mail-in.ts';
import { reportMailing } from './mailing-reports.ts';
import { startSignals } from './signals.ts';
import { followerErrands } from './follower-letters.ts';
import { callerFrom, subscribing } from './subscribing.ts';
import { ticketErrands } from './ticket-errands.ts';
import { startWatching, teamNotices } from './watching.ts';

type Trx = Transaction<Tables>;

/** The build that is shown now, as far as errands need it. */
export interface ErrandBuild {
  readonly team: SupportTeam | undefined;
  readonly manifest: Manifest;
  readonly suggest: Suggester | undefined;
  /** Incidents and maintenance; `undefined` for a site without status pages. */
  readonly records: StatusRecords | undefined;
}

export interface OutsideOptions {
  /** `SMTP_URL`, `BEDSIDE_MAIL_FROM`, `BEDSIDE_DESK` and what that desk needs. */
  readonly env: NodeJS.ProcessEnv;
  readonly store: () => Promise<Store>;
  readonly build: () => ErrandBuild;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: () => number;
  /** Whether many messages are being stored at this moment: they go before letters. */
  readonly busy: () => boolean;
}

export interface Outside {
  /** Where mail and tickets go, a sentence each; for start-up. */
  readonly says: readonly string[];
  /** Leaves what has to be done for a new ticket, in its transaction. `quiet`: no letter answers, because one just did. */
  readonly enqueue: (trx: Trx, ticket: { readonly id: string; readonly quiet?: boolean }, now: number) => Promise<void>;
  /** Leaves what the help desk has to hear of a further message. */
  readonly received: (trx: Trx, ticket: string, event: string, now: number) => Promise<void>;
  readonly wake: () => void;
  readonly sweep: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A site without forms and subscriptions sends no letters. */
const NOTHING: Outside = { says: [], enqueue: async () => undefined, received: async () => undefined, wake: () => undefined, sweep: async () => undefined, stop: async () => undefined };

/** @throws {MailSettingsWrong | DeskSettingsWrong} for settings that cannot work, at the start and not with the first ticket */
export function startOutside({ env, store, build, log, metrics, clock, busy }: OutsideOptions): Outside {
  const { manifest } = build();
  if ((manifest.contact?.forms.length ?? 0) === 0 && build().records?.tree.subscriptions !== true) return NOTHING;
  const addresses = (manifest.contact?.channels ?? []).flatMap(({ mail }) => mail ?? []);
  const mail = mailSettings(env, { name: manifest.name, email: addresses[0] });
  const post = openPost(mail);
  const { name, desk } = openDesk(env, { fetch, clock, mail: { post, from: mail.from } });
  const mailbox = env.BEDSIDE_IMAP_URL ? mailboxUrl(env.BEDSIDE_IMAP_URL) : undefined;
  const errands = ticketErrands({ store, build, clock, busy, from: mail.from.email, answersTo: mailbox === undefined ? undefined : mail.from.email });
  const followers = followerErrands({ store, build, clock });
  const own = () => [mail.from.email, ...(build().team?.site.channels ?? []).flatMap(({ addresses: more }) => more.map(({ email }) => email)), ...addresses];

  const team = () => build().team;
  const notices = noticeSettings(env);
  const wanted = new Set((team()?.support.escalation.levels ?? []).flatMap(({ notify }) => notify));

  const subscriptions = subscribing({ store, build, post, from: mail.from, own: own(), caller: callerFrom(env), wake: () => outbox.wake(), log, clock });

  const reports = reportMailing({ env, store, team, post, from: mail.from, own: own(), wake: () => outbox.wake(), log, clock });
  const handlers: [string, Handler][] = [
    ...reports.handlers,
    ...subscriptions.handlers,
    tellFollowersHandler({ store, wake: () => outbox.wake(), clock }),
    ...mailHandlers({ kind: FOLLOWERS_MAIL, post, from: mail.from, own: own(), resolve: followers.letter, ended: followers.ended }),
    ...teamNotices({ store, team, build, clock, settings: notices, post, from: mail.from }),
    ...mailHandlers({
      post,
      from: mail.from,
      own: own(),
      // Letters to followers that an earlier version left are of this kind.
      resolve: (about, writtenAt) => (followers.isOurs(about) ? followers.letter(about, writtenAt) : (subscriptions.isOurs(about) ? subscriptions : errands).letter(about)),
      // Whoever answers the letter is known by its id.
      ended: async (trx, row, step) => {
        const { id, about } = row;
        if (step.state === 'done' && about['ticket'] !== undefined) await rememberThread(trx, messageIdOf(id, mail.from.email), String(about['ticket']), clock());
        await followers.ended(trx, row, step);
      },
    }),
    ...deliveryHandlers({
      name,
      desk,
      resolve: { ticket: errands.deskTicket, message: errands.deskMessage },
      async delivered(trx, { ticket, desk: by, number }) {
        const { support } = build().team ?? {};
        const opened = await store();
        const recording = { envelope: opened.envelope, schedule: (events: Parameters<typeof scheduleOf>[0]) => (support === undefined ? { nextDue: undefined, lookAt: undefined } : scheduleOf(events, support)) };
        const event = { kind: 'delivered', facts: { desk: by, ...(number === undefined ? {} : { number }) }, actor: { kind: 'desk', name: by }, source: 'desk', origin: `delivered:${by}:${ticket}:${number ?? ''}` } as const;
        // A ticket that was deleted meanwhile has nobody to tell.
        await addEvents(trx, recording, ticket, [event], clock()).catch((error: unknown) => {
          if (!(error instanceof TicketNotFound)) throw error;
        });
      },
    }),
  ];
  const outbox = startOutbox({ store, handlers, log, errorFacts, registry: metrics.registry, clock });
  reports.start();
  const watcher = startWatching({ store, team, wake: () => outbox.wake(), log, clock });
  const signals = startSignals({ store, build, wake: () => outbox.wake(), registry: metrics.registry, log, clock });

  // What follows from each update of an incident or maintenance that is shown, in the transaction that announces it.
  const follow: readonly Announced[] = [tellSubscribers, followers.announced];
  const announcer = createAnnouncer({ store, records: () => build().records, follow, wake: () => outbox.wake(), log, errorFacts, clock });
  announcer.start();

  const forNew: Outside['enqueue'] = (trx, ticket, now) => errandsForNew(trx, ticket, { replies: team()?.support.replies, withDesk: name !== 'none' }, now);
  const received: Outside['received'] = async (trx, ticket, event, now) => void (name !== 'none' && (await passOn(trx, ticket, event, now)));
  const inbound = mailbox && startInbound({ url: mailbox, store, team, from: mail.from.email, opened: forNew, received, wake: () => outbox.wake(), log, clock });

  return {
    says: [post.says, desk.says, ...(inbound === undefined ? [] : [inbound.says]), ...missingWays(wanted, notices), ...reports.says],
    enqueue: forNew,
    received,
    wake: () => outbox.wake(),
    async sweep() {
      await outbox.sweep();
      await subscriptions.sweep();
    },
    async stop() {
      await inbound?.stop();
      await watcher.stop();
      await reports.stop();
      await signals.stop();
      await announcer.stop();
      await outbox.stop();
      await post.close();
    },
  };
}
