/** A ticket as its requester sees it: what was said to them and by them, and what they can do. Pure. */
import type { Scale } from '../../catalog/support/follow-up.ts';
import { bodyText } from '../../mail/to-text.ts';
import { writtenBody } from '../../mail/written.ts';
import type { TicketEvent } from '../events.ts';
import { answersByPerson, snapshotOf } from '../lifecycle.ts';
import { clocksOf } from '../sla/clocks.ts';
import type { WatchRules } from '../watch/rules.ts';

/** Kinds of events that a requester sees. Notes, triage, assignments, escalations and all else stay inside. */
export type Shown = 'created' | 'received' | 'replied' | 'waiting' | 'resumed' | 'resolved' | 'reopened' | 'closed' | 'rated';

export interface Entry {
  readonly at: number;
  readonly what: Shown;
  readonly by: 'you' | 'team';
  /** What was written; missing when nothing was, or it was erased. */
  readonly words?: string | undefined;
  readonly files?: number | undefined;
}

export interface OwnView {
  readonly reference: string;
  readonly subject?: string | undefined;
  readonly state: 'open' | 'waiting' | 'solved' | 'closed';
  readonly timeline: readonly Entry[];
  /** When the requester hears next, if that is promised. */
  readonly by?: number | undefined;
  readonly mayWrite: boolean;
  /** While it is solved and can be opened again. */
  readonly reopenUntil?: number | undefined;
  readonly rating?: { readonly scale: Scale; readonly question: string; readonly score?: number | undefined; readonly comment?: string | undefined; readonly mayChange: boolean } | undefined;
}

const STATES = { new: 'open', triaged: 'open', assigned: 'open', 'in-progress': 'open', waiting: 'waiting', resolved: 'solved', closed: 'closed' } as const;

/** @param events with their words */
export function ownView(reference: string, events: readonly TicketEvent[], rules: WatchRules, now: number): OwnView {
  const ticket = snapshotOf(events);
  const clocks = clocksOf(events, rules, now);
  const by = [clocks['first-response'], clocks['next-reply']].find(({ state, due }) => state === 'running' && due !== undefined && due > now)?.due;
  const subject = events[0]?.words?.subject;
  const until = reopenUntil(events, rules);
  const rating = ratingOf(events, rules, now);
  return {
    reference,
    ...(subject === undefined ? {} : { subject }),
    state: STATES[ticket.state],
    timeline: events.flatMap((event) => entryOf(event)),
    ...(by === undefined ? {} : { by }),
    mayWrite: mayWrite(events, rules, now),
    ...(until === undefined || until <= now ? {} : { reopenUntil: until }),
    ...(rating === undefined ? {} : { rating }),
  };
}

function entryOf(event: TicketEvent): Entry[] {
  const entry = (what: Shown, more: Partial<Entry> = {}): Entry[] => [{ at: event.at, what, by: event.actor.kind === 'requester' ? 'you' : 'team', ...more }];
  const { body = '' } = event.words ?? {};
  const words = body === '' ? {} : { words: event.actor.kind === 'requester' ? body : bodyText(writtenBody(body)) };
  switch (event.kind) {
    case 'created':
    case 'received':
      // Somebody else's words: whose ticket goes on in this one, or who answered in their place.
      if (event.kind === 'received' && event.facts.by !== undefined) return [];
      return entry(event.kind, { ...words, ...(event.facts.attachments > 0 ? { files: event.facts.attachments } : {}) });
    case 'replied':
      // What a program said by itself came as a mail of its own.
      return answersByPerson(event) ? entry('replied', words) : [];
    case 'resolved':
      return entry('resolved', words);
    case 'reopened':
      // An agent's reason is a note among colleagues.
      return entry('reopened', event.actor.kind === 'requester' ? words : {});
    case 'rated':
      return entry('rated', event.words?.comment === undefined ? {} : { words: event.words.comment });
    case 'waiting':
    case 'resumed':
    case 'closed':
      return entry(event.kind);
    default:
      return [];
  }
}

/** Until when a solved ticket can be opened again. Where the tree does not say, as long as it is not closed. */
export function reopenUntil(events: readonly TicketEvent[], { followUp }: Pick<WatchRules, 'followUp'>): number | undefined {
  const { state, resolvedAt } = snapshotOf(events);
  return state !== 'resolved' || resolvedAt === undefined ? undefined : resolvedAt + (followUp?.reopenFor ?? Number.MAX_SAFE_INTEGER / 2);
}

/** A message to a solved ticket opens it again, so it may come as long as that may. */
export function mayWrite(events: readonly TicketEvent[], rules: Pick<WatchRules, 'followUp'>, now: number): boolean {
  const { state } = snapshotOf(events);
  return state === 'resolved' ? (reopenUntil(events, rules) ?? 0) > now : state !== 'closed';
}

/** The rating as it may be given, or stands; `undefined` where none is asked for, or nothing is solved. */
export function ratingOf(events: readonly TicketEvent[], { followUp }: Pick<WatchRules, 'followUp'>, now: number): OwnView['rating'] {
  const asked = followUp?.rating;
  const { state, resolvedAt, mergedInto } = snapshotOf(events);
  if (asked === undefined || resolvedAt === undefined || mergedInto !== undefined || (state !== 'resolved' && state !== 'closed')) return undefined;
  const given = events.filter((event) => event.kind === 'rated');
  const [first, last] = [given[0], given.at(-1)];
  const comment = last?.words?.comment;
  return { scale: asked.scale, question: asked.question, ...(last === undefined ? {} : { score: last.facts.score }), ...(comment === undefined ? {} : { comment }), mayChange: first === undefined || now < first.at + asked.changeFor };
}
