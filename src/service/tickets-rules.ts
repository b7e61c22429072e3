/** The support team's rules as the intake uses them, made ready once for each build. */
import type { Support } from '../catalog/support/support.ts';
import type { TicketEvent } from '../tickets/events.ts';
import type { Sent } from '../tickets/intake/first-events.ts';
import type { IntakeRules } from '../tickets/intake/take.ts';
import { clocksOf } from '../tickets/sla/clocks.ts';
import { slowestPromise, type SlaRules } from '../tickets/sla/policy.ts';
import { scheduleOf } from '../tickets/watch/schedule.ts';
import { compileTriage } from '../tickets/triage/compiled.ts';
import { triage } from '../tickets/triage/triage.ts';

const NO_RULES: SlaRules = { calendars: new Map(), policies: [] };

/** @param enqueue what has to be done outside for a new ticket */
export function intakeRules(support: Support | undefined, enqueue: IntakeRules['enqueue']): IntakeRules {
  const sla: SlaRules = support ?? NO_RULES;
  const by = support?.triage && support.teams ? compileTriage(support.triage, support.teams) : undefined;
  return {
    triage: (sent) => by && triage(by, toTriage(sent)),
    schedule: (events) => (support === undefined ? { nextDue: undefined, lookAt: undefined } : scheduleOf(events, support)),
    promise: (events) => promiseOf(events, sla),
    enqueue,
  };
}

/** The ticket's own first response; before anybody has judged it, the slowest that could apply. */
function promiseOf(events: readonly TicketEvent[], sla: SlaRules): number | undefined {
  const [created] = events;
  if (created?.kind !== 'created') return undefined;
  if (events.some(({ kind }) => kind === 'triaged')) return clocksOf(events, sla, created.at)['first-response'].due;
  const { plan, channel } = created.facts;
  return slowestPromise(sla, { plan, channel }, 'first-response', created.at)?.due;
}

/** What was answered in the form's own fields is said as well: "Which device?" may hold the decisive word. */
function toTriage({ form, answers, user }: Sent) {
  const consents = new Set(form.fields.filter(({ kind }) => kind === 'consent').map(({ name }) => name));
  const told = Object.entries(answers.fields).flatMap(([name, text]) => (consents.has(name) ? [] : [text]));
  return { subject: answers.subject, body: [answers.message, ...told].filter((text) => text !== '').join('\n'), topic: answers.category, component: answers.component, user };
}
