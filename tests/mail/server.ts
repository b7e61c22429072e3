/** A real mail server for tests, which can be told to misbehave. */
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly from: string;
  readonly to: string[];
  readonly raw: string;
  readonly mail: ParsedMail;
  readonly secure: boolean;
}

export interface MailServer {
  readonly url: URL;
  /** Everything it has accepted, a repeat counted as often as it came. */
  readonly received: Received[];
  readonly server: SMTPServer;
}

/** What a server does at a step; an error with a code is its answer. */
export interface Manners extends Partial<SMTPServerOptions> {
  /** Called with the whole message before it is accepted. */
  beforeAccepting?: (raw: string, session: SMTPServerSession) => Promise<void> | void;
  /** Called after it was accepted and kept, before the answer is sent. */
  afterAccepting?: (session: SMTPServerSession) => Promise<void> | void;
}

export function answer(code: number, text = 'SENTINEL dr.lee@example.com'): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

export async function mailServer({ beforeAccepting, afterAccepting, ...options }: Manners = {}): Promise<MailServer> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    ...options,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        void (async () => {
          await beforeAccepting?.(raw, session);
          const { mailFrom, rcptTo } = session.envelope;
          received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw, mail: await simpleParser(raw), secure: session.secure });
          await afterAccepting?.(session);
        })().then(() => done(), (error: Error) => done(error));
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)));
  return { url: new URL(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`), received, server };
}

/** Cuts every connection to the server, as a router that was switched off would. */
export function cut({ server }: { server: SMTPServer }): void {
  for (const connection of server.connections as Set<{ _socket?: { destroy(): void } }>) connection._socket?.destroy();
}
