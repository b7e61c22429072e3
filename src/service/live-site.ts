/** The built site as it is now: a new build is noticed, read whole, and shown in one step, without a restart. */
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { placed } from '../site/exchange.ts';
import { NEWER_STATUS } from '../site/manifest.ts';
import { errorFacts, type Logger } from './log.ts';
import { markOfBuild, openStaticSite, type StaticSite } from './static-site.ts';

export interface LiveSite {
  /** The build that is shown. Whoever answers a request keeps to one. */
  readonly current: StaticSite;
  stop(): void;
}

/** A few system calls each time; looking works on every file system, where being told does not. */
const LOOK_EVERY_MS = 500;

/**
 * Opens a built site and follows it.
 *
 * @param place the link that builds are exchanged at, or a plain folder
 * @throws when there is no finished build yet
 */
export async function openLiveSite(place: string, log: Logger): Promise<LiveSite> {
  let shown = await markOf(place);
  let seen = shown;
  let refused: string | undefined;
  let current = await openStaticSite(place);

  const look = async (): Promise<void> => {
    const found = await markOf(place);
    // A link has moved onto what is whole; a folder that is copied into is given time to become it.
    const settled = found !== undefined && (found.folders !== shown?.folders || found.mark === seen?.mark);
    seen = found;
    // Nothing at all is the moment in which plain folders change places.
    if (found === undefined || found.mark === shown?.mark || !settled) return;
    const refuse = (facts: Record<string, unknown>, message: string) => {
      if (refused !== found.mark) log.error(facts, message);
      refused = found.mark;
    };
    try {
      const next = await openStaticSite(place, current);
      if (next.manifest.base !== current.manifest.base) return refuse({ base: next.manifest.base }, 'the new build is for another base; a restart shows it');
      current = next;
      shown = found;
      log.info({ articles: next.manifest.articles.length, files: next.files.size }, 'a new build is shown');
    } catch (error) {
      refuse(errorFacts(error), 'the new build cannot be shown; the one before stays');
    }
  };

  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const lookLater = (): void => {
    timer = setTimeout(() => void look().finally(() => stopped || lookLater()), LOOK_EVERY_MS).unref();
  };
  lookLater();
  return {
    get current() {
      return current;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

interface Mark {
  /** Where the links lead: to the build, and to newer status pages. */
  readonly folders: string;
  /** Tells one build from another. */
  readonly mark: string;
}

async function markOf(place: string): Promise<Mark | undefined> {
  try {
    const folder = await realpath(place);
    const folders = `${folder} ${placed(join(folder, NEWER_STATUS))}`;
    return { folders, mark: `${folders} ${await markOfBuild(folder)}` };
  } catch {
    return undefined;
  }
}
