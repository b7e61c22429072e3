/** Whoever asks: found by a blind index of the address, name and address sealed. */
import type { Transaction } from 'kysely';
import { compiledOnce } from '../store/compiled-once.ts';
import type { Envelope } from '../store/envelope.ts';
import type { Tables } from '../store/schema.ts';
import { EMAIL_INDEX, oneAddress } from '../store/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { uuidv7 } from '../store/uuid.ts';

export { oneAddress } from '../store/sealed-columns.ts';

type Trx = Transaction<Tables>;

export interface Requester {
  readonly id: string;
  /** Missing when it was erased. */
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly timeZone: string | undefined;
}

export interface Asking {
  readonly email: string;
  readonly name?: string | undefined;
  /** An IANA zone that the browser told, for promises in the reader's time. */
  readonly timeZone?: string | undefined;
}

/**
 * The requester with this address, made when it is new. The first name given stays: somebody else who types the
 * address cannot rename its owner.
 */
export async function requesterFor(trx: Trx, envelope: Envelope, asking: Asking, now: number): Promise<string> {
  const [known] = await findRequester(trx, envelope.blindIndexes(oneAddress(asking.email), EMAIL_INDEX));
  if (known !== undefined) return known.id;
  const id = uuidv7(now);
  const [inserted] = await insertRequester(trx, {
    id,
    email_sealed: envelope.seal(asking.email.trim(), place(id, 'email_sealed')),
    email_index: envelope.blindIndex(oneAddress(asking.email), EMAIL_INDEX),
    name_sealed: asking.name === undefined ? null : envelope.seal(asking.name, place(id, 'name_sealed')),
    time_zone: asking.timeZone ?? null,
    created_at: now,
    erased_at: null,
  });
  // Another process took the same address between our look and our insert.
  return inserted?.id ?? (await idByEmail(trx, envelope, asking.email))!;
}

/** The id of the requester with this address, under any key that is still in use. */
export async function idByEmail(db: Pick<Trx, 'selectFrom'>, envelope: Envelope, email: string): Promise<string | undefined> {
  const row = await db.selectFrom('requester').select('id').where('email_index', 'in', envelope.blindIndexes(oneAddress(email), EMAIL_INDEX)).executeTakeFirst();
  return row?.id;
}

export async function readRequester(store: Store, id: string): Promise<Requester | undefined> {
  const row = await store.read((db) => db.selectFrom('requester').select(['id', 'email_sealed', 'name_sealed', 'time_zone']).where('id', '=', id).executeTakeFirst());
  if (row === undefined) return undefined;
  const open = (sealed: string | null, column: 'email_sealed' | 'name_sealed') => (sealed === null ? undefined : store.envelope.open(sealed, place(id, column)));
  return { id, email: open(row.email_sealed, 'email_sealed'), name: open(row.name_sealed, 'name_sealed'), timeZone: row.time_zone ?? undefined };
}

function place(row: string, column: 'email_sealed' | 'name_sealed') {
  return { table: 'requester', column, row };
}

const COLUMNS = ['id', 'email_sealed', 'email_index', 'name_sealed', 'time_zone', 'created_at', 'erased_at'] as const;
type NewRow = Readonly<Record<'id' | 'email_sealed' | 'email_index', string>> & { readonly name_sealed: string | null; readonly time_zone: string | null; readonly created_at: number; readonly erased_at: null };

const insertRequester = compiledOnce(
  (trx, row: NewRow) => trx.insertInto('requester').values(row).onConflict((conflict) => conflict.column('email_index').doNothing()).returning('id'),
  (row) => COLUMNS.map((column) => row[column]),
);

const findRequester = compiledOnce(
  (trx, indexes: readonly string[]) => trx.selectFrom('requester').select('id').where('email_index', 'in', indexes),
  (indexes) => indexes,
  (indexes) => String(indexes.length),
);
