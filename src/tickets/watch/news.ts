/** What a team is told of a ticket, and a requester of an escalation. Facts and sentences of the content tree, no words of theirs. */
import type { Site } from '../../catalog/schema.ts';
import { replyNamed } from '../../catalog/support/replies.ts';
import type { Support } from '../../catalog/support/support.ts';
import type { TeamNews } from '../../delivery/notices.ts';
import { compose } from '../../mail/compose.ts';
import type { Letter } from '../../mail/letter.ts';
import { CLOCKS } from '../events.ts';
import { snapshotOf } from '../lifecycle.ts';
import type { Ticket } from '../read.ts';
import type { Requester } from '../requesters.ts';
import { clocksOf, nextDue } from '../sla/clocks.ts';
import { ESCALATION_MAIL } from './tell.ts';

interface Team {
  readonly site: Site;
  readonly support: Support;
}

export const NOTIFY_TEAM = 'notify-team';
export const NOTIFY_MANY = 'notify-many';

const CLOCK_WORDS = { triage: 'Triage', 'first-response': 'First response', 'next-reply': 'Next reply', resolution: 'Resolution' } as const;

/**
 * @param alarm the key of what was raised, or `manual`
 * @returns `skip` when nothing waits any more
 */
export function alarmNews({ site, support }: Team, { reference, events }: Ticket, alarm: string, level: number, now: number): { news: TeamNews; tier: string } | 'skip' {
  const ticket = snapshotOf(events);
  if (ticket.state === 'resolved' || ticket.state === 'closed') return 'skip';
  const rung = support.escalation.levels.find((one) => one.level === level);
  const clocks = clocksOf(events, support, now);
  const late = CLOCKS.find((name) => alarm.startsWith(`breach:${name}:`));
  const next = late === undefined ? nextDue(clocks) : { clock: late, due: clocks[late].due ?? clocks[late].breachedAt ?? now };
  const reason = late === undefined ? reasonOf(support, alarm) : `${CLOCK_WORDS[late]}: the promised time has passed.`;
  const team = support.teams?.teams.find(({ id }) => id === ticket.team)?.title ?? ticket.team;
  const priority = ticket.priority ?? 'medium';
  const words = `${priority[0]?.toUpperCase() ?? ''}${priority.slice(1)}`;
  const letter = compose(
    replyNamed(support.replies, NOTIFY_TEAM, 'notify-team'),
    { 'site.name': site.name, 'ticket.reference': reference, 'ticket.priority': words, 'ticket.topic': ticket.category, 'ticket.team': team, 'due.clock': next && CLOCK_WORDS[next.clock], 'due.at': next?.due, 'alarm.reason': reason },
    { timeZone: site.timeZone, locale: site.locale },
    { name: site.name, address: new URL(site.base, site.url).href },
  );
  return {
    tier: rung?.tier ?? '',
    news: {
      letter,
      line: `${words}: ${reference} (${ticket.category ?? 'no category'}, ${team ?? 'no team'}). ${reason}`,
      type: 'ticket.alarm',
      data: { reference, alarm: alarm.split(':').slice(0, 2).join(':'), reason, tier: rung?.tier, level, priority, category: ticket.category, team: ticket.team, clock: next?.clock, due: next && new Date(next.due).toISOString() },
    },
  };
}

/** A person's own reason stays in the ticket: what is told goes to mailboxes and chats. */
function reasonOf({ escalation }: Support, alarm: string): string {
  if (alarm === 'manual') return 'Somebody escalated it by hand; the reason stands in the ticket.';
  return escalation.triggers.find(({ id }) => alarm === `trigger:${id}`)?.reason ?? 'It wants attention.';
}

/** Many at once. */
export function manyNews({ site, support }: Team, references: readonly string[], level: number): { news: TeamNews; tier: string } {
  const rung = support.escalation.levels.find((one) => one.level === level);
  const count = String(references.length);
  const letter = compose(
    replyNamed(support.replies, NOTIFY_MANY, 'notify-many'),
    { 'site.name': site.name, 'alarms.count': count, 'alarms.tier': rung?.title ?? 'the team' },
    { timeZone: site.timeZone, locale: site.locale },
    { name: site.name, address: new URL(site.base, site.url).href },
  );
  return { tier: rung?.tier ?? '', news: { letter, line: `${count} tickets want attention: ${references.slice(0, 10).join(', ')}${references.length > 10 ? ' and more' : ''}.`, type: 'ticket.alarms', data: { count: references.length, references, tier: rung?.tier, level } } };
}

/** Tells a requester that others look at it now. @returns `skip` when there is nobody to tell, or nothing any more */
export function escalationLetter({ site, support }: Team, { reference, events }: Ticket, requester: Requester, page: string | undefined, now: number): Letter | 'skip' {
  const ticket = snapshotOf(events);
  if (requester.email === undefined || ticket.state === 'resolved' || ticket.state === 'closed' || !support.replies.has(ESCALATION_MAIL)) return 'skip';
  const { resolution, 'next-reply': reply } = clocksOf(events, support, now);
  const by = [reply, resolution].find(({ state, due }) => state === 'running' && due !== undefined && due > now)?.due;
  const composed = compose(
    replyNamed(support.replies, ESCALATION_MAIL, 'progress'),
    {
      'site.name': site.name,
      'site.product': site.product,
      'site.helpCenter': new URL(site.base, site.url).href,
      'site.emergency': site.emergency,
      'ticket.reference': reference,
      'ticket.priority': ticket.priority ?? 'medium',
      'ticket.page': page,
      'progress.with': support.escalation.levels.find(({ tier }) => tier === ticket.tier)?.title,
      'progress.by': by,
    },
    { timeZone: requester.timeZone ?? site.timeZone, locale: site.locale },
    { name: site.name, address: new URL(site.base, site.url).href },
  );
  return { to: { email: requester.email }, ...composed, automatic: 'notice' };
}
