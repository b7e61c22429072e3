/** Inbound mail beside the service: what a mailbox or a pipe brings, through the same rules as a form. */
import { mailboxSays, openMailbox, type Mailbox } from '../mail/inbound/imap.ts';
import { replyAddresses } from '../mail/reply-address.ts';
import type { SupportTeam } from '../site/support-file.ts';
import { inOneProcess } from '../store/one-process.ts';
import type { Store } from '../store/store.ts';
import { settleLeft, takeMail, type MailIn } from '../tickets/intake/mail-in.ts';
import { triageOf } from '../tickets/triage/compiled.ts';
import { triage } from '../tickets/triage/triage.ts';
import { scheduleOf } from '../tickets/watch/schedule.ts';
import { errorFacts, type Logger } from './log.ts';

export interface MailInOptions {
  readonly store: Store;
  readonly team: SupportTeam;
  /** The address that answers go to. */
  readonly from: string;
  readonly opened: MailIn['opened'];
  readonly received: MailIn['received'];
  readonly clock: () => number;
}

export function mailInto({ store, team: { site, support }, from, opened, received, clock }: MailInOptions): MailIn {
  const by = triageOf(support);
  const listed = site.channels.flatMap(({ id, addresses }) => addresses.map(({ email, category }) => ({ email: email.toLowerCase(), channel: id, topic: category })));
  const channel = site.channels.find(({ kind }) => kind === 'email')?.id ?? 'email';
  return {
    store,
    recording: { envelope: store.envelope, schedule: (events) => scheduleOf(events, support) },
    addresses: listed.some(({ email }) => email === from.toLowerCase()) ? listed : [...listed, { email: from.toLowerCase(), channel, topic: undefined }],
    replies: replyAddresses(from, store.envelope),
    triage: (mail) => by && triage(by, mail),
    // Without a rule a solved ticket stays open to whoever asked.
    reopens: (resolvedAt, now) => now - resolvedAt < (support.followUp?.reopenFor ?? Infinity),
    opened,
    received,
    clock,
  };
}


export interface InboundOptions extends Omit<MailInOptions, 'store' | 'team'> {
  readonly url: URL;
  readonly store: () => Promise<Store>;
  /** Of the build that is shown now. */
  readonly team: () => SupportTeam | undefined;
  /** Something was written that has to be done outside. */
  readonly wake: () => void;
  readonly log: Logger;
}

/** Support rules are not there, so a mail cannot become a ticket; it stays in the mailbox. */
export class NoRules extends Error {
  override readonly name = 'NoRules';
}

/** The lease of whoever looks into the mailbox: three processes would each fetch every mail. */
const LEASE = 'mailbox';

/** Looks into the mailbox, in one process at a time, and goes on with mails that were stored when the process before ended. */
export function startInbound({ url, store, team, wake, log, ...options }: InboundOptions): Mailbox {
  const into = async (): Promise<MailIn> => {
    const present = team();
    if (present === undefined) throw new NoRules('The content tree has no support/.');
    return mailInto({ ...options, store: await store(), team: present });
  };
  const begin = (): Mailbox => {
    void into()
      .then(settleLeft)
      .catch((error: unknown) => log.error(errorFacts(error), 'mails of the last run could not be gone on with'));
    return openMailbox({
      url,
      log,
      errorFacts,
      async take(raw) {
        const settled = await takeMail(await into(), raw);
        if (settled.state === 'parked') log.warn({ why: settled.why }, 'a mail waits for a person: npm run mail -- parked');
        wake();
      },
    });
  };
  const failed = (error: unknown) => log.warn(errorFacts(error), 'the mailbox waits for the database');
  const { stop } = inOneProcess({ store, name: LEASE, begin, failed, clock: options.clock });
  return { says: mailboxSays(url), stop };
}
