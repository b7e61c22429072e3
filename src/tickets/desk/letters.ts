/** Letters of the conversation: what a person answered, that it is solved, how it was, that a request arrived. */
import { RATING_MAIL, RATING_REMINDER_MAIL } from '../../catalog/support/follow-up.ts';
import type { Site } from '../../catalog/schema.ts';
import { replyNamed } from '../../catalog/support/replies.ts';
import type { Support } from '../../catalog/support/support.ts';
import { compose } from '../../mail/compose.ts';
import { draftOf } from '../../mail/draft.ts';
import type { Letter } from '../../mail/letter.ts';
import type { AnswerLink, ReplyKind, ValuesOf } from '../../mail/placeholders.ts';
import type { Template } from '../../mail/template.ts';
import { writtenBody } from '../../mail/written.ts';
import type { TicketEvent } from '../events.ts';
import { snapshotOf } from '../lifecycle.ts';
import type { Ticket } from '../read.ts';
import type { Requester } from '../requesters.ts';
import { RESOLVED_MAIL } from './acts.ts';
import { ANSWER_MAIL } from './reply.ts';

export interface Team {
  readonly site: Site;
  readonly support: Support;
}

/** What every letter of a ticket is made from. */
export interface Writing {
  readonly team: Team;
  readonly ticket: Ticket;
  readonly requester: Requester;
  /** The requester's own page. */
  readonly page: string | undefined;
}

export const DATA_REQUEST_MAIL = 'data-request';
/** What a requester can ask for, as the letter calls it. */
export const DATA_REQUESTS = { copy: 'a copy of everything we keep about you', erasure: 'the erasure of everything we keep about you' } as const;
export type DataRequest = keyof typeof DATA_REQUESTS;

/** Letters that are made here. */
export const CONVERSATION_LETTERS: ReadonlySet<string> = new Set([ANSWER_MAIL, RESOLVED_MAIL, RATING_MAIL, RATING_REMINDER_MAIL, DATA_REQUEST_MAIL]);

/** A letter with the words of one event; `skip` when there is nobody to write to, or the words are gone. */
export function answerLetter({ team, ticket, requester, page }: Writing, event: TicketEvent | undefined): Letter | 'skip' {
  const { body, subject } = event?.words ?? {};
  if (requester.email === undefined || event?.kind !== 'replied' || body === undefined) return 'skip';
  const values = { ...common(team, ticket, page), 'agent.name': roleOf(team, ticket, event.actor.name), 'reply.words': writtenBody(body) };
  return letter(team, requester, replyNamed(team.support.replies, ANSWER_MAIL, 'answer'), values, { fromName: senderOf(team, ticket, event.actor.name), subject });
}

/** Tells that a ticket is solved. What a person wrote goes out as theirs, all else as automatic. */
export function resolvedLetter({ team, ticket, requester, page }: Writing, event: TicketEvent | undefined): Letter | 'skip' {
  const { resolvedAt, closedAt } = snapshotOf(ticket.events);
  const { body, subject } = event?.words ?? {};
  // Opened again meanwhile: what an agent wrote is still an answer, the rest is over.
  if (requester.email === undefined || event === undefined) return 'skip';
  if (resolvedAt === undefined || closedAt !== undefined) return event.kind === 'replied' && team.support.replies.has(ANSWER_MAIL) ? answerLetter({ team, ticket, requester, page }, event) : 'skip';
  const { followUp } = team.support;
  const by = event.actor.kind === 'agent' ? event.actor.name : undefined;
  const values = {
    ...common(team, ticket, page),
    'agent.name': body === undefined ? undefined : roleOf(team, ticket, by),
    'reply.words': body === undefined ? undefined : writtenBody(body),
    'reopen.until': followUp && resolvedAt + followUp.reopenFor,
  };
  const own = body === undefined ? ({ automatic: 'notice' } as const) : { fromName: senderOf(team, ticket, by), subject };
  return letter(team, requester, replyNamed(team.support.replies, RESOLVED_MAIL, 'resolved'), values, own);
}

/** Asks how it was; `skip` when that is known, or it is not solved any more. */
export function ratingLetter({ team, ticket, requester, page }: Writing, name: typeof RATING_MAIL | typeof RATING_REMINDER_MAIL): Letter | 'skip' {
  const { state, rating } = snapshotOf(ticket.events);
  const asked = team.support.followUp?.rating;
  const open = state === 'resolved' || (state === 'closed' && name === RATING_MAIL);
  if (requester.email === undefined || asked === undefined || rating !== undefined || !open || page === undefined || !team.support.replies.has(name)) return 'skip';
  return letter(team, requester, replyNamed(team.support.replies, name, 'rating'), { ...common(team, ticket, page), 'rating.question': asked.question }, { automatic: 'notice' });
}

/** Confirms that somebody asked for their data, so that whoever did not can say so. */
export function dataRequestLetter({ team, ticket, requester, page }: Writing, what: string): Letter | 'skip' {
  if (requester.email === undefined || !Object.hasOwn(DATA_REQUESTS, what) || !team.support.replies.has(DATA_REQUEST_MAIL)) return 'skip';
  return letter(team, requester, replyNamed(team.support.replies, DATA_REQUEST_MAIL, 'data-request'), { ...common(team, ticket, page), 'request.what': DATA_REQUESTS[what as DataRequest] }, { automatic: 'answer' });
}

/** What a reply can say of an incident. */
export interface ToldIncident {
  readonly title: string;
  /** Its page's whole address. */
  readonly page: string;
  readonly began: number;
  readonly ended: number | undefined;
  /** What the update says that resolved it. */
  readonly words: string | undefined;
}

/**
 * A canned reply for this ticket, filled as far as it goes, to be finished by an agent.
 *
 * @param handle   who answers
 * @param incident the one that the ticket is linked to
 */
export function draftReply({ team, ticket, requester }: Omit<Writing, 'page'>, template: Template<'reply'>, handle: string, answers: readonly AnswerLink[], incident?: ToldIncident): { readonly subject: string; readonly text: string } {
  const about = incident === undefined ? {} : { 'incident.title': incident.title, 'incident.page': incident.page, 'incident.began': incident.began, 'incident.ended': incident.ended, 'incident.words': incident.words };
  const values = { ...common(team, ticket, undefined), ...about, 'requester.name': requester.name, 'agent.name': roleOf(team, ticket, handle), answers };
  return draftOf(template, values, readerOf(team, requester));
}

function letter<K extends ReplyKind>(team: Team, requester: Requester, template: Template<K>, values: ValuesOf<K>, { subject, ...more }: Partial<Letter>): Letter {
  const { site } = team;
  const composed = compose(template, values, readerOf(team, requester), { name: site.name, address: helpCenterOf(team) });
  return { to: { email: requester.email! }, ...composed, ...(subject === undefined || subject.trim() === '' ? {} : { subject }), ...more };
}

function common(team: Team, { reference, events }: Ticket, page: string | undefined) {
  const { priority = 'medium' } = snapshotOf(events);
  return {
    'site.name': team.site.name,
    'site.product': team.site.product,
    'site.helpCenter': helpCenterOf(team),
    'site.emergency': team.site.emergency,
    'ticket.reference': reference,
    'ticket.priority': `${priority[0]?.toUpperCase() ?? ''}${priority.slice(1)}`,
    'ticket.page': page,
  };
}

const helpCenterOf = ({ site }: Team) => new URL(site.base, site.url).href;
const readerOf = ({ site }: Team, { timeZone }: Requester) => ({ timeZone: timeZone ?? site.timeZone, locale: site.locale });

/** An agent's role, or their team's; a handle stands in the log and in no letter. */
function roleOf({ site, support }: Team, { events }: Ticket, handle: string | undefined): string {
  const teams = support.teams?.teams ?? [];
  const team = teams.find(({ id }) => id === snapshotOf(events).team);
  const agent = [...(team === undefined ? [] : [team]), ...teams].flatMap(({ agents }) => agents).find((one) => one.handle === handle);
  return agent?.title ?? team?.title ?? site.product;
}

function senderOf(team: Team, ticket: Ticket, handle: string | undefined): string {
  const role = roleOf(team, ticket, handle);
  return role === team.site.product ? team.site.name : `${role}, ${team.site.product}`;
}
