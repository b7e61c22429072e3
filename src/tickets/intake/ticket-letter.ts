/** The letter that says at once that a ticket arrived. It repeats nothing of what was typed, the name included. */
import type { Site } from '../../catalog/schema.ts';
import type { Calendar } from '../../catalog/support/calendars.ts';
import { replyNamed } from '../../catalog/support/replies.ts';
import type { Support } from '../../catalog/support/support.ts';
import { compose } from '../../mail/compose.ts';
import type { Letter } from '../../mail/letter.ts';
import type { AnswerLink, ValuesOf } from '../../mail/placeholders.ts';
import type { TicketEvent } from '../events.ts';
import { snapshotOf } from '../lifecycle.ts';
import type { Requester } from '../requesters.ts';
import { clocksOf, type Clock } from '../sla/clocks.ts';
import { nextOpening } from '../sla/open-hours.ts';

export const ACKNOWLEDGEMENT = 'acknowledgement';

/** What a letter about a ticket is made from. */
export interface AboutTicket {
  readonly reference: string;
  readonly events: readonly TicketEvent[];
  readonly requester: Requester;
  readonly answers: readonly AnswerLink[];
  /** The requester's own page. */
  readonly page?: string | undefined;
}

/** @returns `skip` when there is nobody to write to any more */
export function acknowledgement({ site, support }: { readonly site: Site; readonly support: Support }, ticket: AboutTicket, now: number): Letter | 'skip' {
  const { requester, events } = ticket;
  if (requester.email === undefined || snapshotOf(events).closedAt !== undefined) return 'skip';
  const reader = { timeZone: requester.timeZone ?? site.timeZone, locale: site.locale };
  const template = replyNamed(support.replies, ACKNOWLEDGEMENT, 'acknowledgement');
  const helpCenter = new URL(site.base, site.url).href;
  const composed = compose(template, valuesOf({ site, support }, ticket, helpCenter, now), reader, { name: site.name, address: helpCenter });
  return { to: { email: requester.email }, ...composed, automatic: 'answer' };
}

function valuesOf({ site, support }: { site: Site; support: Support }, { reference, events, answers, page }: AboutTicket, helpCenter: string, now: number): ValuesOf<'acknowledgement'> {
  const [created] = events;
  const form = created?.kind === 'created' ? support.forms.find(({ id }) => id === created.facts.form) : undefined;
  const topic = created?.kind === 'created' ? form?.topics.find(({ id }) => id === created.facts.topic)?.label : undefined;
  const response = clocksOf(events, support, now)['first-response'];
  const promised = form?.promise === undefined && response.state === 'running' ? response.due : undefined;
  return {
    'site.name': site.name,
    'site.product': site.product,
    'site.helpCenter': helpCenter,
    'site.emergency': site.emergency,
    'ticket.reference': reference,
    'ticket.topic': topic ?? form?.title,
    'ticket.priority': priorityWords(support, events, response),
    'ticket.page': page,
    'promise.firstResponse': promised,
    'support.backAt': backAt(support, response, now),
    answers,
  };
}

/** As the promise calls it; a team that promises nothing has the plain word. */
function priorityWords({ policies }: Support, events: readonly TicketEvent[], { policy }: Clock): string {
  const { priority = 'medium' } = snapshotOf(events);
  const named = policies.flatMap((version) => version.policies).find(({ id, when }) => id === policy && when?.priority?.includes(priority));
  return named?.title ?? `${priority[0]?.toUpperCase() ?? ''}${priority.slice(1)}`;
}

/** When whoever answers this ticket is back; missing while they work. */
function backAt({ calendars }: Support, { calendar }: Clock, now: number): number | undefined {
  const found: Calendar | undefined = calendars.get(calendar ?? '');
  if (found === undefined) return undefined;
  const opens = nextOpening(found, now);
  return opens > now ? opens : undefined;
}
