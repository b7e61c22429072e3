/** What a requester does on their own page. Each act is one transaction that begins with the link's secret. */
import type { Transaction } from 'kysely';
import { scoresOf } from '../../catalog/support/follow-up.ts';
import type { Errand } from '../../outbox/row.ts';
import type { Envelope } from '../../store/envelope.ts';
import type { Tables } from '../../store/schema.ts';
import { DATA_REQUEST_MAIL, type DataRequest } from '../desk/letters.ts';
import type { TicketEvent } from '../events.ts';
import { openLink, revokeLinks, type OpenLink } from '../links.ts';
import { eventsIn } from '../read.ts';
import { addEvents, type EventDraft, type NewAttachment } from '../record.ts';
import type { WatchRules } from '../watch/rules.ts';
import { scheduleOf } from '../watch/schedule.ts';
import { mayWrite, ownView, ratingOf, reopenUntil, type OwnView } from './view.ts';

type Trx = Transaction<Tables>;

export interface OwnRooms {
  readonly envelope: Envelope;
  readonly rules: WatchRules;
  readonly enqueue: (trx: Trx, errand: Errand, now: number) => Promise<unknown>;
  /** Writes what the help desk outside has to hear of a further message. */
  readonly received: (trx: Trx, ticket: string, event: string, now: number) => Promise<void>;
}

/** The secret opens nothing: never did, or does no more. */
export class NotOwn extends Error {
  override readonly name = 'NotOwn';
}

/** The ticket is past that; the message tells a reader what to do. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

const REQUESTER = { actor: { kind: 'requester' }, source: 'page' } as const;
const DAY_MS = 24 * 60 * 60_000;

/** @throws {NotOwn} */
export async function look(trx: Trx, rooms: OwnRooms, secret: string, now: number): Promise<OwnView> {
  return viewOf(trx, rooms, await owned(trx, rooms, secret, now), now);
}

export interface Message {
  readonly words: string;
  readonly files: readonly NewAttachment[];
  /** The browser's own name for this message: sent twice, it is one. */
  readonly key: string;
}

/**
 * A further message. To a solved ticket it opens it again.
 *
 * @throws {NotOwn | TooLate}
 */
export async function write(trx: Trx, rooms: OwnRooms, secret: string, { words, files, key }: Message, now: number): Promise<OwnView> {
  const own = await owned(trx, rooms, secret, now);
  const events = await storyOf(trx, own.ticket);
  const origin = await originOf(trx, rooms, own, { words, files, key });
  if (origin === undefined) return viewOf(trx, rooms, own, now);
  if (!mayWrite(events, rooms.rules, now)) throw new TooLate('This is closed. Write to us anew, and name the reference.');
  const message: EventDraft = { ...REQUESTER, kind: 'received', facts: { attachments: files.length }, origin, ...(words === '' ? {} : { words: { body: words } }), attachments: files };
  const opens: EventDraft[] = reopenUntil(events, rooms.rules) === undefined ? [] : [{ ...REQUESTER, kind: 'reopened', facts: {} }];
  const { added } = await add(trx, rooms, own.ticket, [message, ...opens], now);
  await rooms.received(trx, own.ticket, added[0]!, now);
  return viewOf(trx, rooms, own, now);
}

/**
 * What tells this message from others, `undefined` when it was stored before. A reader whose first answer was lost may
 * have changed the words and sent again under the same name: that is another message, and neither is dropped.
 */
async function originOf(trx: Trx, { envelope }: OwnRooms, { ticket, link }: OpenLink, { words, files, key }: Message): Promise<string | undefined> {
  const named = `page:${link}:${key}`;
  for (let turn = 1; ; turn += 1) {
    const origin = turn === 1 ? named : `${named}:${turn}`;
    const row = await trx.selectFrom('ticket_event').select(['id', 'seq']).where('origin', '=', origin).executeTakeFirst();
    if (row === undefined) return origin;
    const before = (await eventsIn(trx, [ticket], envelope)).get(ticket)?.find(({ seq }) => seq === row.seq);
    const kept = await trx.selectFrom('attachment').select('bytes').where('event', '=', row.id).execute();
    if ((before?.words?.body ?? '') === words && same(kept.map(({ bytes }) => Number(bytes)), files.map(({ content }) => content.byteLength))) return undefined;
  }
}

function same(one: readonly number[], other: readonly number[]): boolean {
  return one.toSorted((a, b) => a - b).join() === other.toSorted((a, b) => a - b).join();
}

/**
 * Not solved after all.
 *
 * @throws {NotOwn | TooLate}
 */
export async function reopen(trx: Trx, rooms: OwnRooms, secret: string, now: number): Promise<OwnView> {
  const own = await owned(trx, rooms, secret, now);
  const until = reopenUntil(await storyOf(trx, own.ticket), rooms.rules);
  if (until !== undefined) {
    if (until <= now) throw new TooLate('This can no longer be opened again. Write to us anew, and name the reference.');
    await add(trx, rooms, own.ticket, [{ ...REQUESTER, kind: 'reopened', facts: {} }], now);
  }
  return viewOf(trx, rooms, own, now);
}

/** @throws {NotOwn | TooLate} */
export async function rate(trx: Trx, rooms: OwnRooms, secret: string, given: { readonly score: number; readonly comment: string }, now: number): Promise<OwnView> {
  const own = await owned(trx, rooms, secret, now);
  const rating = ratingOf(await storyOf(trx, own.ticket), rooms.rules, now);
  if (rating === undefined || !rating.mayChange || !scoresOf(rating.scale).includes(given.score)) throw new TooLate('This can no longer be rated.');
  const words = given.comment === '' ? {} : { words: { comment: given.comment } };
  await add(trx, rooms, own.ticket, [{ ...REQUESTER, kind: 'rated', facts: { scale: rating.scale, score: given.score }, ...words }], now);
  return viewOf(trx, rooms, own, now);
}

/** Asks for a copy or for erasure. A person checks who asks and does it; once a day and kind is enough. */
export async function askForData(trx: Trx, rooms: OwnRooms, secret: string, what: DataRequest, now: number): Promise<OwnView> {
  const own = await owned(trx, rooms, secret, now);
  const day = Math.floor(now / DAY_MS);
  const note = what === 'copy' ? 'The requester asks for a copy of their data: npm run data -- export' : 'The requester asks for the erasure of their data: npm run data -- erase';
  await add(trx, rooms, own.ticket, [{ ...REQUESTER, kind: 'noted', facts: {}, origin: `page:${own.link}:${what}:${day}`, words: { body: note } }], now);
  await rooms.enqueue(trx, { kind: 'mail', about: { template: DATA_REQUEST_MAIL, ticket: own.ticket, what }, lane: `mail:${own.ticket}`, once: `${DATA_REQUEST_MAIL}:${own.ticket}:${what}:${day}` }, now);
  return viewOf(trx, rooms, own, now);
}

/** Withdraws every link to the ticket, this one too. */
export async function withdraw(trx: Trx, rooms: OwnRooms, secret: string, now: number): Promise<void> {
  const { ticket, link } = await owned(trx, rooms, secret, now);
  await revokeLinks(trx, ticket, now);
  await add(trx, rooms, ticket, [{ ...REQUESTER, kind: 'shared', facts: { link, revoked: true } }], now);
}

async function owned(trx: Trx, { envelope }: OwnRooms, secret: string, now: number): Promise<OpenLink> {
  const own = await openLink(trx, envelope, secret, now);
  if (own === undefined) throw new NotOwn();
  return own;
}

/** Takes the ticket's row first, so that what is decided by the story still holds when it is written. */
async function storyOf(trx: Trx, ticket: string): Promise<readonly TicketEvent[]> {
  await trx.updateTable('ticket').set((update) => ({ updated_at: update.ref('updated_at') })).where('id', '=', ticket).execute();
  return (await eventsIn(trx, [ticket])).get(ticket) ?? [];
}

function add(trx: Trx, { envelope, rules }: OwnRooms, ticket: string, drafts: readonly EventDraft[], now: number) {
  return addEvents(trx, { envelope, schedule: (events) => scheduleOf(events, rules) }, ticket, drafts, now);
}

async function viewOf(trx: Trx, { envelope, rules }: OwnRooms, { ticket }: OpenLink, now: number): Promise<OwnView> {
  const { reference } = await trx.selectFrom('ticket').select('reference').where('id', '=', ticket).executeTakeFirstOrThrow();
  return ownView(reference, (await eventsIn(trx, [ticket], envelope)).get(ticket) ?? [], rules, now);
}
