/**
 * What an agent does with a ticket. Each act is one transaction; the command line and a web desk call the same ones.
 *
 * Sending the answer that a reply is, or the mail that tells of an escalation, is the outbox's: acts write errands.
 */
import type { Transaction } from 'kysely';
import type { Errand } from '../../outbox/row.ts';
import type { Tables } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { escalateByHand } from '../escalation/escalate.ts';
import type { EventOf, EventWords, Priority } from '../events.ts';
import { snapshotOf, type Snapshot } from '../lifecycle.ts';
import { eventsIn } from '../read.ts';
import { addEvents, TicketNotFound, type EventDraft, type Recorded, type Recording } from '../record.ts';
import { frozenResults, clocksOf } from '../sla/clocks.ts';
import type { WatchRules } from '../watch/rules.ts';
import { scheduleOf } from '../watch/schedule.ts';
import { ESCALATION_MAIL, noticeKind } from '../watch/tell.ts';

type Trx = Transaction<Tables>;

export interface Desk {
  readonly store: Store;
  readonly rules: WatchRules;
  /** Handles of agents by team; empty when the tree names none: then any handle will do. */
  readonly teams: readonly { readonly id: string; readonly agents: readonly string[] }[];
  readonly enqueue: (trx: Trx, errand: Errand, now: number) => Promise<unknown>;
  /** Names of the reply templates that there are: a letter that nobody wrote is not sent. */
  readonly letters?: ReadonlySet<string>;
  readonly clock: () => number;
}

/** The letter that tells a requester that their ticket is solved. */
export const RESOLVED_MAIL = 'resolved';

/** Who acts. */
export interface Agent {
  readonly handle: string;
}

/** The content tree names no such agent or team. */
export class UnknownName extends Error {
  override readonly name = 'UnknownName';
  readonly known: readonly string[];

  constructor(what: 'agent' | 'team', given: string, known: readonly string[]) {
    super(`There is no ${what} "${given}". Known: ${known.join(', ')}.`);
    this.known = known;
  }
}

/** A ticket cannot go on in itself, or in one that goes on in it. */
export class MergeCycle extends Error {
  override readonly name = 'MergeCycle';
}

export const take = (desk: Desk, ticket: string, agent: Agent): Promise<Recorded> => assign(desk, ticket, agent, { agent: agent.handle });

/** Gives a ticket to a team, an agent, or both. */
export async function assign(desk: Desk, ticket: string, by: Agent, to: { readonly team?: string | undefined; readonly agent?: string | undefined }): Promise<Recorded> {
  knownAgent(desk, by.handle);
  if (to.agent !== undefined) knownAgent(desk, to.agent);
  if (to.team !== undefined && desk.teams.length > 0 && !desk.teams.some(({ id }) => id === to.team)) throw new UnknownName('team', to.team, desk.teams.map(({ id }) => id));
  return add(desk, ticket, [draft(by, 'assigned', to)]);
}

export async function note(desk: Desk, ticket: string, by: Agent, words: string): Promise<Recorded> {
  return add(desk, ticket, [draft(by, 'noted', {}, { body: words })]);
}

/** The requester has to do something; the clocks stand still until they write or somebody resumes. */
export async function wait(desk: Desk, ticket: string, by: Agent, reason?: string): Promise<Recorded> {
  return add(desk, ticket, [draft(by, 'waiting', {}, reason === undefined ? undefined : { reason })]);
}

export async function resume(desk: Desk, ticket: string, by: Agent): Promise<Recorded> {
  return add(desk, ticket, [draft(by, 'resumed', {})]);
}

export async function prioritize(desk: Desk, ticket: string, by: Agent, to: Priority, reason: string): Promise<Recorded> {
  return change(desk, ticket, ({ priority }) => [draft(by, 'prioritized', { ...(priority === undefined ? {} : { from: priority }), to }, { reason })]);
}

/** Gives a clock more or less time. Reports show the first target beside it. */
export async function adjust(desk: Desk, ticket: string, by: Agent, clock: EventOf<'adjusted'>['facts']['clock'], seconds: number, reason: string): Promise<Recorded> {
  return add(desk, ticket, [draft(by, 'adjusted', { clock, seconds }, { reason })]);
}

/**
 * Moves a ticket up, with the reason and what was tried.
 *
 * @throws {UnknownLevel | NotHigher}
 */
export async function escalate(desk: Desk, ticket: string, by: Agent, to: { readonly level: number; readonly reason: string; readonly attempted: readonly string[] }): Promise<Recorded> {
  knownAgent(desk, by.handle);
  const { rules } = desk;
  return change(
    desk,
    ticket,
    (before) => escalateByHand({ ...to, agent: by.handle }, before, rules.escalation).drafts,
    async (trx, { added }, now) => {
      if (rules.escalation.manual.tellRequester) await desk.enqueue(trx, { kind: 'mail', about: { template: ESCALATION_MAIL, ticket }, lane: `mail:${ticket}`, once: `escalated:${ticket}:${added[0] ?? ''}` }, now);
      const level = rules.escalation.levels.find((one) => one.level === to.level);
      for (const notice of level?.notify ?? []) await desk.enqueue(trx, { kind: noticeKind(notice), about: { ticket, alarm: 'manual', level: to.level, notice }, once: `notice:${ticket}:${added[0] ?? ''}:${notice}` }, now);
    },
  );
}

export interface Solved {
  /** What was done, as the requester reads it. */
  readonly words?: string | undefined;
  /** Ids of articles that answer it. */
  readonly articles?: readonly string[] | undefined;
  readonly insight?: EventOf<'resolved'>['facts']['insight'];
  /** What the team learned; feeds the reports. */
  readonly learned?: string | undefined;
}

/** Marks a ticket as solved and tells the requester, with the words if there are some. */
export async function resolve(desk: Desk, ticket: string, by: Agent, solved: Solved = {}): Promise<Recorded> {
  knownAgent(desk, by.handle);
  return change(
    desk,
    ticket,
    () => [resolution(by, solved)],
    async (trx, { added }, now) => {
      if (desk.letters?.has(RESOLVED_MAIL) === true) await desk.enqueue(trx, letterErrand(RESOLVED_MAIL, ticket, added[0]!), now);
    },
  );
}

export function resolution(by: Agent, { words, articles = [], insight, learned }: Solved): EventDraft {
  const said: EventWords = { ...(words === undefined ? {} : { body: words }), ...(learned === undefined ? {} : { insight: learned }) };
  return draft(by, 'resolved', { articles: [...articles], ...(insight === undefined ? {} : { insight }) }, said);
}

/** A letter made from the words of one event. */
export function letterErrand(template: string, ticket: string, event: string): Errand {
  return { kind: 'mail', about: { template, ticket, event }, lane: `mail:${ticket}`, once: `${template}:${event}` };
}

/** Says which incident a ticket is about, or that it is about none. */
export async function link(desk: Desk, ticket: string, by: Agent, incident: string | null): Promise<Recorded> {
  knownAgent(desk, by.handle);
  return change(desk, ticket, (before) => ((before.incident ?? null) === incident ? [] : [draft(by, 'linked', { incident })]));
}

export async function reopen(desk: Desk, ticket: string, by: Agent, reason?: string): Promise<Recorded> {
  return add(desk, ticket, [draft(by, 'reopened', {}, reason === undefined ? undefined : { reason })]);
}

/** Ends a ticket for good. Its clocks are kept as they stand. */
export async function close(desk: Desk, ticket: string, by: Agent, reason: 'agent' | 'spam' | 'duplicate'): Promise<Recorded> {
  return change(desk, ticket, (_, events, now) => [closing(by, events, desk.rules, reason, now)]);
}

/**
 * Two tickets about one thing: the first goes on in the second, whose clocks start with the earlier one. Their words
 * stay where they were written, so that erasing one requester's leaves the other's.
 */
export async function merge(desk: Desk, from: string, into: string, by: Agent): Promise<Recorded> {
  if (from === into) throw new MergeCycle('A ticket cannot go on in itself.');
  knownAgent(desk, by.handle);
  const now = desk.clock();
  return desk.store.write(async (trx) => {
    // Always in one order, so that two merges cannot wait for each other.
    for (const id of [from, into].sort()) await trx.updateTable('ticket').set({ updated_at: now }).where('id', '=', id).execute();
    const stories = await eventsIn(trx, [from, into]);
    const [source, target] = [stories.get(from), stories.get(into)];
    if (source === undefined || target === undefined) throw new TicketNotFound(source === undefined ? from : into);
    if (snapshotOf(target).mergedInto === from) throw new MergeCycle('That ticket goes on in this one already.');
    const { createdAt } = snapshotOf(source);
    await addEvents(trx, recording(desk), from, [draft(by, 'merged', { into }), closing(by, source, desk.rules, 'merged', now)], now);
    return addEvents(trx, recording(desk), into, [draft(by, 'merged', { from, began: createdAt })], now);
  });
}

function closing(by: Agent, events: Parameters<typeof clocksOf>[0], rules: WatchRules, reason: EventOf<'closed'>['facts']['reason'], now: number): EventDraft {
  return draft(by, 'closed', { reason, results: frozenResults(clocksOf(events, rules, now)) });
}

/** Adds events that follow from nothing but themselves. */
async function add(desk: Desk, ticket: string, drafts: readonly EventDraft[]): Promise<Recorded> {
  for (const { actor } of drafts) if (actor.name !== undefined) knownAgent(desk, actor.name);
  const now = desk.clock();
  return desk.store.write((trx) => addEvents(trx, recording(desk), ticket, drafts, now));
}

/** Adds events that follow from how the ticket stands. */
export async function change(
  desk: Desk,
  ticket: string,
  decide: (before: Snapshot, events: Parameters<typeof clocksOf>[0], now: number) => readonly EventDraft[],
  then: (trx: Trx, recorded: Recorded, now: number) => Promise<void> = async () => {},
): Promise<Recorded> {
  const now = desk.clock();
  return desk.store.write(async (trx) => {
    await trx.updateTable('ticket').set({ updated_at: now }).where('id', '=', ticket).execute();
    const events = (await eventsIn(trx, [ticket])).get(ticket);
    if (events === undefined) throw new TicketNotFound(ticket);
    const recorded = await addEvents(trx, recording(desk), ticket, decide(snapshotOf(events), events, now), now);
    await then(trx, recorded, now);
    return recorded;
  });
}

function recording({ store, rules }: Desk): Recording {
  return { envelope: store.envelope, schedule: (events) => scheduleOf(events, rules) };
}

/** @throws {UnknownName} */
export function knownAgent({ teams }: Desk, handle: string): void {
  const known = [...new Set(teams.flatMap(({ agents }) => agents))];
  if (known.length > 0 && !known.includes(handle)) throw new UnknownName('agent', handle, known);
}

export function draft<K extends EventDraft['kind']>(by: Agent, kind: K, facts: Extract<EventDraft, { kind: K }>['facts'], words?: EventWords): EventDraft {
  return { kind, facts, actor: { kind: 'agent', name: by.handle }, source: 'command', ...(words === undefined || Object.keys(words).length === 0 ? {} : { words }) } as EventDraft;
}
