/** One effect for one key, however often it is sent: the draft of the IETF on the Idempotency-Key header. */
import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import { compiledOnce } from '../../store/compiled-once.ts';
import type { Envelope } from '../../store/envelope.ts';
import type { Tables } from '../../store/schema.ts';

type Trx = Transaction<Tables>;

/** The key came before, with another request. */
export class OtherBody extends Error {
  override readonly name = 'OtherBody';
}

/** Another process stored this key while we were about to; what it stored is the answer. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken';
}

/** A tab, or a program, may come back after a long weekend: its token ended after a day, its answer did not. */
export const ANSWER_LIFE_MS = 7 * 24 * 60 * 60_000;

/** A key as the header has it: the draft writes it in quotation marks, most programs do not. */
export function readKey(header: string | undefined): string | undefined {
  return /^"?([\x21\x23-\x7e]{8,255}?)"?$/.exec(header?.trim() ?? '')?.[1];
}

export function keyDigest(key: string): string {
  return createHash('sha256').update(`idempotency key ${key}`).digest('base64url');
}

export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What makes two requests the same: their names and values in any order, and their files; not what each try renews. */
export function fingerprint(values: Readonly<Record<string, unknown>>, files: readonly SentFile[]): string {
  const told = Object.entries(values)
    .filter(([name, value]) => !RENEWED.has(name) && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify(told));
  for (const { name, bytes } of files) hash.update(JSON.stringify([name, bytes.byteLength])).update(bytes);
  return hash.digest('base64url');
}

const RENEWED = new Set(['token', 'key', 'proof', 'step', 'user', 'website', 'timeZone']);

/**
 * What this key was answered.
 *
 * @throws {OtherBody}
 */
export async function answered<T>(trx: Trx, envelope: Envelope, key: string, body: string, schema: z.ZodType<T>, now: number): Promise<T | undefined> {
  const [row] = await findAnswer(trx, key);
  if (row === undefined) return undefined;
  if (row.expires_at <= now) {
    // Not swept yet: it makes room for the key's next use.
    await trx.deleteFrom('idempotent_request').where('key', '=', key).where('expires_at', '<=', now).execute();
    return undefined;
  }
  if (!envelope.blindIndexes(body, PURPOSE).includes(row.body)) throw new OtherBody();
  return schema.parse(JSON.parse(envelope.open(row.answer_sealed, place(key))));
}

/** The same, without waiting for anybody: for whoever may only be told what was answered. Another request was answered nothing. */
export async function answeredBefore<T>(db: Pick<Trx, 'selectFrom'>, envelope: Envelope, key: string, body: string, schema: z.ZodType<T>, now: number): Promise<T | undefined> {
  const row = await db.selectFrom('idempotent_request').select(['body', 'answer_sealed']).where('key', '=', key).where('expires_at', '>', now).executeTakeFirst();
  if (row === undefined || !envelope.blindIndexes(body, PURPOSE).includes(row.body)) return undefined;
  return schema.parse(JSON.parse(envelope.open(row.answer_sealed, place(key))));
}

/** @throws {KeyTaken} when another process was first; then nothing of this transaction may stay */
export async function keepAnswer(trx: Trx, envelope: Envelope, { key, body, ticket, answer, now }: { key: string; body: string; ticket: string; answer: unknown; now: number }): Promise<void> {
  const kept = await insertAnswer(trx, {
    key,
    body: envelope.blindIndex(body, PURPOSE),
    ticket,
    answer_sealed: envelope.seal(JSON.stringify(answer), place(key)),
    created_at: now,
    expires_at: now + ANSWER_LIFE_MS,
  });
  if (kept.length === 0) throw new KeyTaken();
}

/** Deletes answers whose keys nobody will send again. */
export async function forgetAnswers(trx: Trx, now: number): Promise<void> {
  await trx.deleteFrom('idempotent_request').where('expires_at', '<=', now).execute();
}

const PURPOSE = 'idempotent request';
const place = (key: string) => ({ table: 'idempotent_request', column: 'answer_sealed', row: key });

const COLUMNS = ['key', 'body', 'ticket', 'answer_sealed', 'created_at', 'expires_at'] as const;

const findAnswer = compiledOnce(
  (trx, key: string) => trx.selectFrom('idempotent_request').select(['body', 'answer_sealed', 'expires_at']).where('key', '=', key),
  (key) => [key],
);

const insertAnswer = compiledOnce(
  (trx, row: { key: string; body: string; ticket: string; answer_sealed: string; created_at: number; expires_at: number }) =>
    trx
      .insertInto('idempotent_request')
      .values({ key: row.key, body: row.body, ticket: row.ticket, answer_sealed: row.answer_sealed, created_at: row.created_at, expires_at: row.expires_at })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('key'),
  (row) => COLUMNS.map((column) => row[column]),
);
