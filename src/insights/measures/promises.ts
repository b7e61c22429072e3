/** Promises kept, by clock and priority. */
import { CLOCKS, PRIORITIES, type ClockName, type Priority } from '../../catalog/support/priorities.ts';
import { policiesAt, policyFor, type SlaRules } from '../../tickets/sla/policy.ts';
import { share, type Measure } from '../measure.ts';
import type { TicketFigures } from '../ticket-figures.ts';
import { within, type Window } from '../window.ts';

const FORMULA = 'kept ÷ (kept + broken). A promise is kept when it is met in time and broken when it runs out, answered by then or not; one that is open and not due is in neither. Counted at the instant it was kept or broken';
const ORIGINAL = 'by the first target, without time that was added later';
const SOURCE = 'Zendesk, SLA achievement rate; kept or breached, open breaches included';

const CLOCK_NAMES: Readonly<Record<ClockName, string>> = { triage: 'triage', 'first-response': 'first response', 'next-reply': 'next reply', resolution: 'resolution' };

/** Compliance in all, and for every clock and priority that had a verdict; each by the adjusted and by the original target. */
export function promises(tickets: readonly TicketFigures[], rules: SlaRules, window: Window): Measure[] {
  const tallies = new Map<string, Tally>();
  const note = (key: string, kind: 'adjusted' | 'original', kept: boolean) => {
    const tally = tallies.get(key) ?? { adjusted: { kept: 0, all: 0 }, original: { kept: 0, all: 0 } };
    tallies.set(key, tally);
    tally[kind].all += 1;
    if (kept) tally[kind].kept += 1;
  };
  for (const ticket of tickets) {
    for (const verdict of ticket.verdicts) {
      for (const kind of ['adjusted', 'original'] as const) {
        const judged = verdict[kind];
        // A merged ticket counts in no figure, unless it was late by then.
        if (judged === undefined || !within(window, judged.at) || (judged.kept && !ticket.counts)) continue;
        note('all', kind, judged.kept);
        note(keyOf(verdict.clock, ticket.priority), kind, judged.kept);
      }
    }
  }
  const both = (id: string, title: string, tally: Tally | undefined, target?: number) =>
    (['adjusted', 'original'] as const).map((kind): Measure => {
      const { kept, all } = tally?.[kind] ?? { kept: 0, all: 0 };
      const described = { id: kind === 'adjusted' ? id : `${id}-original`, title: kind === 'adjusted' ? title : `${title}, original target`, formula: kind === 'adjusted' ? `${FORMULA}; by the target with time that was added` : `${FORMULA}; ${ORIGINAL}`, source: SOURCE };
      const measured = share(described, { of: kept, all }, window);
      // The promise says "95 % within 2 hours", which 95 % fulfill.
      return target === undefined ? measured : { ...measured, target: { above: target / 100 - Number.EPSILON, source: 'support/policies.yaml' } };
    });
  const table = policiesAt(rules, window.asOf);
  return [
    ...both('sla', 'Promises kept', tallies.get('all')),
    ...CLOCKS.flatMap((clock) =>
      [...PRIORITIES, undefined].flatMap((priority) => {
        const tally = tallies.get(keyOf(clock, priority));
        if (tally === undefined) return [];
        const target = priority && policyFor(table, { priority })?.targets[clock]?.inTime;
        return both(`sla-${keyOf(clock, priority)}`, `${CLOCK_NAMES[clock]} in time, ${priority ?? 'not judged'}`, tally, target);
      }),
    ),
  ];
}

interface Tally {
  readonly adjusted: { kept: number; all: number };
  readonly original: { kept: number; all: number };
}

function keyOf(clock: ClockName, priority: Priority | undefined): string {
  return `${clock}-${priority ?? 'none'}`;
}
