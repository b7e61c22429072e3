/** A whole status site as files: pages, JSON, feeds, calendar, badge, all of one instant. */
import { hex } from '../catalog/colors.ts';
import type { Site } from '../catalog/schema.ts';
import type { StatusTree } from '../catalog/status-tree.ts';
import { textsFor } from '../texts/texts.ts';
import type { StatusAssets } from './assets.ts';
import { badge } from './badge.ts';
import { calendar } from './calendar.ts';
import { atomFeed, feedEntries, rssFeed, type FeedAbout } from './feeds.ts';
import { escape } from './markup.ts';
import { overallAt } from './overall.ts';
import { partName, type PageContext } from './pages/context.ts';
import { frontPage } from './pages/front.ts';
import { historyPage, monthPage, monthsOf, notFoundPage } from './pages/history.ts';
import { incidentPage } from './pages/incident.ts';
import { maintenancePage } from './pages/maintenance.ts';
import { subscriptionsPage } from './pages/subscribe.ts';
import type { StatusPlace } from './place.ts';
import { bannerSentence, toneOfAll } from './sentence.ts';
import { apiFiles } from './statuspage-v2.ts';
import { timesIn } from './times.ts';
import { lastDays } from './uptime.ts';

export interface StatusSite {
  readonly site: Site;
  readonly tree: StatusTree;
  readonly place: StatusPlace;
  readonly assets: StatusAssets;
  /** The instant whose state is shown. */
  readonly now: number;
}

/** The window of the bars. */
export const BAR_DAYS = 90;

/** Path on the host, `/status/index.html` → content. */
export function statusFiles({ site, tree, place, assets, now: clock }: StatusSite): Map<string, string> {
  // An update posted on a machine whose clock is ahead is still news.
  const now = Math.max(clock, ...tree.incidents.flatMap((incident) => incident.updates.at(-1)?.at ?? 0));
  const texts = textsFor(site.locale);
  const t = texts.statusPage;
  const overall = overallAt(tree, now);
  const context: PageContext = {
    site,
    tree,
    place,
    overall,
    t,
    direction: texts.direction,
    days: lastDays(now, site.timeZone, BAR_DAYS),
    times: timesIn(site.locale, site.timeZone),
    style: assets.style.name,
    script: assets.script.name,
  };
  const name = t.title(site.product);
  const about: FeedAbout = { title: name, description: t.description(site.product), url: place.url, locale: site.locale, now };
  const entries = feedEntries(tree, about, t);
  const months = monthsOf(tree, site.timeZone, now);
  const files = new Map<string, string>();
  const page = (path: string, content: string) => files.set(`${place.root}${path}`, content);

  page('index.html', frontPage(context));
  page('history/index.html', historyPage(months, context));
  for (const [index, { month }] of months.entries()) page(`history/${month}/index.html`, monthPage(months, index, context));
  for (const incident of tree.incidents) page(`incidents/${incident.id}/index.html`, incidentPage(incident, context));
  for (const maintenance of tree.maintenances) page(`maintenance/${maintenance.id}/index.html`, maintenancePage(maintenance, context));
  if (tree.subscriptions) page('subscriptions/index.html', subscriptionsPage(context));
  page('404.html', notFoundPage(context));
  page('history.atom', atomFeed(entries, about));
  page('history.rss', rssFeed(entries, about));
  page('status.ics', calendar(tree, { title: name, url: place.url, now, partName: (slug) => partName(context, slug) }));
  page('badge.svg', badge(site.product, bannerSentence(overall, t).toLowerCase(), toneOfAll(overall)));
  page('favicon.svg', favicon(site));
  const api = apiFiles(tree, overall, { id: place.pageId, name: site.product, url: place.url, timeZone: site.timeZone, begun: t.begun, ended: t.ended });
  for (const [path, content] of Object.entries(api)) files.set(`${place.api}${path}`, `${JSON.stringify(content)}\n`);
  for (const { name: file, content } of [assets.style, assets.script]) files.set(`${place.assets}${file}`, content);
  return files;
}

/** The brand's letters on its color. */
function favicon({ brand, name }: Site): string {
  const letters = escape(brand.mark ?? name.slice(0, 1));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="${hex(brand.accent.light)}"/><text x="16" y="21.5" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="700" font-size="15" fill="${hex(brand.onAccent.light)}">${letters}</text></svg>\n`;
}
