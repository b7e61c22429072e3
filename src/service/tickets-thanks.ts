/** The page of thanks: opened by a link that we sign, shows only what the link was made for, and changes nothing. */
import type { Context } from 'hono';
import { thanksPage } from '../forms/pages.ts';
import { readSigned, sign } from '../tickets/intake/signed.ts';
import { takenSchema, type Taken } from '../tickets/intake/take.ts';
import { Refusal } from './problems.ts';
import { receiptOf } from './tickets-answers.ts';
import { builtPage, formNamed, prefixOf, type TicketRooms } from './tickets-rooms.ts';

/** A day: long enough to come back to a tab, short enough for a shared computer. */
const LIFE_MS = 24 * 60 * 60_000;
const PURPOSE = 'page of thanks';

/** Holds the reference, the promise and ids of articles, and nothing that was typed. */
export async function thanksAddress(rooms: TicketRooms, taken: Taken): Promise<string> {
  const { envelope } = await rooms.store();
  return `${prefixOf(rooms)}/intake/tickets/thanks?ref=${taken.reference}&t=${sign(envelope, PURPOSE, taken, rooms.clock() + LIFE_MS)}`;
}

export async function getThanks(context: Context, rooms: TicketRooms): Promise<Response> {
  const { envelope } = await rooms.store();
  const read = readSigned(envelope, PURPOSE, context.req.query('t') ?? '', takenSchema, rooms.clock());
  if (read === undefined || read.claims.reference !== context.req.query('ref')) {
    throw new Refusal({ status: 404, error: 'not-found', message: 'This page could be opened for one day. Your reference stands in the email that we sent you.' });
  }
  const built = await builtPage(rooms, '/contact/thanks/');
  context.header('cache-control', 'no-store');
  return context.html(thanksPage(built, { receipt: receiptOf(rooms, formNamed(rooms, read.claims.form), read.claims), locale: rooms.manifest().locale }));
}
