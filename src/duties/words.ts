/** Erasing what people wrote in tickets: words and files go, the log and its chain stay. */
import type { Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';
import { revokeLinks } from '../tickets/links.ts';
import { addEvents, type Recording } from '../tickets/record.ts';

type Trx = Transaction<Tables>;

export interface Erased {
  readonly events: number;
  readonly files: number;
}

/** Takes the words, with their salts, and the files of a ticket, closes its links, and says in its log that it did. */
export async function eraseWords(trx: Trx, recording: Recording, ticket: string, reason: 'retention' | 'request', now: number): Promise<Erased> {
  const gone = await trx.updateTable('ticket_event').set({ words_sealed: null, words_salt: null }).where('ticket', '=', ticket).where('words_sealed', 'is not', null).returning('id').execute();
  const files = await eraseFiles(trx, ticket);
  await revokeLinks(trx, ticket, now);
  await trx.deleteFrom('idempotent_request').where('ticket', '=', ticket).execute();
  if (gone.length > 0 || files > 0) {
    await addEvents(trx, recording, ticket, [{ kind: 'erased', facts: { events: gone.length, reason }, actor: { kind: 'system' }, source: 'schedule' }], now);
  }
  return { events: gone.length, files };
}

export async function eraseFiles(trx: Trx, ticket: string): Promise<number> {
  const gone = await trx.updateTable('attachment').set({ name_sealed: null, content_sealed: null }).where('ticket', '=', ticket).where('content_sealed', 'is not', null).returning('id').execute();
  return gone.length;
}
