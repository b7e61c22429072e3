/** One ticket's story, reduced to what figures are made of. Nothing that people wrote is needed, or kept. */
import type { Calendar } from '../catalog/support/calendars.ts';
import { CLOCKS, type ClockName, type Priority } from '../catalog/support/priorities.ts';
import type { EventOf, TicketEvent } from '../tickets/events.ts';
import { snapshotOf } from '../tickets/lifecycle.ts';
import { clocksOf, standings, type Clock, type Clocks } from '../tickets/sla/clocks.ts';
import { courseOf } from '../tickets/sla/course.ts';
import { elapsed } from '../tickets/sla/deadline.ts';
import type { SlaRules } from '../tickets/sla/policy.ts';
import type { ClockRun } from '../tickets/sla/runs.ts';
import type { Pause } from '../tickets/sla/segments.ts';

/** What a figure of a ticket depends on besides its story. */
export interface TicketSurroundings {
  readonly rules: SlaRules;
  /** The hours that count where nothing is promised. */
  readonly hours: Calendar | undefined;
  /** How long after a solution its requester is asked for a rating, milliseconds; missing when nobody is asked. */
  readonly ratingAfter: number | undefined;
  /** What happened later is not known. */
  readonly asOf: number;
  /** Waits and promises of a ticket that was over before are not asked; missing when all are. */
  readonly from?: number | undefined;
}

/** A time that somebody waited, known since `at`. */
export interface Span {
  readonly at: number;
  readonly calendarSeconds: number;
  /** Missing when neither a promise nor the team's hours say what counts. */
  readonly businessSeconds: number | undefined;
}

/** A promise that was kept or broken, at an instant. */
export interface Verdict {
  readonly clock: ClockName;
  /** `undefined` while it is open and not due. */
  readonly adjusted: { readonly kept: boolean; readonly at: number } | undefined;
  readonly original: { readonly kept: boolean; readonly at: number } | undefined;
}

export interface TicketFigures {
  readonly id: string;
  /** How the ticket is called; names nobody. */
  readonly reference: string;
  readonly requester: string;
  readonly createdAt: number;
  /** Merged into another, spam or a duplicate: only its broken promises and its time in the queue count. */
  readonly counts: boolean;
  readonly channel: string;
  /** Through what it came: a contact form, mail, a command. */
  readonly source: TicketEvent['source'];
  readonly priority: Priority | undefined;
  readonly category: string | undefined;
  readonly team: string | undefined;
  readonly firstResponse: Span | undefined;
  readonly replies: readonly Span[];
  /** To the first solution, and to the last while it holds. */
  readonly firstResolution: Span | undefined;
  readonly fullResolution: Span | undefined;
  readonly verdicts: readonly Verdict[];
  readonly solvedAt: readonly number[];
  readonly reopenedAt: readonly number[];
  /** It was moved to a higher level. */
  readonly raisedAt: readonly number[];
  /** The requester wrote again or opened it again. */
  readonly cameBackAt: readonly number[];
  readonly askedAt: number | undefined;
  readonly rating: { readonly scale: string; readonly score: number; readonly at: number } | undefined;
  /** When it was in the queue. */
  readonly open: readonly { readonly from: number; readonly until: number }[];
  /** Since when the requester is waited for, while that lasts. */
  readonly pausedSince: number | undefined;
  readonly insight: EventOf<'resolved'>['facts']['insight'];
  /** Articles that answered it. */
  readonly answeredBy: readonly string[];
}

const NOT_OURS = new Set(['merged', 'duplicate', 'spam']);

/** @returns `undefined` when the ticket did not exist yet */
export function ticketFigures(ticket: { readonly id: string; readonly reference: string; readonly requester: string; readonly events: readonly TicketEvent[] }, around: TicketSurroundings): TicketFigures | undefined {
  const events = knownBy(ticket.events, around.asOf);
  if (events.length === 0) return undefined;
  const now = snapshotOf(events);
  const clocks = around.from !== undefined && wasOver(events, around.from) ? undefined : clocksAt(events, around);
  const spanOf = (run: ClockRun | undefined): Span | undefined => {
    if (run?.metAt === undefined || run.start === undefined) return undefined;
    const businessSeconds = run.businessSeconds ?? (around.hours && elapsed(run.start, Math.max(run.start, run.metAt), around.hours, clocks?.pauses));
    return { at: run.metAt, calendarSeconds: run.calendarSeconds ?? (run.metAt - run.start) / 1_000, businessSeconds };
  };
  const closed = events.findLast((event) => event.kind === 'closed');
  const solved = events.findLast((event) => event.kind === 'resolved');
  const reopenedAt = events.flatMap((event) => (event.kind === 'reopened' && event.actor.kind !== 'bot' ? [event.at] : []));
  return {
    id: ticket.id,
    reference: ticket.reference,
    requester: ticket.requester,
    createdAt: now.createdAt,
    counts: closed?.kind !== 'closed' || !NOT_OURS.has(closed.facts.reason),
    channel: now.channel,
    source: events[0]!.source,
    priority: now.priority,
    category: now.category,
    team: now.team,
    firstResponse: spanOf(clocks?.standing['first-response']),
    replies: clocks?.standing['next-reply'].history.flatMap((run) => spanOf(run) ?? []) ?? [],
    firstResolution: spanOf(clocks?.standing.resolution.history[0]),
    fullResolution: spanOf(clocks?.standing.resolution.history.at(-1)),
    verdicts: clocks === undefined ? [] : CLOCKS.flatMap((clock) => verdictsOf(clock, clocks.standing[clock])),
    solvedAt: events.flatMap((event) => (event.kind === 'resolved' ? [event.at] : [])),
    reopenedAt,
    raisedAt: raises(events),
    cameBackAt: [...events.flatMap((event) => (event.kind === 'received' ? [event.at] : [])), ...reopenedAt],
    askedAt: askedAt(events, around),
    rating: now.rating,
    open: openSpans(events),
    pausedSince: now.state === 'waiting' ? events.findLast((event) => event.kind === 'waiting')?.at : undefined,
    insight: solved?.kind === 'resolved' ? solved.facts.insight : undefined,
    answeredBy: solved?.kind === 'resolved' ? solved.facts.articles : [],
  };
}

function clocksAt(events: readonly TicketEvent[], { rules, asOf }: TicketSurroundings): { readonly standing: Clocks; readonly pauses: readonly Pause[] } {
  const course = courseOf(events, rules, asOf);
  const frozen = events.some((event) => event.kind === 'closed' && event.facts.results !== undefined);
  return { standing: frozen ? clocksOf(events, rules, asOf) : standings(course, rules), pauses: course.pauses };
}

/** No clock counts these. */
const BESIDE = new Set<TicketEvent['kind']>(['rated', 'noted', 'delivered', 'linked', 'shared', 'erased']);

/** Whether a ticket was solved or closed before an instant and is since: all that its clocks tell lies before it, too. */
function wasOver(events: readonly TicketEvent[], instant: number): boolean {
  let [over, later] = [false, false];
  for (const { kind, at } of events) {
    // An event after a later one happened with it.
    later ||= at >= instant;
    if (BESIDE.has(kind) || (over && kind === 'closed')) continue;
    if (later) return false;
    if (kind === 'resolved' || kind === 'closed') over = true;
    if (kind === 'reopened') over = false;
  }
  return over;
}

/** The events up to an instant. One that seems to lie before its predecessor happened with it. */
function knownBy(events: readonly TicketEvent[], asOf: number): readonly TicketEvent[] {
  const end = events.findIndex((event) => event.at >= asOf);
  return end === -1 ? events : events.slice(0, end);
}

/** One verdict for a ticket, or for later answers one for each question. */
function verdictsOf(clock: ClockName, standing: Clock): Verdict[] {
  // A solution that did not hold was no solution: only the last one is judged, with every breach before it.
  const runs = clock === 'next-reply' ? standing.history : standing.history.slice(-1);
  return runs.flatMap((run) => {
    const verdict = { clock, adjusted: judged(run, run.breachedAt), original: judged(run, run.originalBreachedAt) };
    return verdict.adjusted === undefined && verdict.original === undefined ? [] : [verdict];
  });
}

function judged({ target, metAt }: ClockRun, breachedAt: number | undefined): Verdict['adjusted'] {
  if (breachedAt !== undefined) return { kept: false, at: breachedAt };
  return target === undefined || metAt === undefined ? undefined : { kept: true, at: metAt };
}

function raises(events: readonly TicketEvent[]): number[] {
  let level = 0;
  return events.flatMap((event) => {
    if (event.kind !== 'escalated' || event.facts.level <= level) return [];
    level = event.facts.level;
    return [event.at];
  });
}

/** Everyone is asked once, when the solution has held long enough and nobody rated it of their own accord. */
function askedAt(events: readonly TicketEvent[], { ratingAfter, asOf }: TicketSurroundings): number | undefined {
  if (ratingAfter === undefined) return undefined;
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'resolved') continue;
    const at = event.at + ratingAfter;
    const end = events.slice(index + 1).find(({ kind }) => kind === 'reopened' || kind === 'closed' || kind === 'rated');
    if (at < asOf && (end === undefined || at < end.at)) return events.some((one) => one.kind === 'rated' && one.at < at) ? undefined : at;
  }
  return undefined;
}

function openSpans(events: readonly TicketEvent[]): { from: number; until: number }[] {
  const spans: { from: number; until: number }[] = [];
  let since: number | undefined;
  for (const { kind, at } of events) {
    if (kind === 'created' || kind === 'reopened') since ??= at;
    if ((kind === 'resolved' || kind === 'closed') && since !== undefined) {
      spans.push({ from: since, until: at });
      since = undefined;
    }
  }
  return since === undefined ? spans : [...spans, { from: since, until: Infinity }];
}
