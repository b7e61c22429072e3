/** Plays a plan through the functions that readers, requesters and agents use, with the clock of the plan. */
import { countMeToo } from '../incidents/me-too.ts';
import { keepEvents } from '../events/events.ts';
import { castSessionVote } from '../feedback/votes.ts';
import type { Support } from '../catalog/support/support.ts';
import { intakeRules } from '../service/tickets-rules.ts';
import type { Store } from '../store/store.ts';
import { close, resolve, escalate, type Desk } from '../tickets/desk/acts.ts';
import { ANSWER_MAIL, reply } from '../tickets/desk/reply.ts';
import { NotHigher, UnknownLevel } from '../tickets/escalation/escalate.ts';
import { takeTicket } from '../tickets/intake/take.ts';
import { IllegalMove } from '../tickets/lifecycle.ts';
import { linkForLetter, linkSecret } from '../tickets/links.ts';
import { rate, TooLate, write, type OwnRooms } from '../tickets/page/acts.ts';
import { addEvents, openTicket } from '../tickets/record.ts';
import { requesterFor } from '../tickets/requesters.ts';
import { lookAtDue } from '../tickets/watch/look.ts';
import { scheduleOf } from '../tickets/watch/schedule.ts';
import type { Plan, PlannedTicket } from './plan.ts';
import type { Act } from './stories.ts';
import type { World } from './world.ts';

export interface Playing {
  readonly store: Store;
  readonly support: Support;
  readonly world: World;
  /** Nothing happens after this. */
  readonly until: number;
}

/** Writes that share a commit. */
const AT_ONCE = 400;
/** How often somebody looks at promises. */
const LOOK_EVERY = 2 * 3_600_000;

export async function play(playing: Playing, plan: Plan): Promise<void> {
  await playVisits(playing, plan);
  await playTickets(playing, plan.tickets);
}

async function playVisits({ store, world, until }: Playing, { visits, meToos }: Plan): Promise<void> {
  const ids = new Map(world.articles.map(({ address, id }) => [address, id]));
  const around = { articleAt: (address: string) => ids.get(address), knownWord: () => true };
  for (const some of chunks(visits)) {
    await Promise.all(
      some.flatMap(({ session, bot, events, vote }) => [
        store.write(async (trx) => {
          const known = events.filter(({ at }) => at < until);
          const now = known.at(-1)?.at;
          if (now !== undefined) await keepEvents(trx, { version: 1, session, events: known.map(({ at, event }) => ({ ...event, ago: now - at })) }, { ...around, bot, now });
        }),
        ...(vote === undefined || vote.at >= until ? [] : [store.write((trx) => castSessionVote(trx, store.envelope, { article: vote.article.id, revision: vote.article.revision, session, answer: vote.answer }, vote.at))]),
      ]),
    );
  }
  for (const some of chunks(meToos.filter(({ at }) => at < until))) await Promise.all(some.map(({ incident, reader, at }) => store.write((trx) => countMeToo(trx, { incident, client: 'demo', tab: String(reader), way: 'script' }, at))));
}

interface Turn {
  readonly at: number;
  readonly ticket: PlannedTicket;
  /** Missing for its beginning. */
  readonly act: Act | undefined;
}

async function playTickets(playing: Playing, tickets: readonly PlannedTicket[]): Promise<void> {
  const { store, support, until } = playing;
  const turns = tickets
    .flatMap((ticket): Turn[] => [{ at: ticket.at, ticket, act: undefined }, ...ticket.acts.map(({ at, act }) => ({ at, ticket, act }))])
    .filter(({ at }) => at < until)
    .sort((a, b) => a.at - b.at || a.ticket.number - b.ticket.number);
  const ids = new Map<PlannedTicket, string>();
  const acts = actsOf(playing, ids);
  for (let from = 0; from < turns.length; ) {
    const end = turns[from]!.at - (turns[from]!.at % LOOK_EVERY) + LOOK_EVERY;
    const lines = new Map<PlannedTicket, Turn[]>();
    for (; turns[from] !== undefined && turns[from]!.at < end; from += 1) {
      const turn = turns[from]!;
      lines.set(turn.ticket, [...(lines.get(turn.ticket) ?? []), turn]);
    }
    // Tickets side by side, each in its own order.
    await Promise.all([...lines.values()].map(async (line) => { for (const turn of line) await acts(turn); }));
    await lookAtDue({ store, rules: support, tell: async () => undefined }, Math.min(end, until), (_, error) => { throw error; });
  }
}

function actsOf({ store, support, world }: Playing, ids: Map<PlannedTicket, string>): (turn: Turn) => Promise<void> {
  const quiet = async () => undefined;
  const rules = intakeRules(support, quiet);
  const own: OwnRooms = { envelope: store.envelope, rules: support, enqueue: quiet, received: quiet };
  const desk = (at: number): Desk => ({ store, rules: support, teams: support.teams?.teams.map(({ id, agents }) => ({ id, agents: agents.map(({ handle }) => handle) })) ?? [], enqueue: quiet, letters: new Set([ANSWER_MAIL]), clock: () => at });
  return async ({ at, ticket, act }) => {
    const id = ids.get(ticket);
    if (act === undefined) ids.set(ticket, ticket.byPhone ? await phoned(ticket) : await sent(ticket));
    else if (id !== undefined) await done(id, ticket, act, at).catch(passOver);
  };

  async function sent({ number, at, form, about, message, requester }: PlannedTicket): Promise<string> {
    const topic = form.topics.find(({ articles }) => articles.includes(about.id)) ?? form.topics[number % form.topics.length]!;
    const answers = { form: form.id, topic: topic.id, category: form.category, component: topic.component, email: `reader-${requester}@example.org`, subject: topic.label, message: `${about.title} ${message}`, fields: {}, article: about.id };
    const once = { key: `demo-${number}`, body: 'demo', spends: { digest: `demo-${number}`, until: at } };
    const { reference } = await takeTicket(store, { sent: { form, answers, files: [] }, once, articles: [about.id], admit: quiet, rules }, () => at);
    const row = await store.read((db) => db.selectFrom('ticket').select('id').where('reference', '=', reference).executeTakeFirstOrThrow());
    return row.id;
  }

  async function phoned({ at, form, about, message, requester }: PlannedTicket): Promise<string> {
    const now = at;
    const by = { actor: { kind: 'agent', name: handleOf(undefined) }, source: 'command' } as const;
    const facts = rules.triage({ form, answers: { form: form.id, topic: form.topics[0]!.id, category: form.category, email: '', subject: about.title, message, fields: {} }, files: [] });
    return store.write(async (trx) => {
      const whose = await requesterFor(trx, store.envelope, { email: `reader-${requester}@example.org` }, now);
      const schedule = (events: Parameters<typeof scheduleOf>[0]) => scheduleOf(events, support);
      const opened = await openTicket(trx, { envelope: store.envelope, schedule }, whose, [{ ...by, kind: 'created', facts: { channel: 'phone', onBehalf: true, attachments: 0 }, words: { subject: about.title, body: message } }], now);
      if (facts !== undefined) await addEvents(trx, { envelope: store.envelope, schedule }, opened.id, [{ kind: 'triaged', facts, actor: { kind: 'system' }, source: 'command' }, { kind: 'assigned', facts: { team: facts.team }, actor: { kind: 'system' }, source: 'command' }], now);
      return opened.id;
    });
  }

  async function done(id: string, { about }: PlannedTicket, act: Act, at: number): Promise<void> {
    const row = await store.read((db) => db.selectFrom('ticket').select(['team', 'level']).where('id', '=', id).executeTakeFirstOrThrow());
    const by = { handle: handleOf(row.team ?? undefined) };
    if (act.kind === 'answer') await reply(desk(at), id, by, { words: act.words, then: act.then });
    else if (act.kind === 'escalate') await escalate(desk(at), id, by, { level: row.level + 1, reason: 'It needs somebody who knows more.', attempted: ['the steps of the article'] });
    else if (act.kind === 'resolve') await resolve(desk(at), id, by, { articles: act.named ? [about.id] : [], insight: act.insight });
    else if (act.kind === 'spam') await close(desk(at), id, by, 'spam');
    else {
      const secret = linkSecret(store.envelope, await linkForLetter(store, id, at));
      if (act.kind === 'write') await store.write((trx) => write(trx, own, secret, { words: act.words, files: [], key: String(at) }, at));
      else await store.write((trx) => rate(trx, own, secret, { score: act.score, comment: '' }, at));
    }
  }

  function handleOf(team: string | undefined): string {
    return (team === undefined ? undefined : world.agents.get(team)?.[0]) ?? [...world.agents.values()].flat()[0] ?? 'agent';
  }
}

/** What cannot follow any more, because the watch closed the ticket or moved it up meanwhile, does not happen. */
function passOver(error: unknown): void {
  if (error instanceof IllegalMove || error instanceof TooLate || error instanceof NotHigher || error instanceof UnknownLevel) return;
  throw error;
}

function* chunks<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += AT_ONCE) yield list.slice(from, from + AT_ONCE);
}
