/** A ticket's state, derived from its events, and which event may come next. */
import type { EventKind, EventOf, Priority, TicketEvent } from './events.ts';

export const STATES = ['new', 'triaged', 'assigned', 'in-progress', 'waiting', 'resolved', 'closed'] as const;
export type State = (typeof STATES)[number];

/** A ticket as its events leave it. */
export interface Snapshot {
  readonly state: State;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly channel: string;
  readonly plan: string | undefined;
  readonly topic: string | undefined;
  readonly article: string | undefined;
  readonly component: string | undefined;
  readonly triage: EventOf<'triaged'>['facts'] | undefined;
  readonly category: string | undefined;
  readonly priority: Priority | undefined;
  readonly team: string | undefined;
  readonly tier: string | undefined;
  readonly agent: string | undefined;
  readonly level: number;
  readonly incident: string | undefined;
  readonly mergedInto: string | undefined;
  /** When it was last resolved, while it is resolved or closed. */
  readonly resolvedAt: number | undefined;
  readonly closedAt: number | undefined;
  readonly rating: { readonly scale: string; readonly score: number; readonly at: number } | undefined;
}

/** The event is not one that may follow. */
export class IllegalMove extends Error {
  override readonly name = 'IllegalMove';
  readonly kind: EventKind;
  readonly state: State;
  readonly allowed: readonly EventKind[];

  constructor(kind: EventKind, state: State, allowed: readonly EventKind[]) {
    super(`A ticket that is ${state} cannot be ${kind}. Possible: ${allowed.join(', ')}.`);
    this.kind = kind;
    this.state = state;
    this.allowed = allowed;
  }
}

/** What is possible in every state: it changes nothing of the ticket's course. */
const ALWAYS = ['noted', 'delivered', 'linked', 'shared', 'erased'] as const satisfies readonly EventKind[];
const OPEN = ['triaged', 'received', 'replied', 'escalated', 'prioritized', 'adjusted', 'merged', 'closed', 'assigned', 'resolved'] as const satisfies readonly EventKind[];

/** What may follow in each state, besides what always may. `closed` on an open ticket is for spam, duplicates and merged ones. */
const ALLOWED: Readonly<Record<State, readonly EventKind[]>> = {
  new: ['triaged', 'received', 'replied', 'escalated', 'merged', 'closed'],
  triaged: [...OPEN, 'waiting'],
  assigned: [...OPEN, 'waiting'],
  'in-progress': [...OPEN, 'waiting'],
  waiting: [...OPEN, 'resumed'],
  resolved: ['received', 'replied', 'reopened', 'closed', 'rated', 'merged'],
  closed: ['rated'],
};

/** Every event that may come next in this state. */
export function allowedIn(state: State): readonly EventKind[] {
  return [...ALLOWED[state], ...ALWAYS];
}

/** @throws {IllegalMove} naming what is possible */
export function refuseIllegal(state: State, kind: EventKind): void {
  const allowed = allowedIn(state);
  if (!allowed.includes(kind)) throw new IllegalMove(kind, state, allowed);
}

/**
 * The ticket after its events, oldest first.
 *
 * @throws {Error} when the first event is not its creation
 */
export function snapshotOf(events: readonly TicketEvent[]): Snapshot {
  const [first] = events;
  if (first?.kind !== 'created') throw new Error('A ticket begins with its creation.');
  return events.slice(1).reduce(step, {
    state: 'new',
    createdAt: first.at,
    updatedAt: first.at,
    channel: first.facts.channel,
    plan: first.facts.plan,
    topic: first.facts.topic,
    article: first.facts.article,
    component: first.facts.component,
    triage: undefined,
    category: undefined,
    priority: undefined,
    team: undefined,
    tier: undefined,
    agent: undefined,
    level: 0,
    incident: undefined,
    mergedInto: undefined,
    resolvedAt: undefined,
    closedAt: undefined,
    rating: undefined,
  });
}

function step(before: Snapshot, event: TicketEvent): Snapshot {
  const now = { ...before, updatedAt: Math.max(before.updatedAt, event.at) };
  switch (event.kind) {
    case 'triaged': {
      const { category, priority, team, tier } = event.facts;
      return { ...now, triage: event.facts, category, priority, team, tier: tier ?? now.tier, state: now.state === 'new' ? 'triaged' : now.state };
    }
    case 'assigned': {
      const { team, agent } = event.facts;
      return { ...now, team: team ?? now.team, agent: agent ?? (team !== undefined && team !== now.team ? undefined : now.agent), state: now.state === 'triaged' ? 'assigned' : now.state };
    }
    case 'replied':
      return answersByPerson(event) && ['new', 'triaged', 'assigned'].includes(now.state) ? { ...now, state: 'in-progress' } : now;
    case 'received':
      // What we waited for has come.
      return now.state === 'waiting' ? { ...now, state: 'in-progress' } : now;
    case 'waiting':
      return { ...now, state: 'waiting' };
    case 'resumed':
    case 'reopened':
      return { ...now, state: 'in-progress', resolvedAt: undefined };
    case 'escalated': {
      const { level, tier, team } = event.facts;
      return { ...now, level: Math.max(now.level, level), tier: tier ?? now.tier, team: team ?? now.team, agent: team !== undefined && team !== now.team ? undefined : now.agent };
    }
    case 'prioritized':
      return { ...now, priority: event.facts.to };
    case 'resolved':
      return { ...now, state: 'resolved', resolvedAt: event.at };
    case 'closed':
      return { ...now, state: 'closed', closedAt: event.at };
    case 'merged':
      return 'into' in event.facts ? { ...now, mergedInto: event.facts.into } : now;
    case 'rated':
      return { ...now, rating: { ...event.facts, at: event.at } };
    case 'linked':
      return { ...now, incident: event.facts.incident ?? undefined };
    default:
      return now;
  }
}

/** Whether a public answer came from a person: a bot's acknowledges, a person's answers. */
export function answersByPerson(event: EventOf<'replied'>): boolean {
  return event.actor.kind === 'agent' || event.actor.kind === 'desk';
}
