/** What the service's database knows for `npm run incident`: what people tell now, and what they told of an incident. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Incident } from '../src/catalog/status-tree.ts';
import { createMemory } from '../src/early-signal/memory.ts';
import { explainedBy } from '../src/early-signal/covered.ts';
import { countSlots, slotOf } from '../src/early-signal/count.ts';
import { presentOf, signalOf, SLOT_MS, type Counts, type Window } from '../src/early-signal/detector.ts';
import { openEpisodes, type Episode } from '../src/early-signal/episodes.ts';
import { factsOfIncident } from '../src/early-signal/incident-facts.ts';
import { countsInWords, openCommand, wordsInWords } from '../src/early-signal/news.ts';
import { barsOf, readingOf, type WatchedSite } from '../src/early-signal/site.ts';
import { openSuggester } from '../src/search/node-suggest.ts';
import { watchedSite } from '../src/service/signals.ts';
import { MANIFEST_FILE, MANIFEST_FOLDER, manifestSchema } from '../src/site/manifest.ts';
import type { StatusContent } from '../src/site/status-build.ts';
import { readSupportOf } from '../src/site/support-file.ts';
import type { PeopleFacts } from '../src/status/postmortem.ts';
import { timesIn } from '../src/status/times.ts';
import { openStore, storeSettings } from '../src/store/open.ts';
import { databaseFile } from '../src/store/sqlite-file.ts';
import type { Store } from '../src/store/store.ts';
import { CommandProblem } from './questions.ts';

/** The help center that `npm start` serves. */
const HELP_CENTER = 'dist';

/** Counts and words for a post-mortem; `undefined` where no service keeps any, which is told. */
export async function peopleOf({ tree }: StatusContent, incident: Incident, now: number): Promise<PeopleFacts | undefined> {
  const site = watchedHere(tree);
  if (typeof site === 'string') return void console.error(`${site} So the draft has the records’ own facts only.`);
  try {
    return await withStore((store) => factsOfIncident(store, readingOf(site), incident, now));
  } catch (error) {
    // The account of an incident must not wait for the database that fell in it.
    return void console.error(`What people told is not in the draft: ${(error as Error).message}`);
  }
}

interface Present {
  readonly component: string;
  readonly name: string;
  readonly window: Window;
  readonly standsOut: boolean;
  readonly explainedBy: string | undefined;
  readonly episode: Episode | undefined;
}

/** Prints what each part brings now. Nothing is written, and nobody is told. */
export async function signals({ tree, site: { locale, timeZone } }: StatusContent, asJson: boolean): Promise<void> {
  const site = watchedHere(tree);
  if (typeof site === 'string') throw new CommandProblem(site);
  const now = Date.now();
  const parts = await withStore((store) => presentParts(store, site, now));
  if (asJson) {
    console.log(JSON.stringify(parts.map(({ component, window: { from, levels, beyond }, standsOut, explainedBy: explained, episode }) => ({ component, standsOut, since: new Date(from).toISOString(), beyond: Math.round(beyond), counts: Object.fromEntries(levels.map(({ kind, people, usual }) => [kind, { people, usual: Math.round(usual * 10) / 10 }])), explainedBy: explained, episode })), null, 2));
    return;
  }
  const times = timesIn(locale, timeZone);
  for (const { component, name, window, standsOut, explainedBy: explained, episode } of parts) {
    const state = explained === undefined ? (standsOut ? 'STANDS OUT' : episode === undefined ? 'as usual' : 'quieter again') : `explained by ${explained}`;
    console.log(`${name.padEnd(Math.max(...parts.map((one) => one.name.length)))}  ${state}  ${countsInWords({ levels: rounded(window) }) || 'nobody in the last hour'}`);
    if (episode === undefined) continue;
    const { evidence } = episode;
    const lines = [
      `told on ${times.words(episode.beganAt)}, when there were ${evidence.beyond} more than usual: ${countsInWords(evidence)}`,
      wordsInWords(evidence) && `said by several: ${wordsInWords(evidence)}`,
      evidence.articles.length > 0 && `articles: ${evidence.articles.map(({ id, people }) => `${site.titles.get(id) ?? id} (${people})`).join(', ')}`,
      evidence.tickets.length > 0 && `newest tickets: ${evidence.tickets.join(', ')}`,
      openCommand(name, component),
    ];
    for (const line of lines) if (line) console.log(`    ${line}`);
  }
}

/** As long as a window can be. */
const RECENT = (4 * 60 * 60_000) / SLOT_MS;

async function presentParts(store: Store, site: WatchedSite, now: number): Promise<Present[]> {
  const present = slotOf(now);
  const known = await createMemory().at(store, present);
  // The service counts once a minute, and may not run at all.
  const first = present - RECENT;
  const fresh = await countSlots(store, readingOf(site), first, present);
  const episodes = await openEpisodes(store);
  return site.tree.components.map(({ slug, name }): Present => {
    const counts: Counts = { people: (kind, slot) => (slot >= first && slot <= present ? (fresh.get(slot)?.get(slug)?.[kind] ?? 0) : known(slug).people(kind, slot)) };
    return { component: slug, name, window: presentOf(counts, now), standsOut: signalOf(counts, barsOf(site.settings), now) !== undefined, explainedBy: explainedBy(site.tree, slug, now), episode: episodes.find(({ component }) => component === slug) };
  });
}

const rounded = ({ levels }: Window) => levels.filter(({ people, usual }) => people > 0 || usual >= 0.5).map((level) => ({ ...level, usual: Math.round(level.usual * 10) / 10 }));

/** @returns the sentence that says why not */
function watchedHere(tree: StatusContent['tree']): WatchedSite | string {
  const file = join(HELP_CENTER, MANIFEST_FOLDER, MANIFEST_FILE);
  const { databaseUrl, dataDir } = storeSettings(process.env);
  // Opening would make an empty one.
  if (databaseUrl === undefined && !existsSync(databaseFile(dataDir))) return 'There is no database here: run this where the service runs, or set DATABASE_URL.';
  if (!existsSync(file)) return `There is no built help center in ${HELP_CENTER}/: run npm run build.`;
  const team = readSupportOf(HELP_CENTER);
  const site = watchedSite({ team, manifest: manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))), suggest: openSuggester(HELP_CENTER), records: { tree } });
  return site ?? `The help center in ${HELP_CENTER}/ has no support rules.`;
}

async function withStore<Result>(use: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore(storeSettings(process.env));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
