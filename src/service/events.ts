/** `/intake/events`: what readers' pages tell about how they were used. Nobody waits for the answer. */
import type { Context } from 'hono';
import { BOT } from '../events/bots.ts';
import { envelope } from '../events/envelope.ts';
import { keepEvents } from '../events/events.ts';
import type { Manifest } from '../site/manifest.ts';
import { readBody } from './body.ts';
import type { Count } from './limits.ts';
import { invalid, Refusal } from './problems.ts';
import type { Rooms } from './rooms.ts';

/** Fifty searches of 200 characters, each four bytes and percent-encoded, is three times what a page ever sends. */
const BODY_CAP = 65_536;

export async function postEvents(context: Context, rooms: Rooms): Promise<Response> {
  const body = await readBody(context, BODY_CAP);
  const sent = envelope.safeParse(body.kind === 'form' ? fromForm(body.values['events']) : body.values);
  if (!sent.success) throw invalid(sent.error);
  const limits = rooms.eventsLimits;
  const counts: Count[] = [
    { limit: limits.session, key: sent.data.session },
    { limit: limits.client, key: await rooms.limits.client(rooms.clientOf(context)) },
    { limit: limits.all, key: 'all' },
  ];
  rooms.limits.refuse(counts);
  const manifest = rooms.manifest();
  const around = { articleAt: articleAt(manifest), knownWord: knownWord(manifest), bot: BOT.test(context.req.header('user-agent') ?? ''), now: rooms.clock() };
  const store = await rooms.store();
  const kept = await store.write(async (trx) => {
    await rooms.limits.admit(trx, counts);
    return keepEvents(trx, sent.data, around);
  });
  rooms.metrics.events.inc({ bot: String(around.bot) }, kept);
  return context.body(null, 204);
}

/** A beacon is a form with one field: a browser sends that to another host without asking first. */
function fromForm(events: unknown): unknown {
  try {
    return JSON.parse(String(events));
  } catch {
    throw new Refusal({ status: 400, error: 'invalid', message: 'The field "events" holds no JSON.' });
  }
}

const addresses = new WeakMap<Manifest, Map<string, string>>();

function articleAt(manifest: Manifest): (address: string) => string | undefined {
  let known = addresses.get(manifest);
  if (known === undefined) addresses.set(manifest, (known = new Map(manifest.articles.map(({ address, id }) => [manifest.base.slice(0, -1) + address, id]))));
  return (address) => known.get(address);
}

const words = new WeakMap<Manifest, Set<string>>();

/** The words of titles: what the site speaks of is no name. */
function knownWord(manifest: Manifest): (word: string) => boolean {
  return (word) => {
    let known = words.get(manifest);
    if (known === undefined) {
      const texts = [manifest.name, ...manifest.articles.map(({ title }) => title)];
      words.set(manifest, (known = new Set(texts.flatMap((text) => text.toLowerCase().match(/\p{L}+/gu) ?? []))));
    }
    return known.has(word);
  };
}
