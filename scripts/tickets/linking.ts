/** `link` and `unlink`: which incident a ticket is about. */
import type { Incident } from '../../src/catalog/status-tree.ts';
import { readRecordsOf } from '../../src/site/records-file.ts';
import { plainWords } from '../../src/status/words.ts';
import { resolvedAt } from '../../src/status/timeline.ts';
import * as acts from '../../src/tickets/desk/acts.ts';
import type { ToldIncident } from '../../src/tickets/desk/letters.ts';
import { agentOf, Mistyped, needed, ticketNamed, type Command, type Room } from './command.ts';

export const link: Command = {
  usage: 'link REFERENCE…',
  says: 'they are about --incident ID',
  takes: [1, Infinity],
  run: (room, references) => linkAll(room, references, incidentNamed(needed(room.options.incident, 'incident')).incident),
};

export const unlink: Command = {
  usage: 'unlink REFERENCE…',
  says: 'they are about no incident',
  takes: [1, Infinity],
  run: (room, references) => linkAll(room, references, undefined),
};

async function linkAll(room: Room, references: readonly string[], incident: Incident | undefined): Promise<0> {
  const by = agentOf(room);
  // All are looked up first: a slip in the last one changes nothing.
  const tickets = await Promise.all(references.map((reference) => ticketNamed(room, reference)));
  for (const { id } of tickets) await acts.link(room.desk, id, by, incident?.id ?? null);
  const names = tickets.map(({ reference }) => reference);
  room.print({ tickets: names, incident: incident?.id ?? null }, `${names.join(', ')}: ${incident === undefined ? 'about no incident' : `about ${incident.id}, ${incident.title}`}.`);
  return 0;
}

/** An incident of the site that is shown. @throws {Mistyped} when there is none */
export function incidentNamed(id: string): { readonly incident: Incident; readonly told: ToldIncident } {
  const records = readRecordsOf('dist');
  const incidents = records?.tree.incidents ?? [];
  const incident = incidents.find((one) => one.id === id);
  if (records === undefined || incident === undefined) {
    const newest = [...incidents].sort((a, b) => b.started - a.started).slice(0, 5);
    throw new Mistyped(`The site in dist/ has no incident "${id}". ${newest.length === 0 ? 'It has none.' : `The newest:\n${newest.map((one) => `  ${one.id}  ${one.title}`).join('\n')}`}`);
  }
  const ended = resolvedAt(incident, Date.now());
  const last = ended === undefined ? undefined : incident.updates.findLast(({ at, state }) => state === 'resolved' && at === ended);
  return { incident, told: { title: incident.title, page: `${records.page.url}incidents/${incident.id}/`, began: incident.started, ended, words: last && plainWords(last.text) } };
}
