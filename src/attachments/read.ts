/** Stored files, for agents only: by a link that we signed and that ends. */
import { z } from 'zod';
import type { Envelope } from '../store/envelope.ts';
import type { Store } from '../store/store.ts';
import { readSigned, sign } from '../tickets/intake/signed.ts';

export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

const PURPOSE = 'attachment link';
/** A working week: a link in a help desk is used by whoever takes the ticket. */
export const LINK_LIFE_MS = 7 * 24 * 60 * 60_000;

/**
 * The path, without the site's base, at which an agent gets this file until it ends.
 *
 * @param until milliseconds
 */
export function attachmentLink(envelope: Envelope, id: string, until: number): string {
  return `/intake/attachments/${id}?t=${sign(envelope, PURPOSE, { id }, until)}`;
}

export function mayRead(envelope: Envelope, id: string, token: string, now: number): boolean {
  return readSigned(envelope, PURPOSE, token, z.object({ id: z.literal(id) }), now) !== undefined;
}

/** @returns `undefined` when there is none, or its content was erased */
export async function readAttachment(store: Store, id: string): Promise<StoredFile | undefined> {
  const row = await store.read((db) => db.selectFrom('attachment').select(['name_sealed', 'type', 'content_sealed']).where('id', '=', id).executeTakeFirst());
  if (typeof row?.content_sealed !== 'string') return undefined;
  const open = (sealed: string, column: string) => store.envelope.open(sealed, { table: 'attachment', column, row: id });
  return { name: row.name_sealed === null ? 'file' : open(row.name_sealed, 'name_sealed'), type: row.type, content: Buffer.from(open(row.content_sealed, 'content_sealed'), 'base64') };
}
