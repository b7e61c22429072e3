/** The page of a form as a reader without a script gets it back. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { readAnswers, type Answers } from '../forms/answers.ts';
import { findsIn, watchedNames, type Find } from '../forms/finds.ts';
import type { Form } from '../forms/form.ts';
import { reviewKnown } from '../forms/incident-views.ts';
import { formPageWithProblems, reviewPage, unavailablePage, type Failure, type FormState, type ReviewState } from '../forms/pages.ts';
import { momentInWords } from '../mail/moment.ts';
import { incidentsTextsFor } from '../texts/incidents-texts.ts';
import type { Envelope } from '../store/envelope.ts';
import { issueFormToken, readFormToken } from '../tickets/intake/form-token.ts';
import { readKey } from '../tickets/intake/idempotency.ts';
import { readContext, type KnownUser } from '../tickets/intake/known-user.ts';
import type { Count } from './limits.ts';
import type { Problem } from './problems.ts';
import type { SentForm } from './tickets-body.ts';
import { audienceOf, clientOf, textIn, type TicketRooms } from './tickets-rooms.ts';

/** A form that was sent without a script. */
export interface Plain {
  readonly rooms: TicketRooms;
  readonly form: Form;
  /** Its page. */
  readonly built: string;
  readonly sent: SentForm;
  readonly user: KnownUser | undefined;
}

const FAILURES: Readonly<Record<string, Failure>> = { 'too-many': 'tooMany', refused: 'refused', 'other-body': 'refused', 'same-key': 'busy', 'too-large': 'tooLarge' };

export function stateOf({ rooms, form, sent, user }: Plain): FormState {
  const { locale, articles } = rooms.manifest();
  const about = articles.find(({ id }) => id === textIn(sent.values, 'article'))?.title;
  return { form, values: sent.values, locale, user, about };
}

/** What looks private, in what people write freely. */
export function findsOf({ rooms, form, sent }: Plain): Find[] {
  return findsIn(sent.values, watchedNames(form), rooms.detect);
}

/** What the page says of an open incident that the message may be about. @param said what was just done */
export function knownOf({ rooms, sent }: Plain, { subject, message, component, article }: Answers, said?: string): ReviewState['incident'] {
  const { articles, contact, locale } = rooms.manifest();
  const readAbout = articles.find(({ id }) => id === article)?.components;
  const fit = rooms.incidents.fitting({ subject, message, component, readAbout });
  // Who pressed a button of it sees it again.
  const incident = fit?.incident ?? (said === undefined ? undefined : rooms.incidents.open().find(({ id }) => id === textIn(sent.values, 'incident')));
  if (incident === undefined) return undefined;
  const at = incident.updates[0]?.at;
  const updated = at === undefined ? undefined : momentInWords(at, contact?.timeZone ?? 'UTC', locale);
  return { id: incident.id, parts: reviewKnown({ incident, reasons: fit?.reasons ?? [], updated, t: incidentsTextsFor(locale), tells: rooms.incidents.tells(), said, pressed: said === undefined ? undefined : textIn(sent.values, 'step') }) };
}

/** Whom the form's token names; before there is one, the product's own context. */
export async function knownTo(rooms: TicketRooms, form: Form, values: SentForm['values']): Promise<KnownUser | undefined> {
  const now = rooms.clock();
  const store = await rooms.store().catch(() => undefined);
  const token = store && readFormToken(store.envelope, textIn(values, 'token'), form.id, now);
  return token?.user ?? readContext(textIn(values, 'user'), { keys: rooms.contextKeys, audience: audienceOf(rooms) }, now);
}

/** Counts a page made for somebody, and gives what signs its token. */
export async function countReview(rooms: TicketRooms, client: string): Promise<Envelope> {
  const { review, reviewAll } = rooms.ticketsLimits;
  const counts: Count[] = [
    { limit: review, key: client },
    { limit: reviewAll, key: 'all' },
  ];
  rooms.limits.refuse(counts);
  const store = await rooms.store();
  await store.write((trx) => rooms.limits.admit(trx, counts));
  return store.envelope;
}

/** Nothing was stored: the same page, with every word and why. */
export async function failedPage(plain: Plain, problem: Problem, rooms: TicketRooms, context: Context): Promise<string> {
  const { form, built, sent } = plain;
  // What a machine put into the trap is not given back: a person whose browser filled it in can send again.
  const state = { ...stateOf(plain), values: { ...sent.values, website: '' } };
  const problems = Object.entries(problem.fields ?? {}).map(([field, message]) => ({ field, message }));
  const read = readAnswers(form, sent.values, rooms.clock(), rooms.manifest().locale);
  const second = textIn(sent.values, 'step') === 'send' && read.ok;
  const review = second ? { answers: read.answers, finds: findsOf(plain), incident: knownOf(plain, read.answers), ...(await tokenAgain(plain, problem, context)) } : undefined;
  if (problem.error === 'audience') return formPageWithProblems(built, { ...state, problems: [] });
  if (problem.error === 'invalid') return review === undefined ? formPageWithProblems(built, { ...state, problems }) : reviewPage(built, { ...state, ...review, problems });
  return unavailablePage(built, { ...state, ...review, failure: FAILURES[problem.error] ?? 'unavailable', retryAfterSeconds: problem.retryAfterSeconds });
}

/** What the second step had, or a new token when the old one is worth nothing any more. */
async function tokenAgain({ rooms, form, sent, user }: Plain, { error }: Problem, context: Context): Promise<Pick<ReviewState, 'token' | 'key'>> {
  const had = { token: textIn(sent.values, 'token'), key: textIn(sent.values, 'key') };
  if (error !== 'refused' && error !== 'other-body') return had;
  try {
    const envelope = await countReview(rooms, await clientOf(rooms, context));
    const { token } = issueFormToken(envelope, form.id, 'plain', user, rooms.clock());
    // With the same key, a message whose answer was lost on the way stays one.
    return { token, key: error === 'refused' ? (readKey(had.key) ?? randomUUID()) : randomUUID() };
  } catch {
    return had;
  }
}
