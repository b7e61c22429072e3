/** A ticket's story read once: when each clock started, stood still and was met. */
import type { ClockName } from '../../catalog/support/priorities.ts';
import type { TicketEvent } from '../events.ts';
import { answersByPerson } from '../lifecycle.ts';
import { policiesAt, policyFor, type PolicyFacts, type SlaRules } from './policy.ts';
import { judge, resultOf, type ClockRun, type Run } from './runs.ts';
import type { Pause } from './segments.ts';

export interface Course {
  readonly triage: Run;
  readonly firstResponse: Run;
  readonly resolution: Run;
  /** Each question of the requester's after the first answer, oldest first. */
  readonly exchanges: readonly Run[];
  /** How the resolution stood each time before it was opened again. */
  readonly resolvedBefore: readonly ClockRun[];
  /** In order; the last may last until `Infinity`. */
  readonly pauses: readonly Pause[];
  /** The instant up to which everything is judged: now, or the end of the ticket. */
  readonly at: number;
  readonly waiting: boolean;
  /** Resolved or closed. */
  readonly ended: boolean;
}

/**
 * Reads a ticket's events, oldest first.
 *
 * Clocks of machines differ, so an event that seems to lie before the one it follows counts as simultaneous with it.
 */
export function courseOf(events: readonly TicketEvent[], rules: SlaRules, now: number): Course {
  const [first] = events;
  if (first?.kind !== 'created') throw new Error('A ticket begins with its creation.');
  const reader = new Reader(first, rules);
  for (const event of events.slice(1)) reader.read(event);
  return reader.course(now);
}

class Reader {
  readonly #rules: SlaRules;
  readonly #triage: Run;
  readonly #firstResponse: Run;
  readonly #resolution: Run;
  readonly #exchanges: Run[] = [];
  readonly #resolvedBefore: ClockRun[] = [];
  readonly #pauses: Pause[] = [];
  #facts: PolicyFacts;
  #at: number;
  /** The earliest start of this ticket and those merged into it. */
  #began: number;
  #waitingSince: number | undefined;
  #endedAt: number | undefined;

  constructor(created: TicketEvent & { kind: 'created' }, rules: SlaRules) {
    this.#rules = rules;
    this.#at = created.at;
    this.#began = created.at;
    this.#facts = { plan: created.facts.plan, channel: created.facts.channel };
    this.#triage = this.#run('triage');
    this.#firstResponse = this.#run('first-response');
    this.#resolution = this.#run('resolution');
  }

  read(event: TicketEvent): void {
    this.#at = Math.max(this.#at, event.at);
    switch (event.kind) {
      case 'triaged':
        this.#meet(this.#triage);
        return this.#learn({ priority: event.facts.priority, tier: event.facts.tier ?? this.#facts.tier });
      case 'prioritized':
        return this.#learn({ priority: event.facts.to });
      case 'escalated':
        return event.facts.tier === undefined ? undefined : this.#learn({ tier: event.facts.tier });
      case 'received':
        this.#endWaiting();
        return this.#ask();
      case 'replied':
        if (!answersByPerson(event)) return;
        this.#meet(this.#firstResponse);
        return this.#exchanges.filter(open).forEach((run) => this.#meet(run));
      case 'waiting':
        if (this.#endedAt === undefined) this.#waitingSince ??= this.#at;
        return;
      case 'resumed':
        return this.#endWaiting();
      case 'resolved':
        return this.#end(true);
      case 'closed':
        // After the resolution it changes nothing; without one it ends what was asked, and answers nothing.
        return this.#end(false);
      case 'reopened':
        return this.#reopen();
      case 'adjusted':
        return this.#adjust(event.facts.clock, event.facts.seconds);
      case 'merged':
        return 'from' in event.facts ? this.#beginEarlier(event.facts.began) : undefined;
      default:
    }
  }

  course(now: number): Course {
    const at = this.#endedAt ?? Math.max(now, this.#at);
    const pauses = this.#pausesNow();
    for (const run of this.#openRuns()) judge(run, at, this.#rules, pauses);
    return {
      triage: this.#triage,
      firstResponse: this.#firstResponse,
      resolution: this.#resolution,
      exchanges: this.#exchanges,
      resolvedBefore: this.#resolvedBefore,
      pauses,
      at,
      waiting: this.#waitingSince !== undefined,
      ended: this.#endedAt !== undefined,
    };
  }

  #run(clock: ClockName): Run {
    const table = policiesAt(this.#rules, this.#at);
    return { clock, start: this.#at, table, policy: policyFor(table, this.#facts), since: this.#at, adjustment: 0, metAt: undefined, breachedAt: undefined, originalBreachedAt: undefined };
  }

  #openRuns(): Run[] {
    return [this.#triage, this.#firstResponse, this.#resolution, ...this.#exchanges].filter(open);
  }

  /** Another priority, another tier: another promise perhaps, never another start. */
  #learn(facts: PolicyFacts): void {
    this.#facts = { ...this.#facts, ...facts };
    for (const run of this.#openRuns()) {
      const policy = policyFor(run.table, this.#facts);
      if (policy === run.policy) continue;
      judge(run, this.#at, this.#rules, this.#pausesNow());
      run.policy = policy;
      run.since = this.#at;
    }
  }

  #meet(run: Run): void {
    if (run.metAt !== undefined) return;
    judge(run, this.#at, this.#rules, this.#pausesNow());
    run.metAt = this.#at;
  }

  /** The requester asks. Before the first answer that clock covers it; while a question is open, another does not move its clock. */
  #ask(): void {
    if (this.#firstResponse.metAt !== undefined && !this.#exchanges.some(open)) this.#exchanges.push(this.#run('next-reply'));
  }

  #endWaiting(): void {
    if (this.#waitingSince !== undefined) this.#pauses.push({ from: this.#waitingSince, until: this.#at, why: 'waiting' });
    this.#waitingSince = undefined;
  }

  #end(resolved: boolean): void {
    if (this.#endedAt !== undefined) return;
    // First met, then no longer waiting: a wait that lasts until the end counts as one.
    this.#endWaiting();
    this.#endedAt = this.#at;
    if (resolved) {
      // Whoever resolves it has judged it.
      this.#meet(this.#triage);
      this.#meet(this.#resolution);
    }
  }

  #reopen(): void {
    if (this.#endedAt === undefined) return;
    for (const run of this.#openRuns()) judge(run, this.#endedAt, this.#rules, this.#pausesNow());
    if (this.#resolution.metAt !== undefined) {
      this.#resolvedBefore.push(resultOf(this.#resolution, this.#endedAt, this.#rules, this.#pausesNow(), { paused: false, stopped: true }));
      this.#resolution.metAt = undefined;
    }
    this.#pauses.push({ from: this.#endedAt, until: this.#at, why: 'resolved' });
    this.#endedAt = undefined;
    // While it was resolved its priority may have changed, or an older ticket been merged into it.
    this.#learn({});
    this.#beginEarlier(this.#began);
  }

  #adjust(clock: ClockName, seconds: number): void {
    for (const run of this.#openRuns().filter((one) => one.clock === clock)) {
      judge(run, this.#at, this.#rules, this.#pausesNow());
      run.adjustment += seconds;
      run.since = this.#at;
    }
  }

  #beginEarlier(began: number): void {
    this.#began = Math.min(this.#began, began);
    for (const run of this.#openRuns()) {
      if (run.clock === 'next-reply' || began >= run.start) continue;
      judge(run, this.#at, this.#rules, this.#pausesNow());
      run.start = began;
      run.since = this.#at;
    }
  }

  #pausesNow(): readonly Pause[] {
    if (this.#endedAt !== undefined) return [...this.#pauses, { from: this.#endedAt, until: Infinity, why: 'resolved' }];
    return this.#waitingSince === undefined ? this.#pauses : [...this.#pauses, { from: this.#waitingSince, until: Infinity, why: 'waiting' }];
  }
}

function open(run: Run): boolean {
  return run.metAt === undefined;
}
