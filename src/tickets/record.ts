/** Adding events to a ticket, all of them or none, in the order of its chain. */
import type { Transaction } from 'kysely';
import { compiledOnce } from '../store/compiled-once.ts';
import type { Envelope } from '../store/envelope.ts';
import type { Tables } from '../store/schema.ts';
import { pooledBytes, uuidv7 } from '../store/uuid.ts';
import { CHAIN_START, linkHash, wordsDigest, type Link } from './chain.ts';
import { eventFacts, type Actor, type EventKind, type EventWords, type FactsOf, type TicketEvent } from './events.ts';
import { refuseIllegal, snapshotOf, type Snapshot } from './lifecycle.ts';
import { eventsIn, wordsPlace } from './read.ts';
import { makeReference } from './reference.ts';

type Trx = Transaction<Tables>;

/** An event that is to be added. */
export type EventDraft = {
  readonly [K in EventKind]: {
    readonly kind: K;
    readonly facts: import('zod').z.input<(typeof eventFacts)[K]>;
    readonly actor: Actor;
    readonly source: TicketEvent['source'];
    /** When it happened, if not now: a help desk or a mail may tell late. */
    readonly at?: number;
    /** Makes a repeat harmless: the sender's own id of this fact, with the sender's name before it. */
    readonly origin?: string;
    readonly words?: EventWords;
    readonly attachments?: readonly NewAttachment[];
  };
}[EventKind];

export interface NewAttachment {
  readonly name: string;
  /** By its content, not by what the sender said. */
  readonly type: string;
  readonly content: Uint8Array;
}

/** When a ticket's clocks next want something, from its events. */
export interface Schedule {
  /** The nearest deadline of a running clock. */
  readonly nextDue: { readonly at: number; readonly clock: string } | undefined;
  /** When the clock's worker next has something to decide: a warning, a breach, a reminder, a closing. */
  readonly lookAt: number | undefined;
}

export interface Recording {
  readonly envelope: Envelope;
  /** The ticket's clocks, from its events; the policies are the caller's. */
  readonly schedule: (events: readonly TicketEvent[]) => Schedule;
}

export interface Recorded {
  readonly id: string;
  readonly events: readonly TicketEvent[];
  readonly snapshot: Snapshot;
  /** Row ids of the events that were added, in order; empty when all were there already. */
  readonly added: readonly string[];
}

/** There is no such ticket. */
export class TicketNotFound extends Error {
  override readonly name = 'TicketNotFound';
}

/**
 * Opens a ticket with its first events.
 *
 * @returns the ticket with its reference; the transaction's caller answers only after it is durable
 */
export async function openTicket(trx: Trx, recording: Recording, requester: string, drafts: readonly EventDraft[], now: number): Promise<Recorded & { readonly reference: string }> {
  const id = uuidv7(now);
  const { links, events } = chained({ id, seq: 0, head: CHAIN_START }, drafts, recording.envelope, now);
  const reference = makeReference();
  await insertTicket(trx, { id, reference, requester, created_at: events[0]?.at ?? now, ...projection(events, links, recording, now) });
  await insertEvents(trx, links);
  await storeAttachments(trx, recording.envelope, id, drafts, links, now);
  return { id, reference, events, snapshot: snapshotOf(events), added: links.map((link) => link.id) };
}

/**
 * Adds events to a ticket.
 *
 * @param ticket the ticket's id
 * @throws {TicketNotFound}
 * @throws {IllegalMove} when one of them may not follow; then none is added
 */
export async function addEvents(trx: Trx, recording: Recording, ticket: string, drafts: readonly EventDraft[], now: number): Promise<Recorded> {
  // Takes the ticket's row for this transaction, on both databases: events of one ticket are added one after another.
  const row = await trx.updateTable('ticket').set({ updated_at: now }).where('id', '=', ticket).returning(['events', 'chain_head']).executeTakeFirst();
  if (row === undefined) throw new TicketNotFound(ticket);
  const before = (await eventsIn(trx, [ticket])).get(ticket) ?? [];
  const fresh = await withoutRepeats(trx, drafts);
  let events: readonly TicketEvent[] = before;
  for (const draft of fresh) {
    const { state, mergedInto } = snapshotOf(events);
    // Whose ticket goes on in somebody else's is still answered in their own.
    if (draft.kind !== 'replied' || mergedInto === undefined) refuseIllegal(state, draft.kind);
    events = [...events, asEvent(draft, events.length + 1, now)];
  }
  const added = chained({ id: ticket, seq: row.events, head: row.chain_head }, fresh, recording.envelope, now);
  if (added.links.length > 0) await insertEvents(trx, added.links);
  await storeAttachments(trx, recording.envelope, ticket, fresh, added.links, now);
  if (fresh.length > 0) await trx.updateTable('ticket').set(projection(events, added.links, recording, now)).where('id', '=', ticket).execute();
  return { id: ticket, events, snapshot: snapshotOf(events), added: added.links.map((link) => link.id) };
}

async function withoutRepeats(trx: Trx, drafts: readonly EventDraft[]): Promise<readonly EventDraft[]> {
  const origins = drafts.flatMap(({ origin }) => (origin === undefined ? [] : [origin]));
  if (origins.length === 0) return drafts;
  const known = new Set((await trx.selectFrom('ticket_event').select('origin').where('origin', 'in', origins).execute()).map((row) => row.origin));
  return drafts.filter(({ origin }) => origin === undefined || !known.has(origin));
}

interface EventRow extends Link {
  readonly words_sealed: string | null;
  readonly words_salt: string | null;
  readonly hash: string;
}

function chained(after: { readonly id: string; readonly seq: number; readonly head: string }, drafts: readonly EventDraft[], envelope: Envelope, now: number): { links: EventRow[]; events: TicketEvent[] } {
  const links: EventRow[] = [];
  const events: TicketEvent[] = [];
  let previous = after.head;
  for (const [index, draft] of drafts.entries()) {
    const event = asEvent(draft, after.seq + index + 1, now);
    const id = uuidv7(now);
    const text = draft.words === undefined || Object.keys(draft.words).length === 0 ? null : JSON.stringify(draft.words);
    const salt = text === null ? null : Buffer.from(pooledBytes(16)).toString('base64url');
    const link: Link = {
      id,
      ticket: after.id,
      seq: event.seq,
      kind: event.kind,
      at: event.at,
      recorded_at: now,
      actor: event.actor.kind,
      actor_name: event.actor.name ?? null,
      source: event.source,
      origin: draft.origin ?? null,
      facts: JSON.stringify(event.facts),
      words_digest: text === null || salt === null ? null : wordsDigest(salt, text),
      previous,
    };
    previous = linkHash(link);
    links.push({ ...link, hash: previous, words_salt: salt, words_sealed: text === null ? null : envelope.seal(text, wordsPlace(id)) });
    events.push(event);
  }
  return { links, events };
}

function asEvent(draft: EventDraft, seq: number, now: number): TicketEvent {
  const facts = eventFacts[draft.kind].parse(draft.facts) as FactsOf<typeof draft.kind>;
  return { kind: draft.kind, facts, seq, at: draft.at ?? now, actor: draft.actor, source: draft.source, words: draft.words } as TicketEvent;
}

/** What lists and the clock's worker read of a ticket. */
export function projection(events: readonly TicketEvent[], links: readonly { readonly hash: string }[], { schedule }: Pick<Recording, 'schedule'>, now: number) {
  const { state, category, priority, team, tier, level, agent, topic, component, article, incident, mergedInto, closedAt } = snapshotOf(events);
  const { nextDue, lookAt } = schedule(events);
  return {
    state,
    category: category ?? null,
    priority: priority ?? null,
    team: team ?? null,
    tier: tier ?? null,
    level,
    agent: agent ?? null,
    topic: topic ?? null,
    component: component ?? null,
    article: article ?? null,
    incident: incident ?? null,
    merged_into: mergedInto ?? null,
    events: events.length,
    chain_head: links.at(-1)?.hash ?? CHAIN_START,
    next_due_at: nextDue?.at ?? null,
    next_due_clock: nextDue?.clock ?? null,
    look_at: lookAt ?? null,
    updated_at: now,
    closed_at: closedAt ?? null,
  };
}

async function storeAttachments(trx: Trx, envelope: Envelope, ticket: string, drafts: readonly EventDraft[], links: readonly EventRow[], now: number): Promise<void> {
  for (const [index, { attachments = [] }] of drafts.entries()) {
    for (const { name, type, content } of attachments) {
      const id = uuidv7(now);
      await trx
        .insertInto('attachment')
        .values({
          id,
          ticket,
          event: links[index]!.id,
          name_sealed: envelope.seal(name, { table: 'attachment', column: 'name_sealed', row: id }),
          type,
          bytes: content.byteLength,
          content_sealed: envelope.seal(Buffer.from(content).toString('base64'), { table: 'attachment', column: 'content_sealed', row: id }),
          created_at: now,
        })
        .execute();
    }
  }
}

type TicketRow = ReturnType<typeof projection> & { readonly id: string; readonly reference: string; readonly requester: string; readonly created_at: number };

const TICKET_COLUMNS = ['id', 'reference', 'requester', 'state', 'category', 'priority', 'team', 'tier', 'level', 'agent', 'topic', 'component', 'article', 'incident', 'merged_into', 'events', 'chain_head', 'next_due_at', 'next_due_clock', 'look_at', 'created_at', 'updated_at', 'closed_at'] as const;
const EVENT_COLUMNS = ['id', 'ticket', 'seq', 'kind', 'at', 'recorded_at', 'actor', 'actor_name', 'source', 'origin', 'facts', 'words_sealed', 'words_salt', 'words_digest', 'previous', 'hash'] as const;

const insertTicket = compiledOnce(
  (trx, row: TicketRow) => trx.insertInto('ticket').values(only(row, TICKET_COLUMNS)),
  (row) => TICKET_COLUMNS.map((column) => row[column]),
);

/** All events of one act in one statement: on PostgreSQL each is a way there and back. */
const insertEvents = compiledOnce(
  (trx, rows: readonly EventRow[]) => trx.insertInto('ticket_event').values(rows.map((row) => only(row, EVENT_COLUMNS))),
  (rows) => rows.flatMap((row) => EVENT_COLUMNS.map((column) => row[column])),
  (rows) => String(rows.length),
);

/** The row with its columns in one order, whatever order they were written in. */
function only<Row extends object, Column extends keyof Row>(row: Row, columns: readonly Column[]): Pick<Row, Column> {
  return Object.fromEntries(columns.map((column) => [column, row[column]])) as Pick<Row, Column>;
}
