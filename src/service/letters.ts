/** Letters of the conversation, with what they need from the database: the event they tell, their page, their thread. */
import { RATING_MAIL, RATING_REMINDER_MAIL } from '../catalog/support/follow-up.ts';
import { messageIdOf, type Letter } from '../mail/letter.ts';
import type { About } from '../outbox/row.ts';
import type { SupportTeam } from '../site/support-file.ts';
import type { Store } from '../store/store.ts';
import { answerLetter, DATA_REQUEST_MAIL, dataRequestLetter, ratingLetter, resolvedLetter, type Writing } from '../tickets/desk/letters.ts';
import { RESOLVED_MAIL } from '../tickets/desk/acts.ts';
import { ANSWER_MAIL } from '../tickets/desk/reply.ts';
import { ACKNOWLEDGEMENT } from '../tickets/intake/ticket-letter.ts';
import { linkForLetter, linkSecret } from '../tickets/links.ts';

/** Where a requester sees their own ticket, without the site's base. */
export const OWN_PAGE = '/contact/ticket/';

/** The address of a ticket's page; the secret stands behind the #, where no server and no log sees it. */
export async function ownPage(store: Store, { site }: SupportTeam, ticket: string, now: number): Promise<string> {
  const secret = linkSecret(store.envelope, await linkForLetter(store, ticket, now));
  return `${new URL(site.base.slice(0, -1) + OWN_PAGE, site.url).href}#${secret}`;
}

export async function conversationLetter(store: Store, writing: Writing, about: About): Promise<Letter | 'skip'> {
  const template = String(about['template']);
  if (template === RATING_MAIL || template === RATING_REMINDER_MAIL) return ratingLetter(writing, template);
  if (template === DATA_REQUEST_MAIL) return dataRequestLetter(writing, String(about['what']));
  const row = await store.read((db) => db.selectFrom('ticket_event').select('seq').where('id', '=', String(about['event'])).where('ticket', '=', writing.ticket.id).executeTakeFirst());
  const event = writing.ticket.events.find(({ seq }) => seq === row?.seq);
  return template === ANSWER_MAIL ? answerLetter(writing, event) : resolvedLetter(writing, event);
}

/** As many as mail programs need to put a letter under the others. */
const MOST_REFERENCES = 8;

/**
 * Ids of the letters that were sent for a ticket, oldest first, so that mail programs show one conversation.
 *
 * They are found by the fact behind each, which is indexed; the lane of what is done is not.
 */
export async function threadOf({ read }: Store, ticket: string, from: string): Promise<string[]> {
  const rows = await read(async (db) => {
    const events = await db.selectFrom('ticket_event').select('id').where('ticket', '=', ticket).where('kind', 'in', ['replied', 'resolved']).orderBy('seq', 'desc').limit(MOST_REFERENCES).execute();
    const facts = [`${ACKNOWLEDGEMENT}:${ticket}`, ...events.flatMap(({ id }) => [`${ANSWER_MAIL}:${id}`, `${RESOLVED_MAIL}:${id}`])];
    return db.selectFrom('outbox').select('id').where('once_key', 'in', facts).where('state', '=', 'done').orderBy('done_at', 'desc').orderBy('id', 'desc').limit(MOST_REFERENCES).execute();
  });
  return rows.map(({ id }) => messageIdOf(id, from)).reverse();
}
