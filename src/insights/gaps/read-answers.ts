/** What agents answered in public to some tickets. Opened in memory; `told-answers.ts` decides what of it may be told. */
import type { Store } from '../../store/store.ts';
import { eventsIn } from '../../tickets/read.ts';
import type { Answer } from './told-answers.ts';

/** More answers than these say the same again. */
const MOST_TICKETS = 200;

export async function readAnswers(store: Store, tickets: readonly string[]): Promise<Answer[]> {
  const chosen = tickets.slice(0, MOST_TICKETS);
  if (chosen.length === 0) return [];
  const rows = await store.read((db) => db.selectFrom('ticket').select(['id', 'requester']).where('id', 'in', chosen).execute());
  const requester = new Map(rows.map((row) => [row.id, row.requester]));
  const stories = await store.read((db) => eventsIn(db, chosen, store.envelope));
  return [...stories].flatMap(([ticket, events]) => {
    const names = events.flatMap(({ actor, words }) => [...(words?.name ?? '').split(/[^\p{L}]+/u), ...(actor.name ?? '').split(/[^\p{L}]+/u)]).filter((part) => part.length > 2);
    return events.flatMap(({ kind, actor, at, words }): Answer[] =>
      kind === 'replied' && (actor.kind === 'agent' || actor.kind === 'desk') && words?.body !== undefined ? [{ requester: requester.get(ticket) ?? ticket, at, text: words.body, names: [...new Set(names)] }] : [],
    );
  });
}
