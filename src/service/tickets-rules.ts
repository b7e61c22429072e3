/** The support team's rules as the intake uses them, made ready once for each build. */
import type { Support } from '../catalog/support/support.ts';
import type { TicketEvent } from '../tickets/events.ts';
import type { Sent } from '../tickets/intake/first-events.ts';
import type { IntakeRules, Standing } from '../tickets/intake/take.ts';
import { nextDue } from '../tickets/sla/clocks.ts';
import { slowestPromise } from '../tickets/sla/policy.ts';
import { watched } from '../tickets/watch/schedule.ts';
import { triageOf } from '../tickets/triage/compiled.ts';
import { triage } from '../tickets/triage/triage.ts';

const NOTHING_PROMISED: Standing = { schedule: { nextDue: undefined, lookAt: undefined }, promise: undefined };

/** @param enqueue what has to be done outside for a new ticket */
export function intakeRules(support: Support | undefined, enqueue: IntakeRules['enqueue']): IntakeRules {
  const by = support && triageOf(support);
  return {
    triage: (sent) => by && triage(by, toTriage(sent)),
    stand: (events) => (support === undefined ? NOTHING_PROMISED : standing(events, support)),
    enqueue,
  };
}

function standing(events: readonly TicketEvent[], support: Support): Standing {
  const { clocks, alarms } = watched(events, support);
  const next = nextDue(clocks);
  return { schedule: { nextDue: next && { at: next.due, clock: next.clock }, lookAt: alarms[0]?.at }, promise: promised(events, support, clocks['first-response'].due) };
}

/** The ticket's own first response; before anybody has judged it, the slowest that could apply. */
function promised([created, ...later]: readonly TicketEvent[], support: Support, own: number | undefined): number | undefined {
  if (created?.kind !== 'created' || later.some(({ kind }) => kind === 'triaged')) return own;
  const { plan, channel } = created.facts;
  return slowestPromise(support, { plan, channel }, 'first-response', created.at)?.due;
}

/** What was answered in the form's own fields is said as well: "Which device?" may hold the decisive word. */
function toTriage({ form, answers, user, incident }: Sent) {
  const consents = new Set(form.fields.filter(({ kind }) => kind === 'consent').map(({ name }) => name));
  const told = Object.entries(answers.fields).flatMap(([name, text]) => (consents.has(name) ? [] : [text]));
  return { subject: answers.subject, body: [answers.message, ...told].filter((text) => text !== '').join('\n'), topic: answers.category, component: answers.component, user, openIncident: incident };
}
