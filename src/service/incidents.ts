/** `/intake/incidents`: what readers say about an open incident, "me too" and "tell me when it is fixed". */
import type { Context } from 'hono';
import { z } from 'zod';
import { countMeToo, meToosOf, toldCount } from '../incidents/me-too.ts';
import { follow, forgetFollowers, whoStops } from '../incidents/followers.ts';
import type { OpenIncident } from '../incidents/open.ts';
import { stopPage } from '../incidents/stop-page.ts';
import { oneAddress } from '../store/sealed-columns.ts';
import { incidentsTextsFor } from '../texts/incidents-texts.ts';
import { zoneNamed } from '../tickets/intake/promise.ts';
import { readBody } from './body.ts';
import { INCIDENTS_LIMITS } from './incidents-limits.ts';
import type { Count } from './limits.ts';
import { invalid, notFound, Refusal } from './problems.ts';
import { builtPage, clientOf, prefixOf, type TicketRooms } from './tickets-rooms.ts';

const BODY_CAP = 4_096;

const incident = z.string().regex(/^[\w-]{1,100}$/);
const meTooShape = z.object({ incident, session: z.uuid().optional(), here: z.literal('yes').optional() });
const followShape = z.object({ incident, email: z.email().max(254), timeZone: z.string().max(60).optional(), website: z.string().optional() });

/** Counts a reader. From a plain form, the way back leads to the incident's page, which says so. */
export async function postMeToo(context: Context, rooms: TicketRooms): Promise<Response> {
  const { kind, values } = await readBody(context, BODY_CAP);
  const sent = meTooShape.safeParse(values);
  if (!sent.success) throw invalid(sent.error);
  const one = openNamed(rooms, sent.data.incident);
  const count = await sayMeToo(rooms, one, { client: await clientOf(rooms, context), session: sent.data.session, agent: context.req.header('user-agent') ?? '' });
  context.header('cache-control', 'no-store');
  // A page beside the service leads back to itself, also on a copy of the site.
  const page = sent.data.here === undefined ? one.link : `${prefixOf(rooms)}/status/incidents/${one.id}/`;
  if (kind === 'form') return context.redirect(`${page}#counted`, 303);
  return context.json({ ...(count === undefined ? {} : { count }) }, 201);
}

/** Who says it, as far as it is needed to count them once. */
export interface Sayer {
  /** Today's name of the client. */
  readonly client: string;
  readonly session?: string | undefined;
  /** What the browser calls itself. */
  readonly agent: string;
}

/** @returns how many readers may be told that there are */
export async function sayMeToo(rooms: TicketRooms, { id }: OpenIncident, { client, session, agent }: Sayer): Promise<number | undefined> {
  const counts: Count[] = [
    { limit: INCIDENTS_LIMITS.meToo, key: client },
    { limit: INCIDENTS_LIMITS.meTooAll, key: 'all' },
  ];
  rooms.limits.refuse(counts);
  const store = await rooms.store();
  const fresh = await store.write(async (trx) => {
    await rooms.limits.admit(trx, counts);
    return countMeToo(trx, { incident: id, client, tab: session ?? agent, way: session === undefined ? 'plain' : 'script' }, rooms.clock());
  });
  if (fresh) rooms.metrics.incidentWords.inc({ kind: 'me-too' });
  return toldCount(await meToosOf(store, id));
}

/** Notes whom to tell. The answer is the same whether or not the address was known. */
export async function postFollow(context: Context, rooms: TicketRooms): Promise<Response> {
  const { values } = await readBody(context, BODY_CAP);
  const sent = followShape.safeParse(values);
  if (!sent.success) throw invalid(sent.error);
  const { email, timeZone, website = '' } = sent.data;
  if (website !== '') throw new Refusal({ status: 403, error: 'refused', message: 'This was not taken.' });
  await followBy(rooms, openNamed(rooms, sent.data.incident), { email, timeZone: zoneNamed(timeZone), client: await clientOf(rooms, context) });
  context.header('cache-control', 'no-store');
  return context.json({}, 201);
}

export interface Follows {
  readonly email: string;
  readonly timeZone: string | undefined;
  readonly client: string;
}

export async function followBy(rooms: TicketRooms, { id }: OpenIncident, { email, timeZone, client }: Follows): Promise<void> {
  if (!rooms.incidents.tells()) throw notFound('letter');
  const store = await rooms.store();
  const counts: Count[] = [
    { limit: INCIDENTS_LIMITS.follow, key: client },
    { limit: INCIDENTS_LIMITS.followAddress, key: store.envelope.blindIndex(oneAddress(email), 'limit of followers') },
    { limit: INCIDENTS_LIMITS.followAll, key: 'all' },
  ];
  rooms.limits.refuse(counts);
  const fresh = await store.write(async (trx) => {
    await rooms.limits.admit(trx, counts);
    return follow(trx, store.envelope, { incident: id, email, timeZone, askedBy: 'form' }, rooms.clock());
  });
  if (fresh) rooms.metrics.incidentWords.inc({ kind: 'followed' });
}

/** How many say "me too", once they are enough that nobody can be picked out. */
export async function getMeToo(context: Context, rooms: TicketRooms): Promise<Response> {
  const one = openNamed(rooms, context.req.param('incident') ?? '');
  const count = toldCount(await meToosOf(await rooms.store(), one.id));
  context.header('cache-control', 'public, max-age=30');
  return context.json({ ...(count === undefined ? {} : { count }) });
}

/** The page behind the link of a letter. Opening it changes nothing: mail scanners follow links. */
export async function getStop(context: Context, rooms: TicketRooms): Promise<Response> {
  const { envelope } = await rooms.store();
  const known = whoStops(envelope, context.req.param('secret') ?? '') !== undefined;
  context.header('cache-control', 'no-store');
  return context.html(await stopped(rooms, known ? 'ask' : 'gone'), known ? 200 : 404);
}

/** By the page's button, or by a mail program's (RFC 8058). */
export async function postStop(context: Context, rooms: TicketRooms): Promise<Response> {
  const counts: Count[] = [{ limit: INCIDENTS_LIMITS.stop, key: await clientOf(rooms, context) }];
  rooms.limits.refuse(counts);
  const store = await rooms.store();
  const follower = whoStops(store.envelope, context.req.param('secret') ?? '');
  await store.write(async (trx) => {
    await rooms.limits.admit(trx, counts);
    if (follower !== undefined) await forgetFollowers(trx, [follower], rooms.clock());
  });
  context.header('cache-control', 'no-store');
  return context.html(await stopped(rooms, follower === undefined ? 'gone' : 'done'), follower === undefined ? 404 : 200);
}

/** Any built page serves; this one says nothing of its own. */
async function stopped(rooms: TicketRooms, state: 'ask' | 'done' | 'gone'): Promise<string> {
  return stopPage(await builtPage(rooms, '/contact/thanks/'), rooms.manifest().locale, state);
}

/** The address that stops a follower's letters. */
export function stopAddress({ url, base }: { readonly url: string; readonly base: string }, secret: string): string {
  return new URL(`${base}intake/incidents/stop/${secret}`, url).href;
}

/** @throws {Refusal} 404 when it is not open */
function openNamed(rooms: TicketRooms, id: string): OpenIncident {
  const one = rooms.incidents.open().find((other) => other.id === id);
  if (one === undefined) throw new Refusal({ status: 404, error: 'not-found', message: incidentsTextsFor(rooms.manifest().locale).over });
  return one;
}
