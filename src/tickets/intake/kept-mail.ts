/** Mails as they came: stored sealed before anything is decided, told apart, and kept while they wait for a person. */
import { createHash } from 'node:crypto';
import type { Envelope } from '../../store/envelope.ts';
import type { Store } from '../../store/store.ts';
import { uuidv7 } from '../../store/uuid.ts';

/** The raw mail of a row. */
export function openedRaw(envelope: Envelope, id: string, sealed: string): Buffer {
  return Buffer.from(envelope.open(sealed, rawPlace(id)), 'base64');
}

/** Stores a mail before anything is decided about it. @returns its row, or that of the same mail that came before */
export async function keepRaw({ store, clock }: { readonly store: Store; readonly clock: () => number }, raw: Uint8Array): Promise<{ readonly id: string; readonly fresh: boolean; readonly state: string }> {
  const now = clock();
  const id = uuidv7(now);
  const digest = mailDigest(raw);
  return store.write(async (trx) => {
    const kept = await trx
      .insertInto('inbound_mail')
      .values({ id, message_digest: digest, sender_index: null, raw_sealed: store.envelope.seal(Buffer.from(raw).toString('base64'), rawPlace(id)), bytes: raw.byteLength, state: 'taken', why: null, ticket: null, received_at: now, settled_at: null })
      .onConflict((conflict) => conflict.column('message_digest').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (kept !== undefined) return { id, fresh: true, state: 'taken' };
    const before = await trx.selectFrom('inbound_mail').select(['id', 'state']).where('message_digest', '=', digest).executeTakeFirstOrThrow();
    return { ...before, fresh: false };
  });
}

/**
 * What tells one mail from another: its id, and what it says. One mail that came to two of our addresses has two heads
 * and one body; careless programs give every mail one id, or an empty one, and each of those is a mail of its own.
 */
function mailDigest(raw: Uint8Array): string {
  const bytes = Buffer.from(raw);
  const end = /\r?\n\r?\n/.exec(bytes.subarray(0, HEAD_BYTES).toString('latin1'));
  const head = bytes.subarray(0, end?.index ?? HEAD_BYTES).toString('latin1');
  const id = /^message-id:[ \t]*(?:\r?\n[ \t]+)?<?([^\s<>]+)/im.exec(head)?.[1];
  return createHash('sha256').update(id ?? '').update('\n').update(id === undefined ? bytes : bytes.subarray(end === null ? 0 : end.index + end[0].length)).digest('base64url');
}

const HEAD_BYTES = 65_536;

/** A mail that waits for a person. */
export interface ParkedMail {
  readonly id: string;
  readonly why: string;
  readonly receivedAt: number;
  readonly bytes: number;
}

export async function parkedMails(store: Store): Promise<ParkedMail[]> {
  const rows = await store.read((db) => db.selectFrom('inbound_mail').select(['id', 'why', 'received_at', 'bytes']).where('state', '=', 'parked').orderBy('received_at').execute());
  return rows.map(({ id, why, received_at, bytes }) => ({ id, why: why ?? '', receivedAt: received_at, bytes }));
}

/** There is no such mail that waits. */
export class NotParked extends Error {
  override readonly name = 'NotParked';
}

/** @throws {NotParked} */
export async function parkedRaw(store: Store, id: string): Promise<Buffer> {
  const row = await store.read((db) => db.selectFrom('inbound_mail').select('raw_sealed').where('id', '=', id).where('state', '=', 'parked').executeTakeFirst());
  if (row === undefined || row.raw_sealed === null) throw new NotParked(`No mail ${id} waits.`);
  return openedRaw(store.envelope, id, row.raw_sealed);
}

function rawPlace(row: string) {
  return { table: 'inbound_mail', column: 'raw_sealed', row };
}
