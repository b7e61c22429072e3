/** Fetches mail from a mailbox: what is unread is taken, then marked as read. A mail is marked only when it is stored. */
import { ImapFlow } from 'imapflow';

export interface MailboxOptions {
  /** `imaps://user:password@mail.example.org/INBOX` */
  readonly url: URL;
  /** Stores a mail; when it resolves, the mailbox may forget it. */
  readonly take: (raw: Uint8Array) => Promise<unknown>;
  readonly log: { info(facts: object, message: string): void; warn(facts: object, message: string): void; error(facts: object, message: string): void };
  readonly errorFacts: (error: unknown) => object;
  /** Waits between tries and looks, in milliseconds; shorter in tests. */
  readonly pauses?: { readonly look: number; readonly first: number; readonly most: number };
}

export interface Mailbox {
  /** A sentence for start-up. */
  readonly says: string;
  stop(): Promise<void>;
}

/** The setting cannot be used; the message does not quote it. */
export class MailboxSettingWrong extends Error {
  override readonly name = 'MailboxSettingWrong';
}

const PAUSES = { look: 60_000, first: 1_000, most: 5 * 60_000 };
/** Larger mails stay unread in the mailbox, for a person: servers take 25 MB at most, so this is one that was put there. */
const LARGEST = 40_000_000;

/** @throws {MailboxSettingWrong} */
export function mailboxUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^imaps?:$/.test(url.protocol) || url.hostname === '' || url.username === '') {
    throw new MailboxSettingWrong('BEDSIDE_IMAP_URL is not an address of a mailbox. Write it like imaps://user:password@mail.example.org/INBOX, with special characters in the password percent-encoded.');
  }
  return url;
}

/** For start-up. */
export const mailboxSays = (url: URL) => `Mail is fetched from a mailbox at ${url.host}.`;

/** Looks into the mailbox from now on: at once when the server tells of new mail, and every minute if it does not. */
export function openMailbox({ url, take, log, errorFacts, pauses = PAUSES }: MailboxOptions): Mailbox {
  let stopped = false;
  let client: ImapFlow | undefined;
  let wake = (): void => {};
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function watch(): Promise<void> {
    let wait = pauses.first;
    while (!stopped) {
      try {
        client = connection(url);
        client.on('error', () => wake());
        client.on('exists', () => wake());
        client.on('close', () => wake());
        await client.connect();
        await client.mailboxOpen(decodeURIComponent(url.pathname.slice(1)) || 'INBOX');
        wait = pauses.first;
        while (!stopped && client.usable) {
          await takeUnread(client);
          if (stopped || !client.usable) break;
          // The server tells of new mail while it is asked to; the next question ends that.
          void client.idle().catch(() => false);
          await pause(pauses.look);
        }
      } catch (error) {
        log.error(errorFacts(error), 'the mailbox cannot be read; it is tried again');
      } finally {
        client?.close();
        client = undefined;
      }
      if (!stopped) await pause(wait);
      wait = Math.min(pauses.most, wait * 2);
    }
  }

  async function takeUnread(mailbox: ImapFlow): Promise<void> {
    const found = await mailbox.search({ seen: false }, { uid: true });
    for (const uid of found === false || found === undefined ? [] : found) {
      if (stopped) return;
      const head = await mailbox.fetchOne(String(uid), { size: true }, { uid: true });
      if (head === false) continue;
      if ((head.size ?? 0) > LARGEST) {
        log.warn({ uid, bytes: head.size }, 'a mail is too large to take; it stays in the mailbox');
        continue;
      }
      const mail = await mailbox.fetchOne(String(uid), { source: true }, { uid: true });
      if (mail === false || mail.source === undefined) continue;
      // What cannot be stored now stays unread, and is found again.
      await take(mail.source);
      await mailbox.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
    }
  }

  const watching = watch();
  return {
    says: mailboxSays(url),
    async stop() {
      stopped = true;
      wake();
      await client?.logout().catch(() => undefined);
      await watching;
    },
  };
}

function connection(url: URL): ImapFlow {
  return new ImapFlow({
    host: url.hostname,
    port: Number(url.port) || (url.protocol === 'imaps:' ? 993 : 143),
    secure: url.protocol === 'imaps:',
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    // Its own log quotes commands, and with them addresses and subjects.
    logger: false,
    emitLogs: false,
  });
}
