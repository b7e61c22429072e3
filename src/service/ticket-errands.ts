/** What errands about tickets need to know, read when they are due: what was erased meanwhile is not sent. */
import { setTimeout as pause } from 'node:timers/promises';
import type { DeskFile, DeskMessage, DeskTicket } from '../delivery/desk.ts';
import type { Letter } from '../mail/letter.ts';
import { replyAddresses } from '../mail/reply-address.ts';
import type { About } from '../outbox/row.ts';
import { readAttachment } from '../attachments/read.ts';
import type { Store } from '../store/store.ts';
import { deskMessage, deskTicket } from '../tickets/intake/desk-view.ts';
import { CONVERSATION_LETTERS } from '../tickets/desk/letters.ts';
import { acknowledgement, ACKNOWLEDGEMENT } from '../tickets/intake/ticket-letter.ts';
import { loadTicket, type Ticket } from '../tickets/read.ts';
import { readRequester, type Requester } from '../tickets/requesters.ts';
import { escalationLetter } from '../tickets/watch/news.ts';
import { ESCALATION_MAIL } from '../tickets/watch/tell.ts';
import { conversationLetter, ownPage, threadOf } from './letters.ts';
import type { ErrandBuild } from './outside.ts';
import { questionOf } from './tickets-answers.ts';

interface Sources {
  readonly store: () => Promise<Store>;
  readonly build: () => ErrandBuild;
  readonly clock: () => number;
  /** Whether many messages are being stored at this moment. */
  readonly busy: () => boolean;
  /** The address that sends. */
  readonly from: string;
  /** The address that takes answers; missing where nobody fetches mail. */
  readonly answersTo: string | undefined;
}

/** Looking for answers costs what storing ten messages costs, so in a rush letters wait, but not for long. */
const WAIT_MS = 50;
const LONGEST_WAIT_MS = 45_000;

/** An errand names a letter that nobody here can write. */
export class UnknownLetter extends Error {
  override readonly name = 'UnknownLetter';
}

export interface TicketErrands {
  letter(about: About): Promise<Letter | 'skip'>;
  deskTicket(about: About): Promise<DeskTicket | 'skip'>;
  deskMessage(about: About): Promise<DeskMessage | 'skip'>;
}

export function ticketErrands({ store, build, clock, busy, from, answersTo }: Sources): TicketErrands {
  return {
    async letter(about) {
      for (let waited = 0; busy() && waited < LONGEST_WAIT_MS; waited += WAIT_MS) await pause(WAIT_MS);
      const template = String(about['template']);
      if (template !== ACKNOWLEDGEMENT && template !== ESCALATION_MAIL && !CONVERSATION_LETTERS.has(template)) throw new UnknownLetter(`There is no letter "${template}".`);
      const { team } = build();
      const opened = await store();
      const found = await storyOf(opened, about);
      if (found === undefined || team === undefined) return 'skip';
      const { ticket, requester } = found;
      if (requester.email === undefined) return 'skip';
      const page = await ownPage(opened, team, ticket.id, clock());
      const letter = await written();
      if (letter === 'skip') return letter;
      const references = template === ACKNOWLEDGEMENT ? [] : await threadOf(opened, ticket.id, from);
      // An answer to the signed address joins its ticket, whoever sends it.
      return { ...letter, references, ...(answersTo === undefined ? {} : { replyTo: { email: replyAddresses(answersTo, opened.envelope).of(ticket.reference) } }) };

      async function written(): Promise<Letter | 'skip'> {
        if (template === ACKNOWLEDGEMENT) return acknowledgement(team!, { ...ticket, requester, answers: await answersFor(ticket), page }, clock());
        if (template === ESCALATION_MAIL) return escalationLetter(team!, ticket, requester, page, clock());
        return conversationLetter(opened, { team: team!, ticket, requester, page }, about);
      }
    },
    async deskTicket(about) {
      const opened = await store();
      const { team, manifest } = build();
      const found = await storyOf(opened, about);
      if (found === undefined || team === undefined) return 'skip';
      const { ticket, requester } = found;
      const articles = new Map(manifest.articles.map(({ id, title, address }) => [id, { title, href: new URL(manifest.base.slice(0, -1) + address, manifest.url).href }]));
      return deskTicket(team, { ...ticket, requester, files: await filesOf(opened, ticket.id, 1) }, articles);
    },
    async deskMessage(about) {
      const opened = await store();
      const found = await storyOf(opened, about);
      if (found === undefined) return 'skip';
      const row = await opened.read((db) => db.selectFrom('ticket_event').select('seq').where('id', '=', String(about['event'])).executeTakeFirst());
      const event = found.ticket.events.find(({ seq }) => seq === row?.seq);
      return deskMessage(event, { ...found.ticket, requester: found.requester, files: await filesOf(opened, found.ticket.id, event?.seq ?? 0) });
    },
  };

  /** The three best answers to what was asked; none when they are only a guess, or search is away. */
  async function answersFor({ events }: Ticket) {
    const { suggest, manifest } = build();
    const { subject = '', body = '' } = events[0]?.words ?? {};
    const found = await suggest?.(questionOf({ subject, message: body })).catch(() => undefined);
    return found === undefined || found.weak ? [] : found.results.slice(0, 3).map(({ title, summary, url }) => ({ title, summary, href: new URL(url, manifest.url).href }));
  }
}

async function storyOf(store: Store, about: About): Promise<{ ticket: Ticket; requester: Requester } | undefined> {
  const ticket = await loadTicket(store, String(about['ticket']));
  const requester = ticket && (await readRequester(store, ticket.requester));
  return requester && { ticket, requester };
}

/** Read one by one, when the desk takes them. */
async function filesOf(store: Store, ticket: string, seq: number): Promise<DeskFile[]> {
  const rows = await store.read((db) =>
    db
      .selectFrom('attachment')
      .innerJoin('ticket_event', 'ticket_event.id', 'attachment.event')
      .select(['attachment.id', 'attachment.type', 'attachment.name_sealed'])
      .where('attachment.ticket', '=', ticket)
      .where('ticket_event.seq', '=', seq)
      .where('attachment.content_sealed', 'is not', null)
      .orderBy('attachment.id')
      .execute(),
  );
  return rows.map(({ id, type, name_sealed }) => ({
    id,
    type,
    name: name_sealed === null ? 'file' : store.envelope.open(name_sealed, { table: 'attachment', column: 'name_sealed', row: id }),
    bytes: async () => Buffer.from((await readAttachment(store, id))?.content ?? []),
  }));
}
