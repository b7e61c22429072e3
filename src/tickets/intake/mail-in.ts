/**
 * Mail that comes in: stored as it is before anything is decided, then a ticket, an event of one, or something that a
 * person has to look at. Nothing is dropped.
 */
import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { inspect } from '../../attachments/inspect.ts';
import { withoutPlus } from '../../mail/address.ts';
import { automaticKind, type Automatic } from '../../mail/inbound/automatic.ts';
import { readIncoming, type Incoming } from '../../mail/inbound/incoming.ts';
import { foldQuoted } from '../../mail/inbound/quoted.ts';
import { belongsTo, referencesIn, type Belongs } from '../../mail/inbound/threading.ts';
import type { ReplyAddresses } from '../../mail/reply-address.ts';
import { StoreUnavailable } from '../../store/errors.ts';
import { countInWindow } from '../../store/limit-window.ts';
import type { Tables } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { INBOUND_SENDER, oneAddress } from '../../store/sealed-columns.ts';
import type { EventWords, FactsOf } from '../events.ts';
import { IllegalMove, snapshotOf } from '../lifecycle.ts';
import { goesOnIn } from '../merged.ts';
import { eventsIn } from '../read.ts';
import { addEvents, openTicket, type EventDraft, type NewAttachment, type Recording } from '../record.ts';
import { readReference } from '../reference.ts';
import { idByEmail, requesterFor } from '../requesters.ts';
import { keepRaw, openedRaw, parkedRaw } from './kept-mail.ts';

type Trx = Transaction<Tables>;

export interface MailIn {
  readonly store: Store;
  readonly recording: Recording;
  /** Every address that comes to us, with the channel it belongs to and the topic it is for. */
  readonly addresses: readonly { readonly email: string; readonly channel: string; readonly topic?: string | undefined }[];
  readonly replies: ReplyAddresses;
  readonly triage: (mail: { readonly subject: string; readonly body: string; readonly topic: string | undefined }) => FactsOf<'triaged'> | undefined;
  /** Whether somebody whose ticket was resolved then may open it again by writing. */
  readonly reopens: (resolvedAt: number, now: number) => boolean;
  /** Writes what a new ticket has to have done outside; `quiet` when no letter may answer. */
  readonly opened: (trx: Trx, ticket: { readonly id: string; readonly quiet: boolean }, now: number) => Promise<void>;
  /** Writes what the desk has to hear of a further message. */
  readonly received: (trx: Trx, ticket: string, event: string, now: number) => Promise<void>;
  readonly clock: () => number;
}

export type Why = Automatic | 'stranger' | 'two-tickets' | 'unknown-reference' | 'flood' | 'unreadable' | 'no-sender' | 'closed' | 'by-hand';

export type Settled =
  | { readonly state: 'done'; readonly ticket: string; readonly fresh: boolean }
  | { readonly state: 'parked' | 'refused'; readonly why: Why }
  /** It came before. */
  | { readonly state: 'known' };

const HOUR_MS = 60 * 60_000;
/** More mails than this from one address in an hour are a program's. */
const MOST_AN_HOUR = 20;
/** A robot answers a letter within seconds and would be answered again: within this, one address gets one letter. */
const QUIET_MS = 10 * 60_000;

/**
 * Takes a mail. When this resolves it is stored, whatever becomes of it, and whoever delivered it may forget it.
 *
 * @param raw as it came over the wire
 */
export async function takeMail(what: MailIn, raw: Uint8Array): Promise<Settled> {
  const { id, fresh, state } = await keepRaw(what, raw);
  if (fresh) return settle(what, id, raw);
  // It was stored, and then the database went away: whoever brings it again finishes it.
  return state === 'taken' ? settleAgain(what, id, raw) : { state: 'known' };
}

/** Goes on with mails that were stored when the process ended. @returns how many */
export async function settleLeft(what: MailIn): Promise<number> {
  const rows = await what.store.read((db) => db.selectFrom('inbound_mail').select(['id', 'raw_sealed']).where('state', '=', 'taken').orderBy('received_at').execute());
  for (const { id, raw_sealed } of rows) if (raw_sealed !== null) await settleAgain(what, id, openedRaw(what.store.envelope, id, raw_sealed));
  return rows.length;
}

/** A mail that failed before: if it fails again for itself, and not for the database, a person looks, and the mails behind it go on. */
async function settleAgain(what: MailIn, id: string, raw: Uint8Array): Promise<Settled> {
  try {
    return await settle(what, id, raw);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return park(what, id, 'unreadable');
  }
}

/** What a person decides about a mail that waits: a ticket's reference, `new`, or `drop`. */
export type Decision = { readonly to: 'ticket'; readonly reference: string } | { readonly to: 'new' } | { readonly to: 'drop' };

/** The mail cannot become what was decided: it has no sender, or the ticket takes no more. */
export class CannotSettle extends Error {
  override readonly name = 'CannotSettle';
}

/** @throws {NotParked | CannotSettle} */
export async function settleByHand(what: MailIn, id: string, decision: Decision): Promise<Settled> {
  const raw = await parkedRaw(what.store, id);
  const mail = decision.to === 'drop' ? undefined : await readIncoming(raw);
  const looked = mail && (await inspectAll(mail));
  return what.store.write(async (trx) => {
    const now = what.clock();
    if (mail === undefined || looked === undefined) return parkIn(trx, id, 'by-hand', now, 'refused');
    if (decision.to === 'new' && mail.from === undefined) throw new CannotSettle('This mail has no sender, so nobody could be answered.');
    const ticket = decision.to === 'ticket' ? await addTo(trx, what, decision.reference, mail, looked, id, now) : await openFor(trx, what, mail, mail.from!, looked, id, now);
    if (ticket === undefined) throw new CannotSettle('This ticket is closed and takes no more. Make a new one of the mail.');
    await trx.updateTable('inbound_mail').set({ state: 'done', why: 'by-hand', ticket, raw_sealed: null, settled_at: now }).where('id', '=', id).execute();
    return { state: 'done', ticket, fresh: decision.to === 'new' };
  });
}

async function settle(what: MailIn, id: string, raw: Uint8Array): Promise<Settled> {
  let mail: Incoming;
  try {
    mail = await readIncoming(raw);
  } catch {
    return park(what, id, 'unreadable');
  }
  const own = what.addresses.map(({ email }) => email);
  const automatic = automaticKind(mail, own);
  if (automatic === 'own') return park(what, id, 'own', 'refused');
  if (mail.from === undefined) return park(what, id, 'no-sender');
  const sender = mail.from;
  const looked = await inspectAll(mail);
  return what.store.write(async (trx) => {
    const now = what.clock();
    const index = what.store.envelope.blindIndex(oneAddress(sender), INBOUND_SENDER);
    const ours = await trx.updateTable('inbound_mail').set({ sender_index: index }).where('id', '=', id).where('state', '=', 'taken').returning('id').executeTakeFirst();
    // Brought twice at one moment: whoever was first has settled it.
    if (ours === undefined) return { state: 'known' };
    const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
    const many = await countInWindow(trx, { bucket: 'mail in', key: index, start: hour, end: hour + HOUR_MS });
    if (automatic !== undefined) return parkIn(trx, id, automatic, now);
    if (many > MOST_AN_HOUR) return parkIn(trx, id, 'flood', now);
    // Encrypted, an invitation, Outlook's own format: all that it says is in files that are not kept.
    if (mail.text === '' && looked.files.length === 0 && looked.refused.length > 0) return parkIn(trx, id, 'unreadable', now);
    const belongs = await whose(trx, what, mail, sender);
    if (belongs.to === 'nobody-sure') return parkIn(trx, id, belongs.why, now);
    const ticket = belongs.to === 'ticket' ? await addTo(trx, what, belongs.reference, mail, looked, id, now) : await openFor(trx, what, mail, sender, looked, id, now);
    if (ticket === undefined) return parkIn(trx, id, 'closed', now);
    await trx.updateTable('inbound_mail').set({ state: 'done', ticket, raw_sealed: null, settled_at: now }).where('id', '=', id).execute();
    if (mail.messageId !== undefined) await rememberThread(trx, mail.messageId, ticket, now);
    return { state: 'done', ticket, fresh: belongs.to === 'new' };
  });
}

/** Notes that answers to a mail belong to a ticket. */
export async function rememberThread(trx: Trx, messageId: string, ticket: string, now: number): Promise<void> {
  await trx.insertInto('mail_thread').values({ message_digest: digestOf(messageId), ticket, created_at: now }).onConflict((conflict) => conflict.column('message_digest').doNothing()).execute();
}

async function whose(trx: Trx, { store: { envelope }, replies }: MailIn, mail: Incoming, sender: string): Promise<Belongs> {
  const signed = mail.to.map((address) => replies.referenceIn(address)).find((reference) => reference !== undefined);
  const named = referencesIn(mail).flatMap((one) => readReference(one) ?? []);
  const byId = mail.references.length === 0 ? [] : await trx.selectFrom('mail_thread').innerJoin('ticket', 'ticket.id', 'mail_thread.ticket').select('ticket.reference').where('message_digest', 'in', mail.references.map(digestOf)).execute();
  const answered = byId.map(({ reference }) => reference);
  const wanted = [...new Set([...answered, ...named, ...[readReference(signed ?? '') ?? []].flat()])];
  const rows = wanted.length === 0 ? [] : await trx.selectFrom('ticket').select(['reference', 'requester']).where('reference', 'in', wanted).execute();
  const requester = await idByEmail(trx, envelope, sender);
  return belongsTo({
    signed: readReference(signed ?? ''),
    answered,
    named,
    isRequester: (reference) => requester !== undefined && rows.some((row) => row.reference === reference && row.requester === requester),
    exists: (reference) => rows.some((row) => row.reference === reference),
  });
}

/** A further message of a ticket. @returns `undefined` when the ticket takes none any more */
async function addTo(trx: Trx, what: MailIn, reference: string, mail: Incoming, { files, refused }: Looked, id: string, now: number): Promise<string | undefined> {
  const row = await trx.selectFrom('ticket').select('id').where('reference', '=', reference).executeTakeFirst();
  if (row === undefined) return undefined;
  const ticket = await goesOnIn(trx, row.id);
  // Others' words are the team's to read: the ticket's owner does not see them, and each is erased with their own.
  const owner = await trx.selectFrom('ticket').select('requester').where('id', '=', ticket).executeTakeFirstOrThrow();
  const writer = mail.from === undefined ? owner.requester : await requesterFor(trx, what.store.envelope, { email: mail.from, name: mail.fromName }, now);
  const by = writer === owner.requester ? {} : { by: writer };
  const { state, resolvedAt } = snapshotOf((await eventsIn(trx, [ticket])).get(ticket) ?? []);
  const requester = { kind: 'requester' } as const;
  const received: EventDraft = { kind: 'received', facts: { attachments: files.length, ...by }, actor: requester, source: 'mail', origin: `mail:${id}`, words: wordsOf(mail, refused), attachments: files };
  const reopened: EventDraft[] = state === 'resolved' && resolvedAt !== undefined && what.reopens(resolvedAt, now) ? [{ kind: 'reopened', facts: {}, actor: requester, source: 'mail' }] : [];
  try {
    const { added } = await addEvents(trx, what.recording, ticket, [received, ...reopened], now);
    if (added[0] !== undefined) await what.received(trx, ticket, added[0], now);
    return ticket;
  } catch (error) {
    if (error instanceof IllegalMove) return undefined;
    throw error;
  }
}

async function openFor(trx: Trx, what: MailIn, mail: Incoming, sender: string, { files, refused }: Looked, id: string, now: number): Promise<string> {
  const at = what.addresses.find(({ email }) => mail.to.some((address) => withoutPlus(address) === email.toLowerCase())) ?? what.addresses[0];
  const words = wordsOf(mail, refused);
  const triaged = what.triage({ subject: mail.subject, body: words.body ?? '', topic: at?.topic });
  const bySystem = { actor: { kind: 'system' }, source: 'mail' } as const;
  const drafts: EventDraft[] = [
    { kind: 'created', facts: { channel: at?.channel ?? 'email', ...(at?.topic === undefined ? {} : { topic: at.topic }), attachments: files.length }, actor: { kind: 'requester' }, source: 'mail', origin: `mail:${id}`, words, attachments: files },
    ...(triaged === undefined ? [] : [{ kind: 'triaged', facts: triaged, ...bySystem } as const, { kind: 'assigned', facts: { team: triaged.team }, ...bySystem } as const]),
  ];
  const requester = await requesterFor(trx, what.store.envelope, { email: sender, name: mail.fromName }, now);
  const quiet = await wroteJustNow(trx, requester, now);
  const ticket = await openTicket(trx, what.recording, requester, drafts, now);
  await what.opened(trx, { id: ticket.id, quiet }, now);
  return ticket.id;
}

async function wroteJustNow(trx: Trx, requester: string, now: number): Promise<boolean> {
  const row = await trx.selectFrom('ticket').select('id').where('requester', '=', requester).where('created_at', '>', now - QUIET_MS).limit(1).executeTakeFirst();
  return row !== undefined;
}

function wordsOf(mail: Incoming, refused: readonly string[]): EventWords {
  const { fresh, quoted } = foldQuoted(mail.text);
  const fields = { ...(quoted === undefined ? {} : { 'mail.quoted': quoted }), ...(mail.from === undefined ? {} : { 'mail.from': mail.from }), ...(refused.length === 0 ? {} : { 'mail.files-not-kept': refused.join(', ') }) };
  return { ...(mail.fromName === undefined ? {} : { name: mail.fromName }), ...(mail.subject === '' ? {} : { subject: mail.subject }), ...(fresh === '' ? {} : { body: fresh }), fields };
}

interface Looked {
  readonly files: readonly NewAttachment[];
  /** Names of what we do not keep: kinds of files that are not safe, or too much of it. */
  readonly refused: readonly string[];
}

/** Each file on its own: one that cannot be kept is named in the ticket, and the rest stays. */
async function inspectAll({ files }: Incoming): Promise<Looked> {
  const kept: NewAttachment[] = [];
  const refused: string[] = [];
  for (const { name, bytes } of files) {
    const looked = kept.length < MOST_FILES ? await inspect([{ name, bytes }]) : undefined;
    if (looked?.ok === true) kept.push(...looked.files);
    else refused.push(name.slice(0, 100));
  }
  return { files: kept, refused };
}

const MOST_FILES = 10;

async function park(what: MailIn, id: string, why: Why, state: 'parked' | 'refused' = 'parked'): Promise<Settled> {
  return what.store.write((trx) => parkIn(trx, id, why, what.clock(), state));
}

async function parkIn(trx: Trx, id: string, why: Why, now: number, state: 'parked' | 'refused' = 'parked'): Promise<Settled> {
  await trx.updateTable('inbound_mail').set({ state, why, settled_at: now, ...(state === 'refused' ? { raw_sealed: null } : {}) }).where('id', '=', id).execute();
  return { state, why };
}

function digestOf(messageId: string): string {
  return createHash('sha256').update(messageId).digest('base64url');
}
