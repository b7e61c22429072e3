/** A mail server in a process of its own that takes everything and remembers who got what, and when. Told and asked by messages. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** `time recipient message-id`, in the order in which they were taken. */
let taken: [at: number, to: string, id: string][] = [];

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  logger: false,
  disableReverseLookup: true,
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
    stream.on('end', () => {
      const id = /^Message-ID: <([^>]+)>/im.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? '';
      taken.push([Date.now(), session.envelope.rcptTo[0]?.address ?? '', id]);
      done();
    });
  },
});
server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.server.address() as AddressInfo).port }));
process.on('message', (asked) => {
  if (asked === 'count') process.send?.({ count: taken.length });
  if (asked === 'taken') {
    process.send?.({ taken });
    taken = [];
  }
});
