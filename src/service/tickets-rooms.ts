/** What the routes of tickets share, besides what every route does. */
import type { Context } from 'hono';
import type { Form } from '../forms/form.ts';
import { notFound, Refusal } from './problems.ts';
import type { Rooms } from './rooms.ts';
import type { TicketsService } from './tickets-service.ts';

export interface TicketRooms extends Rooms, TicketsService {}

/** The site's own address, which a signed context names as its audience. */
export function audienceOf({ manifest }: Pick<Rooms, 'manifest'>): string {
  return manifest().url.replace(/\/$/, '');
}

/** @throws {Refusal} 404 when this build has no such form */
export function formNamed(rooms: Rooms, id: unknown): Form {
  const form = rooms.manifest().contact?.forms.find((one) => one.id === id);
  if (form === undefined) throw notFound('form');
  return form;
}

/**
 * One answer for whatever a machine may have done wrong: what is told apart can be tried out. A person's page asks
 * for a new token, and sends again.
 */
export function refused(): Refusal {
  return new Refusal({ status: 403, error: 'refused', message: 'This page has been open for too long, or was not opened here. Try again.', retryAfterSeconds: 3 });
}

export const prefixOf = ({ manifest }: Pick<Rooms, 'manifest'>) => manifest().base.slice(0, -1);

export const clientOf = (rooms: Rooms, context: Context) => rooms.limits.client(rooms.clientOf(context));

/** A value as one text; anything else than text is nothing. */
export const textIn = (values: Readonly<Record<string, unknown>>, name: string): string => (typeof values[name] === 'string' ? values[name] : '');

/** @throws {Refusal} 404 when this build has no such page */
export async function builtPage(rooms: Rooms, address: string): Promise<string> {
  const built = await rooms.page(address).catch(() => undefined);
  if (built === undefined) throw notFound('page');
  return built;
}
