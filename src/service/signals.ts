/** The early signal beside the service: what it watches, whom it tells, what it leaves in log and metrics. */
import { Counter, Gauge, type Registry } from 'prom-client';
import { noticeKind } from '../tickets/watch/tell.ts';
import { factsOf, signalNews } from '../early-signal/news.ts';
import { readEpisode } from '../early-signal/episodes.ts';
import type { WatchedSite } from '../early-signal/site.ts';
import { createSignalWatch, type SignalWatch } from '../early-signal/watch.ts';
import type { TeamNews } from '../delivery/notices.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Suggester } from '../search/suggestions.ts';
import type { Manifest } from '../site/manifest.ts';
import type { SupportTeam } from '../site/support-file.ts';
import type { StatusRecords } from '../status/records.ts';
import type { Store } from '../store/store.ts';
import { errorFacts, type Logger } from './log.ts';

/** The build that is shown, as far as the early signal needs it. */
export interface SignalBuild {
  readonly team: SupportTeam | undefined;
  readonly manifest: Manifest;
  readonly suggest: Suggester | undefined;
  readonly records: Pick<StatusRecords, 'tree'> | undefined;
}

export interface SignalOptions {
  readonly store: () => Promise<Store>;
  /** The same object for the same build. */
  readonly build: () => SignalBuild;
  readonly wake: () => void;
  readonly registry: Registry;
  readonly log: Logger;
  readonly clock: () => number;
}

export function startSignals({ store, build, wake, registry, log, clock }: SignalOptions): SignalWatch {
  const registers = [registry];
  const possible = new Gauge({ name: 'bedside_possible_incident', help: '1 while more people than usual tell of a part of the product and no incident is open for it.', labelNames: ['component'], registers });
  const begun = new Counter({ name: 'bedside_possible_incidents_total', help: 'Possible incidents that were told, by part of the product.', labelNames: ['component'], registers });
  const sites = new WeakMap<SignalBuild, WatchedSite>();
  const site = () => {
    const shown = build();
    const known = sites.get(shown) ?? watchedSite(shown);
    if (known !== undefined) sites.set(shown, known);
    return known;
  };
  const watch = createSignalWatch({
    store,
    site,
    async tell(trx, { id }, now) {
      for (const { level, notify } of site()?.settings.tell ?? []) {
        for (const notice of notify) await enqueue(trx, { kind: noticeKind(notice), about: { signal: id, level, notice }, once: `signal:${id}:${level}:${notice}` }, now);
      }
    },
    began(episode) {
      begun.inc({ component: episode.component });
      log.warn({ component: episode.component, episode: episode.id, ...factsOf(episode.evidence) }, 'possible incident');
      wake();
    },
    open(components) {
      possible.reset();
      for (const component of components) possible.set({ component }, 1);
    },
    log,
    errorFacts,
    clock,
  });
  watch.start();
  return watch;
}

/** @returns `undefined` for a site without status pages, or whose tree says nothing of support */
export function watchedSite({ team, manifest, suggest, records }: SignalBuild): WatchedSite | undefined {
  const settings = team?.support.earlySignal;
  if (settings === undefined || records === undefined) return undefined;
  const prefix = manifest.base.slice(0, -1);
  const byUrl = new Map(manifest.articles.map(({ id, address }) => [prefix + address, id]));
  return {
    settings,
    tree: records.tree,
    about: team?.about ?? new Map(),
    titles: new Map(manifest.articles.map(({ id, title }) => [id, title])),
    async answerTo(query) {
      // A search that cannot answer leaves the other signs as they are.
      const found = await suggest?.(query).catch(() => undefined);
      const [best] = found?.weak === false ? found.results : [];
      return best === undefined ? undefined : byUrl.get(best.url);
    },
    locale: manifest.locale,
  };
}

/** What a notice tells of an episode. @returns `skip` when it is over */
export async function signalNotice(store: Store, { team, manifest, records }: Omit<SignalBuild, 'suggest'>, id: string, level: number): Promise<{ readonly news: TeamNews; readonly tier: string } | 'skip'> {
  const episode = await readEpisode(store, id);
  if (episode === undefined || episode.endedAt !== undefined || team === undefined) return 'skip';
  const articles = new Map(manifest.articles.map((one) => [one.id, one]));
  const tier = team.support.escalation.levels.find((one) => one.level === level)?.tier ?? '';
  return { news: signalNews({ ...team, parts: records?.tree.components ?? [], articles }, episode), tier };
}
