/** Tickets that are about an incident, and which of them an answer to all does not go to. */
import type { Store } from '../../store/store.ts';
import { ownerOf } from '../merged.ts';

/** Why a ticket gets no answer. */
export const NOT_ANSWERED = {
  answered: 'has this answer already',
  resolved: 'was solved by itself',
  closed: 'is closed',
  erased: 'has nobody to write to any more',
} as const;

export interface LinkedTicket {
  readonly id: string;
  readonly reference: string;
  readonly skip: Exclude<keyof typeof NOT_ANSWERED, 'erased'> | undefined;
  /** It goes on in somebody else's: its requester is answered here, and nothing becomes of it. */
  readonly merged: boolean;
}

/** Origins of one question to the database. */
const AT_ONCE = 500;

/**
 * Every ticket that is linked now, oldest first. One that goes on in another of the same person is answered there.
 *
 * @param origin the origin that the answer’s event has, by the ticket’s id
 */
export async function linkedTo({ read }: Pick<Store, 'read'>, incident: string, origin: (ticket: string) => string): Promise<LinkedTicket[]> {
  const all = await read((db) => db.selectFrom('ticket').select(['id', 'reference', 'state', 'requester', 'merged_into']).where('incident', '=', incident).orderBy('created_at').orderBy('id').execute());
  const rows: ((typeof all)[number] & { readonly merged: boolean })[] = [];
  for (const row of all) {
    const merged = row.merged_into !== null;
    if (!merged || (await read((db) => ownerOf(db, row.id))) !== row.requester) rows.push({ ...row, merged });
  }
  const answered = new Set<string>();
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const origins = rows.slice(at, at + AT_ONCE).map(({ id }) => origin(id));
    const known = await read((db) => db.selectFrom('ticket_event').select('ticket').where('origin', 'in', origins).execute());
    for (const { ticket } of known) answered.add(ticket);
  }
  return rows.map(({ id, reference, state, merged }) => ({ id, reference, merged, skip: answered.has(id) ? 'answered' : !merged && (state === 'resolved' || state === 'closed') ? state : undefined }));
}
