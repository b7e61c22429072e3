/** Atom and RSS: an entry for each update of incidents and maintenance, newest first. */
import type { StatusTree } from '../catalog/status-tree.ts';
import type { StatusTexts } from '../texts/status-en.ts';
import { escape } from './markup.ts';
import { updateId } from './statuspage-v2.ts';
import { maintenanceEvents } from './timeline.ts';
import { wordsToHtml } from './words.ts';

export interface FeedEntry {
  /** Never changes, so that no reader shows an update twice. */
  readonly id: string;
  readonly at: number;
  /** `Investigating: Problems with creating posts` */
  readonly title: string;
  readonly link: string;
  readonly html: string;
}

export interface FeedAbout {
  readonly title: string;
  readonly description: string;
  /** The public address of the status page, with a slash at its end. */
  readonly url: string;
  readonly locale: string;
  readonly now: number;
}

/** Readers ask often and keep what they saw, so a feed need not be long. */
const ENTRIES = 100;

export function feedEntries(tree: StatusTree, about: FeedAbout, t: StatusTexts): FeedEntry[] {
  const host = new URL(about.url).host;
  const entry = (record: { id: string; title: string }, kind: string, at: number, state: string, text: string): FeedEntry => ({
    // RFC 4151. The year is that of the scheme, not of the entry.
    id: `tag:${host},2026:status/${updateId(record.id, at)}`,
    at,
    title: `${state}: ${record.title}`,
    link: `${about.url}${kind}/${record.id}/`,
    html: wordsToHtml(text),
  });
  const incidents = tree.incidents.flatMap((incident) =>
    incident.updates
      .filter(({ at }) => at <= about.now)
      .map((update) => {
        const whole = update.state === 'postmortem' && incident.postmortem !== undefined ? `${update.text}\n\n${incident.postmortem}` : update.text;
        return { at: update.at, make: () => entry(incident, 'incidents', update.at, t.incidentStates[update.state], whole) };
      }),
  );
  const maintenances = tree.maintenances.flatMap((maintenance) =>
    maintenanceEvents(maintenance, about.now).map((event) => ({
      at: event.at,
      make: () => entry(maintenance, 'maintenance', event.at, t.maintenanceStates[event.state], event.text ?? (event.state === 'completed' ? t.ended : t.begun)),
    })),
  );
  // Words become HTML only for what is shown.
  return [...incidents, ...maintenances].sort((a, b) => b.at - a.at).slice(0, ENTRIES).map(({ make }) => make());
}

export function atomFeed(entries: readonly FeedEntry[], about: FeedAbout): string {
  const host = new URL(about.url).host;
  const updated = entries[0]?.at ?? about.now;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escape(about.locale)}">
<id>tag:${escape(host)},2026:status</id>
<title>${escape(about.title)}</title>
<updated>${iso(updated)}</updated>
<link rel="alternate" type="text/html" href="${escape(about.url)}"/>
<link rel="self" type="application/atom+xml" href="${escape(about.url)}history.atom"/>
<author><name>${escape(about.title)}</name></author>
${entries
  .map(
    (entry) => `<entry>
<id>${escape(entry.id)}</id>
<title>${escape(entry.title)}</title>
<link rel="alternate" type="text/html" href="${escape(entry.link)}"/>
<published>${iso(entry.at)}</published>
<updated>${iso(entry.at)}</updated>
<content type="html">${escape(entry.html)}</content>
</entry>
`,
  )
  .join('')}</feed>
`;
}

export function rssFeed(entries: readonly FeedEntry[], about: FeedAbout): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escape(about.title)}</title>
<link>${escape(about.url)}</link>
<atom:link rel="self" type="application/rss+xml" href="${escape(about.url)}history.rss"/>
<description>${escape(about.description)}</description>
<language>${escape(about.locale)}</language>
<lastBuildDate>${new Date(about.now).toUTCString()}</lastBuildDate>
${entries
  .map(
    (entry) => `<item>
<guid isPermaLink="false">${escape(entry.id)}</guid>
<title>${escape(entry.title)}</title>
<link>${escape(entry.link)}</link>
<pubDate>${new Date(entry.at).toUTCString()}</pubDate>
<description>${escape(entry.html)}</description>
</item>
`,
  )
  .join('')}</channel>
</rss>
`;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
