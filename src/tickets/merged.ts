/** Tickets that go on in another: where their words belong, and who is not told what is answered there. */
import type { Transaction } from 'kysely';
import type { Tables } from '../store/schema.ts';

type Db = Pick<Transaction<Tables>, 'selectFrom'>;

/** Where a ticket goes on: itself, or the last of those it was merged into one after another. */
export async function goesOnIn(db: Db, ticket: string): Promise<string> {
  const passed = new Set<string>();
  let at = ticket;
  while (!passed.has(at)) {
    passed.add(at);
    const row = await db.selectFrom('ticket').select('merged_into').where('id', '=', at).executeTakeFirst();
    if (row === undefined || row.merged_into === null) return at;
    at = row.merged_into;
  }
  return at;
}

/** Whose ticket it became. */
export async function ownerOf(db: Db, ticket: string): Promise<string> {
  return (await db.selectFrom('ticket').select('requester').where('id', '=', await goesOnIn(db, ticket)).executeTakeFirstOrThrow()).requester;
}

/**
 * References of tickets that went on in this one and are somebody else's: answers go to this one's requester alone,
 * because they are written to one person and may name them. Whoever was erased needs none.
 */
export async function unheardIn(db: Db, ticket: string): Promise<string[]> {
  const { requester } = await db.selectFrom('ticket').select('requester').where('id', '=', ticket).executeTakeFirstOrThrow();
  const found: string[] = [];
  const looked = new Set<string>();
  for (let into = [ticket]; into.length > 0; ) {
    for (const id of into) looked.add(id);
    const rows = await db.selectFrom('ticket').innerJoin('requester', 'requester.id', 'ticket.requester').select(['ticket.id', 'ticket.reference', 'ticket.requester', 'requester.erased_at']).where('merged_into', 'in', into).orderBy('ticket.created_at').orderBy('ticket.id').execute();
    found.push(...rows.filter((row) => row.requester !== requester && row.erased_at === null).map((row) => row.reference));
    into = rows.map((row) => row.id).filter((id) => !looked.has(id));
  }
  return found;
}
