/** `/intake/tickets`: a message to the support team, from a script or from a plain form. */
import type { Context } from 'hono';
import { FORM_TOKEN_LIFE_MS, issueFormToken } from '../tickets/intake/form-token.ts';
import { readKey } from '../tickets/intake/idempotency.ts';
import { readContext } from '../tickets/intake/known-user.ts';
import { makeChallenge } from '../tickets/intake/proof.ts';
import type { Started } from '../forms/receipt.ts';
import { randomUUID } from 'node:crypto';
import { readBody } from './body.ts';
import { Refusal } from './problems.ts';
import { receiptOf } from './tickets-answers.ts';
import { readSentForm, type SentForm } from './tickets-body.ts';
import { fromPlainForm } from './tickets-plain.ts';
import { audienceOf, clientOf, formNamed, textIn, type TicketRooms } from './tickets-rooms.ts';
import { sendTicket } from './tickets-send.ts';

/** A form's name and a context of 4 KB. */
const START_CAP = 8_192;

/** What a form needs before it can be sent, asked for when somebody first touches it. */
export async function postStart(context: Context, rooms: TicketRooms): Promise<Response> {
  const { values } = await readBody(context, START_CAP);
  const form = formNamed(rooms, values['form']);
  const client = await clientOf(rooms, context);
  const { start, startAll } = rooms.ticketsLimits;
  const counts = [
    { limit: start, key: client },
    { limit: startAll, key: 'all' },
  ];
  rooms.limits.refuse(counts);
  const store = await rooms.store();
  await store.write((trx) => rooms.limits.admit(trx, counts));
  const now = rooms.clock();
  const user = readContext(textIn(values, 'user'), { keys: rooms.contextKeys, audience: audienceOf(rooms) }, now);
  const { token, nonce } = issueFormToken(store.envelope, form.id, 'script', user, now);
  const challenge = await makeChallenge(store.envelope, nonce, now + FORM_TOKEN_LIFE_MS, rooms.proofWork);
  const { name, email, plan, verified, enterprise } = user ?? {};
  const started: Started = { token, key: randomUUID(), challenge, ...(user === undefined ? {} : { user: { name, email, plan, verified, enterprise } }) };
  context.header('cache-control', 'no-store');
  return context.json(started);
}

export async function postTickets(context: Context, rooms: TicketRooms): Promise<Response> {
  const header = context.req.header('idempotency-key');
  const sent = await readSentForm(context);
  if (sent.kind === 'form' && header === undefined) return fromPlainForm(context, rooms, sent);
  return fromScript(context, rooms, sent, header);
}

async function fromScript(context: Context, rooms: TicketRooms, sent: SentForm, header: string | undefined): Promise<Response> {
  const key = readKey(header);
  if (key === undefined) {
    throw new Refusal({ status: 400, error: 'key', message: 'Send a header Idempotency-Key of 8 to 255 characters, so that a repeat makes no second ticket.' });
  }
  const taken = await sendTicket(rooms, { ...sent, key, way: 'script', client: await clientOf(rooms, context) });
  context.header('cache-control', 'no-store');
  return context.json(receiptOf(rooms, formNamed(rooms, taken.form), taken), 201);
}
