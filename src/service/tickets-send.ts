/** From what was sent to a stored ticket, whichever way it came. */
import { inspect, type UploadProblem } from '../attachments/inspect.ts';
import { readAnswers } from '../forms/answers.ts';
import { mayUse } from '../forms/audience.ts';
import { FILE_LIMITS } from '../forms/files.ts';
import { follow } from '../incidents/followers.ts';
import { askedFields, type Form } from '../forms/form.ts';
import { contactTextsFor } from '../texts/contact-texts.ts';
import { spentDigest, type FormToken } from '../tickets/intake/form-token.ts';
import { answeredBefore, fingerprint, keyDigest, OtherBody } from '../tickets/intake/idempotency.ts';
import { readFormToken } from '../tickets/intake/form-token.ts';
import { isProven } from '../tickets/intake/proof.ts';
import { zoneNamed } from '../tickets/intake/promise.ts';
import { AlreadySpent } from '../tickets/intake/spent.ts';
import { takenSchema, takeTicket, type Taken, type Taking } from '../tickets/intake/take.ts';
import { oneAddress } from '../store/sealed-columns.ts';
import type { Envelope } from '../store/envelope.ts';
import type { Store } from '../store/store.ts';
import type { Count } from './limits.ts';
import { Refusal } from './problems.ts';
import { articlesFor } from './tickets-answers.ts';
import type { SentFile, SentForm } from './tickets-body.ts';
import { formNamed, refused, textIn, type TicketRooms } from './tickets-rooms.ts';

/** What came, and from whom. */
export interface Sending extends SentForm {
  readonly way: FormToken['way'];
  /** As the client chose it. */
  readonly key: string;
  /** Today's name of the client. */
  readonly client: string;
}

/** Nobody reads a form, fills it and sends it faster. A page that checks answers is read more quickly. */
const LEAST_MS = { script: 3_000, plain: 1_000 } as const;

/**
 * @throws {Refusal} 403, 404, 409, 422 with what is wrong
 * @throws {TooMany | StoreUnavailable}
 */
export async function sendTicket(rooms: TicketRooms, sending: Sending): Promise<Taken> {
  const key = keyDigest(sending.key);
  const first = rooms.underWay.of(key);
  // A double click: the browser shows the second answer, so that has to be the same one.
  if (first !== undefined && sending.way === 'plain') await first.catch(() => undefined);
  else if (first !== undefined) throw new Refusal({ status: 409, error: 'same-key', message: 'The same message is being stored at this moment. Wait a moment, then try again.', retryAfterSeconds: 1 });
  return rooms.underWay.hold(key, checkedAndStored(rooms, sending, key));
}

async function checkedAndStored(rooms: TicketRooms, sending: Sending, key: string): Promise<Taken> {
  const { values, files, way } = sending;
  const form = formNamed(rooms, values['form']);
  const store = await rooms.store();
  const now = rooms.clock();
  const token = admitted(store.envelope, form, sending, now);
  if (token === undefined) {
    // A token ends after a day and an answer after seven: told anew to start again, a program would send a second ticket.
    const before = await store.read((db) => answeredBefore(db, store.envelope, key, fingerprint(values, chosenFiles(form, values, files)), takenSchema, now));
    if (before === undefined) throw refused();
    return before;
  }
  const answers = checked(rooms, form, values, now);
  const counts = countsFor(rooms, store.envelope, sending, answers.email);
  rooms.limits.refuse(counts);
  const uploads = chosenFiles(form, values, files);
  const attachments = uploads.length === 0 ? [] : await inspected(rooms, uploads);
  // Last, so that a wrong field has cost nobody their proof; spent only with the ticket itself.
  if (way === 'script' && !isProven(store.envelope, token.nonce, textIn(values, 'proof'))) throw refused();
  const article = rooms.manifest().articles.some(({ id }) => id === answers.article) ? answers.article : undefined;
  const timeZone = zoneNamed(values['timeZone']);
  const incident = incidentOf(rooms, values);
  const tell = textIn(values, 'tell') !== '' && rooms.incidents.tells();
  return storeOnce(rooms, store, way, {
    sent: { form, answers: { ...answers, article }, user: token.user, timeZone, incident, files: attachments },
    once: { key, body: fingerprint(values, uploads), spends: { digest: spentDigest(token), until: token.until } },
    articles: await articlesFor(rooms, answers),
    async admit(trx) {
      if (incident !== undefined && tell) await follow(trx, store.envelope, { incident: incident.id, email: answers.email, timeZone, askedBy: 'ticket' }, rooms.clock());
      await rooms.limits.admit(trx, counts);
    },
    rules: rooms.rules(),
  });
}

/** The open incident that was shown with the form, unless the reader said that it is something else. */
export function incidentOf({ incidents }: Pick<TicketRooms, 'incidents'>, values: Readonly<Record<string, unknown>>): { readonly id: string; readonly components: readonly string[] } | undefined {
  const id = textIn(values, 'incident');
  const open = id === '' || textIn(values, 'otherMatter') !== '' ? undefined : incidents.open().find((one) => one.id === id);
  return open && { id, components: open.parts.map((part) => part.id) };
}

/** `undefined` for what a machine does wrong. It looks the same from outside, whatever it was. */
function admitted(envelope: Envelope, form: Form, { values, way }: Sending, now: number): FormToken | undefined {
  const token = readFormToken(envelope, textIn(values, 'token'), form.id, now);
  if (token === undefined || token.way !== way || now - token.at < LEAST_MS[way] || textIn(values, 'website') !== '') return undefined;
  if (!mayUse(form.audience, token.user)) throw notForEverybody(form);
  return token;
}

export function notForEverybody(form: Form): Refusal {
  return new Refusal({ status: 403, error: 'audience', message: form.otherwise ?? 'This form is not for everyone.' });
}

/** @throws {Refusal} 422 with a sentence for each field */
export function checked(rooms: TicketRooms, form: Form, values: Readonly<Record<string, unknown>>, now: number) {
  const read = readAnswers(form, values, now, rooms.manifest().locale);
  if (!read.ok) throw invalidAnswers(Object.fromEntries(read.problems.map(({ field, message }) => [field, message])));
  return read.answers;
}

export function invalidAnswers(fields: Readonly<Record<string, string>>): Refusal {
  return new Refusal({ status: 422, error: 'invalid', message: 'Something in the form is not right.', fields });
}

function countsFor({ ticketsLimits: limits }: TicketRooms, envelope: Envelope, { way, client }: Sending, email: string): Count[] {
  const requester = envelope.blindIndex(oneAddress(email), 'limit of messages');
  return [
    { limit: way === 'script' ? limits.client : limits.clientPlain, key: client },
    { limit: limits.requester, key: requester },
    { limit: way === 'script' ? limits.all : limits.allPlain, key: 'all' },
  ];
}

/** Files, when the form asks for some: under the name of its question, or under the one that the page of checking uses. */
function chosenFiles(form: Form, values: Readonly<Record<string, unknown>>, files: readonly SentFile[]): readonly SentFile[] {
  const asked = new Set(askedFields(form, values).filter(({ kind }) => kind === 'file').map(({ name }) => name));
  return asked.size === 0 ? [] : files.filter(({ field }) => field === 'files' || asked.has(field));
}

export async function inspected(rooms: TicketRooms, files: readonly SentFile[]) {
  const looked = await inspect(files);
  if (looked.ok) return looked.files;
  throw invalidAnswers({ files: looked.problems.map((problem) => fileSentence(problem, rooms.manifest().locale)).join('. ') });
}

function fileSentence({ kind, file = '' }: UploadProblem, locale: string): string {
  const t = contactTextsFor(locale).errors.files;
  switch (kind) {
    case 'count':
      return t.count(FILE_LIMITS.count);
    case 'all':
      return t.all(FILE_LIMITS.all);
    case 'each':
      return t.each(file, FILE_LIMITS.each);
    default:
      return t[kind](file);
  }
}

async function storeOnce(rooms: TicketRooms, store: Store, way: Sending['way'], taking: Taking): Promise<Taken> {
  try {
    const { fresh, ...taken } = await takeTicket(store, taking, rooms.clock);
    if (fresh) {
      rooms.metrics.tickets.inc({ way });
      rooms.wake();
    }
    return taken;
  } catch (error) {
    if (error instanceof AlreadySpent) throw refused();
    if (error instanceof OtherBody) throw new Refusal({ status: 422, error: 'other-body', message: 'This key was used for another message. Start again with a new one.' });
    throw error;
  }
}
