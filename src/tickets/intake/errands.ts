/** What has to be done outside for a ticket from a form, a mailbox or a pipe, written in its own transaction. */
import type { Transaction } from 'kysely';
import type { Replies } from '../../catalog/support/replies.ts';
import { handOver } from '../../delivery/handlers.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import type { Tables } from '../../store/schema.ts';
import { ACKNOWLEDGEMENT } from './ticket-letter.ts';

export interface NewTicket {
  readonly id: string;
  /** No letter answers, because one just did. */
  readonly quiet?: boolean;
}

/** @param to which letters there are, and whether a help desk takes tickets */
export async function errandsForNew(trx: Transaction<Tables>, { id, quiet = false }: NewTicket, to: { readonly replies: Replies | undefined; readonly withDesk: boolean }, now: number): Promise<void> {
  if (!quiet && to.replies?.has(ACKNOWLEDGEMENT) === true) await enqueue(trx, { kind: 'mail', lane: `mail:${id}`, once: `${ACKNOWLEDGEMENT}:${id}`, about: { template: ACKNOWLEDGEMENT, ticket: id } }, now);
  if (to.withDesk) await handOver(trx, id, now);
}
