/** What an incident was for people: when they first told of it, how many, in which words. Counts, and words of at least five. */
import type { Incident } from '../catalog/status-tree.ts';
import { TOLD_FROM_SESSIONS } from '../events/queries.ts';
import type { PeopleFacts } from '../status/postmortem.ts';
import { partsOf, resolvedAt } from '../status/timeline.ts';
import type { Store } from '../store/store.ts';
import { TELL_MAIL, TELL_WEBHOOK } from '../subscriptions/tell.ts';
import { queriesReach, searchesBetween, ticketsBetween, votesBetween } from './count.ts';
import { episodesBetween } from './episodes.ts';
import { saidBetween, type Reading } from './evidence.ts';

const HOUR_MS = 60 * 60_000;
/** People tell of it before anybody writes when it began. */
const BEFORE_MS = HOUR_MS;
/** Longer ones are counted over their first week. */
const MOST_MS = 7 * 24 * HOUR_MS;

export async function factsOfIncident(store: Store, reading: Reading, incident: Incident, now: number): Promise<PeopleFacts> {
  const { id, started } = incident;
  const parts = partsOf(incident);
  const from = started - BEFORE_MS;
  const until = Math.min(resolvedAt(incident, now) ?? now, started + MOST_MS);
  const concerned = (reached: readonly string[]) => reached.some((one) => parts.includes(one));
  const [people, sessions, voters] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const ticketTimes: number[] = [];
  // By the hour, so that a flood is read whole.
  for (let at = from; at < until; at += HOUR_MS) {
    const to = Math.min(at + HOUR_MS, until);
    for (const ticket of await ticketsBetween(store, at, to)) {
      if (!concerned(reading.reach.ofTicket(ticket.facts))) continue;
      people.add(ticket.requester);
      ticketTimes.push(ticket.at);
    }
    for (const vote of await votesBetween(store, at, to)) if (concerned(reading.reach.ofArticle(vote.article))) voters.add(vote.session ?? vote.id);
    const searches = await searchesBetween(store, at, to);
    const reached = await queriesReach(searches.map(({ query }) => query), reading);
    for (const { query, session } of searches) if (concerned(reached.get(query) ?? [])) sessions.add(session);
  }
  const linked = await store.read((db) => db.selectFrom('ticket').select(['requester', 'created_at']).where('incident', '=', id).execute());
  const episode = (await episodesBetween(store, from - HOUR_MS, until)).find(({ component, incident: opened }) => opened === id || parts.includes(component));
  const { words } = await saidBetween(store, reading, { components: parts, from, until }, TOLD_FROM_SESSIONS);
  const first = [...ticketTimes, ...linked.map(({ created_at }) => Number(created_at)).filter((at) => at >= from)].sort((a, b) => a - b)[0];
  return {
    firstSignal: episode?.beganAt,
    firstTicket: first,
    tickets: people.size,
    linked: new Set(linked.map(({ requester }) => requester)).size,
    meToos: await counted(store, 'incident_me_too', id),
    votes: voters.size,
    searches: sessions.size,
    followers: await counted(store, 'incident_follower', id),
    subscribers: await subscribersTold(store, id),
    words,
  };
}

async function counted({ read }: Store, table: 'incident_me_too' | 'incident_follower', incident: string): Promise<number> {
  const { n } = await read((db) => db.selectFrom(table).select((count) => count.fn.countAll().as('n')).where('incident', '=', incident).executeTakeFirstOrThrow());
  return Number(n);
}

/** As long as the outbox keeps what it did, which is longer than a post-mortem takes. */
async function subscribersTold({ read }: Store, incident: string): Promise<number> {
  const rows = await read((db) => db.selectFrom('outbox').select('about').where('kind', 'in', [TELL_MAIL, TELL_WEBHOOK]).where('state', '=', 'done').where('once_key', 'like', `%:${incident}:%`).execute());
  return new Set(rows.map(({ about }) => (JSON.parse(about) as { subscriber: string }).subscriber)).size;
}
