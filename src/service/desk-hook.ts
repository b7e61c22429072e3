/** `/intake/desk/<name>`: a help desk outside tells what agents did there, so that clocks and reports are right. */
import type { Context } from 'hono';
import { fromHelpScout } from '../delivery/help-scout-hook.ts';
import { hookSchema, signedId } from '../delivery/hooks.ts';
import { scheduleOf } from '../tickets/watch/schedule.ts';
import { takeFromDesk } from '../tickets/intake/from-desk.ts';
import { readText } from './body.ts';
import { invalid, Refusal } from './problems.ts';
import type { TicketRooms } from './tickets-rooms.ts';

const BODY_CAP = 262_144;

export async function postDesk(context: Context, rooms: TicketRooms): Promise<Response> {
  const name = context.req.param('name') ?? '';
  const hook = rooms.deskHooks.get(name);
  const support = rooms.support();
  const body = await readText(context.req.raw, BODY_CAP);
  const now = rooms.clock();
  const id = hook && signedId(hook, context.req.header(), body, now);
  // A desk that nobody set up and a wrong signature are answered alike.
  if (id === undefined || support === undefined) throw new Refusal({ status: 403, error: 'refused', message: 'This is not signed, or not by a desk that is known here.' });
  const told = hook?.kind === 'help-scout' ? fromHelpScout(context.req.header('x-helpscout-event') ?? '', json(body)) : { told: json(body) };
  // Events of conversations that are none of ours come with the rest.
  if (told === undefined) return context.json({ became: 'past' });
  const read = hookSchema.safeParse(told.told);
  if (!read.success) throw invalid(read.error);
  const store = await rooms.store();
  const recording = { envelope: store.envelope, schedule: (events: Parameters<typeof scheduleOf>[0]) => scheduleOf(events, support) };
  const became = await store.write((trx) => takeFromDesk(trx, recording, name, told.id ?? id, read.data, now));
  if (became === 'unknown') throw new Refusal({ status: 404, error: 'not-found', message: 'There is no such ticket.' });
  if (became === 'too-early') throw new Refusal({ status: 409, error: 'too-early', message: 'What this follows has not come yet. Send it again.', retryAfterSeconds: 30 });
  return context.json({ became });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
