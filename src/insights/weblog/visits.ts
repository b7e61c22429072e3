/** Visits out of a web server's log. Addresses become a digest under a key that only this run has, and are dropped. */
import { createHmac, randomBytes } from 'node:crypto';
import { BOT } from '../../events/bots.ts';
import type { LogLine } from './lines.ts';

export interface LoggedVisit {
  readonly beganAt: number;
  /** Ids of the articles that were opened. */
  readonly articles: ReadonlySet<string>;
}

/** What a page of the site is: an article, another page that counts as looking for help, or nothing that counts. */
export type PageAt = (path: string) => { readonly article?: string } | undefined;

/** Who is silent for so long and then comes again is a new visit, as programs that read logs count. */
const SILENCE = 30 * 60_000;
/** Nobody reads so many articles in one visit. */
const MOST_ARTICLES = 100;
const READ = new Set([200, 206, 304]);

export interface LogVisits {
  /** The next line. Tells the visits that are over by then. */
  add(line: LogLine): LoggedVisit[];
  rest(): LoggedVisit[];
  /** How many visits were left out as bots. */
  readonly bots: number;
}

interface Open {
  readonly beganAt: number;
  lastAt: number;
  readonly articles: Set<string>;
  bot: boolean;
}

/**
 * Bots are left out: by what they call themselves, by having asked for `robots.txt`, and by reading more than a
 * person can.
 */
export function collectLogVisits(pageAt: PageAt): LogVisits {
  const key = randomBytes(32);
  const visitors = new Map<string, Open>();
  const robots = new Set<string>();
  let bots = 0;
  const told = (over: readonly Open[]) =>
    over.filter(({ bot, articles }) => {
      const isBot = bot || articles.size > MOST_ARTICLES;
      if (isBot) bots += 1;
      return !isBot;
    });
  return {
    add({ at, client, method, path, status, agent }) {
      const over: Open[] = [];
      for (const [visitor, visit] of visitors) {
        if (at - visit.lastAt <= SILENCE) break;
        visitors.delete(visitor);
        over.push(visit);
      }
      const robotsFile = path.endsWith('/robots.txt');
      const page = method === 'GET' && READ.has(status) ? pageAt(path) : undefined;
      if (page === undefined && !robotsFile) return told(over);
      const visitor = createHmac('sha256', key).update(`${client}\n${agent ?? ''}`).digest('base64url');
      if (robotsFile) robots.add(visitor);
      const open = visitors.get(visitor);
      if (page !== undefined) {
        const visit = open ?? { beganAt: at, lastAt: at, articles: new Set<string>(), bot: agent !== undefined && BOT.test(agent) };
        // Lines stand in the order in which requests ended, which is not quite that in which they came.
        visit.lastAt = Math.max(visit.lastAt, at);
        visit.bot ||= robots.has(visitor);
        if (page.article !== undefined) visit.articles.add(page.article);
        visitors.delete(visitor);
        visitors.set(visitor, visit);
      } else if (open !== undefined) open.bot = true;
      return told(over);
    },
    rest() {
      const over = told([...visitors.values()]);
      visitors.clear();
      return over;
    },
    get bots() {
      return bots;
    },
  };
}
