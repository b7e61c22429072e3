/** Hands messages to a mail server over connections that are kept and shared. */
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Post } from './post.ts';
import { smtpOutcome, type SmtpFailure } from './smtp-outcome.ts';

export interface SmtpOptions {
  /** `smtps://user:password@mail.example.org`, `smtp://…:587`. */
  readonly url: URL;
  readonly connections?: number;
  /** How long to wait for a connection, and for the next word of a silent server. */
  readonly connectMs?: number;
  readonly silenceMs?: number;
}

/** Enough to keep a relay busy, below what relays allow a client. */
const CONNECTIONS = 8;

export function smtpPost({ url, connections = CONNECTIONS, connectMs = 10_000, silenceMs = 30_000 }: SmtpOptions): Post {
  const transport = createTransport({
    url: url.href,
    pool: true,
    maxConnections: connections,
    maxMessages: 1_000,
    // A message is handed to another connection only when not a byte of it was sent; everything else is the outbox's.
    ...{ maxRequeues: 2, idleTimeout: 30_000 },
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    // Whoever reads along on the way reads about somebody's health: plain text only when the settings say so.
    requireTLS: !allowsPlainText(url),
  });
  transport.on('error', () => {
    // The pool tells this of connections without a message; a message's own failure comes back with it.
  });
  transport.use('stream', (mail, done) => {
    const { begun } = mail.data as { begun?: () => Promise<void> };
    const whole = mail.message.createReadStream.bind(mail.message);
    if (begun !== undefined) mail.message.createReadStream = (...options) => Readable.from(afterThat(begun, () => whole(...options)), { objectMode: false }) as ReturnType<typeof whole>;
    done();
  });
  return {
    says: `Mail is sent by ${url.hostname}.`,
    async send(message, signal, begun) {
      try {
        const { accepted } = await transport.sendMail({ ...message, ...{ signal, begun } } as Parameters<typeof transport.sendMail>[0]);
        return accepted.length > 0 ? { kind: 'done' } : { kind: 'refused', error: 'smtp.rejected' };
      } catch (error) {
        return smtpOutcome(error as SmtpFailure);
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** Nothing is read before the server has said that it takes the message. */
async function* afterThat(begun: () => Promise<void>, whole: () => AsyncIterable<unknown>): AsyncGenerator {
  await begun();
  yield* whole();
}

/** On this machine nobody reads along; elsewhere `?ignoreTLS=true` says that the network is one's own. */
function allowsPlainText(url: URL): boolean {
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === 'smtps:' || url.searchParams.get('ignoreTLS') === 'true' || (loopback && url.searchParams.get('requireTLS') !== 'true');
}
