/**
 * Articles about a part that an incident affects which was opened, changed or ended after they were built: its notice
 * stands in their pages, also for readers without JavaScript.
 */
import { knownProblems, noticesOf, type KnownProblem, type NoticePlace } from '../site/known-problems.ts';
import type { Manifest } from '../site/manifest.ts';
import { readBuiltRecordsOf, readRecordsOf } from '../site/records-file.ts';
import type { StatusRecords } from '../status/records.ts';
import { CLOCK_AHEAD_MS } from '../subscriptions/announce.ts';
import type { StaticFile } from './static-files.ts';

/** By address: pages that are not shown as they were built. They are made when they are asked for, once for what is shown. */
export function noticedArticles(folder: string, { url, articles }: Pick<Manifest, 'url' | 'articles'>, built: ReadonlyMap<string, StaticFile>, now: number): Map<string, StaticFile> {
  const records = readRecordsOf(folder);
  if (records === undefined) return new Map();
  const before = readBuiltRecordsOf(folder);
  const { locale, timeZone } = records.page;
  const place = { status: localAddress(records.page.url, url), locale, timeZone };
  // What was posted on a machine whose clock is ahead is shown at once, here as on the status page.
  const [present, former] = [records, before].map((shown) => problemsIn(shown, now + CLOCK_AHEAD_MS)) as [ProblemsOf, ProblemsOf];
  return new Map(
    articles.flatMap(({ address, components = [] }) => {
      const file = built.get(address);
      const problems = present(components);
      if (file === undefined || JSON.stringify(problems) === JSON.stringify(former(components))) return [];
      return [[address, { ...file, ready: {}, making: new Map(), asked: 0, edit: (page: string) => withNotices(page, problems, place) }] as const];
    }),
  );
}

type ProblemsOf = (components: readonly string[]) => readonly KnownProblem[];

/** Thousands of articles name the same few parts. */
function problemsIn(records: StatusRecords | undefined, now: number): ProblemsOf {
  const found = new Map<string, readonly KnownProblem[]>();
  return (components) => {
    const key = components.join(' ');
    const known = found.get(key) ?? knownProblems({ status: records?.tree }, components, now);
    found.set(key, known);
    return known;
  };
}

const NOTICE = /<aside class="notice known-in-article"[^]*?<\/aside>\s*/g;
/** Notices stand below it. It is text alone, so that its first end is its end. */
const SUMMARY = /<p class="summary"[^>]*>[^<]*<\/p>/;

/** An article's page with these notices in place of those it was built with. */
export function withNotices(page: string, problems: readonly KnownProblem[], place: NoticePlace): string {
  return page.replaceAll(NOTICE, '').replace(SUMMARY, (summary) => summary + noticesOf(problems, place).text);
}

/** On this site without its origin, so that it holds on a copy of it, too. */
function localAddress(address: string, site: string): string {
  const status = new URL(address);
  return status.origin === new URL(site).origin ? status.pathname : status.href;
}
