/** What a help desk outside tells, as events of the ticket: once each, and in whatever order it comes. */
import type { Transaction } from 'kysely';
import type { Told } from '../../delivery/hooks.ts';
import type { Tables } from '../../store/schema.ts';
import { allowedIn, snapshotOf, type Snapshot } from '../lifecycle.ts';
import { goesOnIn } from '../merged.ts';
import { eventsIn } from '../read.ts';
import { addEvents, type EventDraft, type Recording } from '../record.ts';
import { readReference } from '../reference.ts';

type Trx = Transaction<Tables>;

/**
 * - `added`, `known`: it stands in the log, now or before
 * - `too-early`: what it follows has not come yet; the sender tries again
 * - `past`: the ticket is closed, or is that already
 * - `unknown`: there is no such ticket
 */
export type FromDesk = 'added' | 'known' | 'too-early' | 'past' | 'unknown';

/** @param id the sender's own id of this message */
export async function takeFromDesk(trx: Trx, recording: Recording, desk: string, id: string, told: Told, now: number): Promise<FromDesk> {
  const reference = readReference(told.data.reference);
  const row = reference === undefined ? undefined : await trx.selectFrom('ticket').select('id').where('reference', '=', reference).executeTakeFirst();
  if (row === undefined) return 'unknown';
  const ticket = await goesOnIn(trx, row.id);
  const origin = `desk:${desk}:${id}`;
  await trx.updateTable('ticket').set((update) => ({ updated_at: update.ref('updated_at') })).where('id', '=', ticket).execute();
  const known = await trx.selectFrom('ticket_event').select('id').where('origin', '=', origin).executeTakeFirst();
  if (known !== undefined) return 'known';
  const before = snapshotOf((await eventsIn(trx, [ticket])).get(ticket) ?? []);
  const draft = draftOf(told, before, desk, origin, now);
  if (draft === undefined) return 'past';
  if (!allowedIn(before.state).includes(draft.kind)) return before.state !== 'closed' && FOLLOWS_ANOTHER.has(draft.kind) ? 'too-early' : 'past';
  await addEvents(trx, recording, ticket, [draft], now);
  return 'added';
}

/** What comes after something else at the desk, so that it may have overtaken it. */
const FOLLOWS_ANOTHER: ReadonlySet<EventDraft['kind']> = new Set(['reopened', 'resumed']);

function draftOf({ type, timestamp, data }: Told, before: Snapshot, desk: string, origin: string, now: number): EventDraft | undefined {
  // A desk's clock may run ahead; nothing happens after now.
  const shared = { actor: { kind: 'desk', name: desk }, source: 'desk', origin, at: Math.min(Date.parse(timestamp), now), ...(data.words === undefined ? {} : { words: { body: data.words } }) } as const;
  switch (type) {
    case 'ticket.replied':
      return { ...shared, kind: 'replied', facts: {} };
    case 'ticket.received':
      return { ...shared, actor: { kind: 'requester' }, kind: 'received', facts: {} };
    case 'ticket.active':
      return before.state === 'resolved' ? { ...shared, kind: 'reopened', facts: {} } : before.state === 'waiting' ? { ...shared, kind: 'resumed', facts: {} } : undefined;
    case 'ticket.noted':
      return { ...shared, kind: 'noted', facts: {} };
    case 'ticket.assigned':
      return { ...shared, kind: 'assigned', facts: { ...(data.team === undefined ? {} : { team: data.team }), ...(data.agent === undefined ? {} : { agent: data.agent }) } };
    case 'ticket.waiting':
      return before.state === 'waiting' ? undefined : { ...shared, kind: 'waiting', facts: {} };
    case 'ticket.resumed':
      return { ...shared, kind: 'resumed', facts: {} };
    case 'ticket.resolved':
      return before.state === 'resolved' ? undefined : { ...shared, kind: 'resolved', facts: {} };
    case 'ticket.reopened':
      return { ...shared, kind: 'reopened', facts: {} };
    case 'ticket.prioritized':
      return data.priority === undefined || data.priority === before.priority ? undefined : { ...shared, kind: 'prioritized', facts: { ...(before.priority === undefined ? {} : { from: before.priority }), to: data.priority } };
  }
}
