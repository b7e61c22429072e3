/** What a reply may link to on this site. A mail lies in a mailbox for years, so its links are held against the tree. */
import { anchorIn, checkLink, type Surroundings } from './check-references.ts';
import { shown, type Diagnostic } from './diagnostic.ts';
import type { Reference } from './markup.ts';
import { pageAddress } from './redirects.ts';
import type { Site } from './schema.ts';

type Report = (diagnostic: Diagnostic) => void;

/** Reports what is wrong with one link of a reply. */
export type CheckReplyLink = (file: string, link: Reference, report: Report) => void;

/** @param hidden addresses of articles that no reader sees yet */
export function replyLinkCheck({ url, base }: Pick<Site, 'url' | 'base'>, surroundings: Surroundings, hidden: ReadonlySet<string>): CheckReplyLink {
  const home = new URL(base, url).href;
  return (file, link, report) => {
    const at = { file, line: link.line, value: shown(link.target) } as const;
    if (link.target.startsWith(home)) {
      const path = `/${link.target.slice(home.length)}`;
      return report({ ...at, code: 'reply/own-address', severity: 'error', message: 'Links to this site are written without its host, so that they are checked and follow when it moves.', remedy: `Write ${path}` });
    }
    if (!link.target.startsWith('/')) return;
    checkLink({ file, markup: { headings: [] } }, link, surroundings, report);
    const page = pageAddress(link.target.split(/[?#]/)[0] ?? '');
    if (hidden.has(page)) return report({ ...at, code: 'reply/hidden', severity: 'error', message: 'Readers cannot see this article yet.', remedy: 'Publish it first, or take the link out.' });
    const moved = surroundings.redirects.pages.get(page);
    if (moved === undefined || surroundings.pages?.includes(page) === true) return;
    const anchor = anchorIn(link.target.split('#')[1] ?? '');
    report({ ...at, code: 'reply/redirected', severity: 'warning', message: 'This address leads to another one.', remedy: `Write ${moved}${anchor === undefined || moved.includes('#') ? '' : `#${anchor}`}` });
  };
}

/** A page of this site as a mail has to name it. */
export function wholeAddress(target: string, { url, base }: Pick<Site, 'url' | 'base'>): string {
  return target.startsWith('/') ? new URL(base.slice(0, -1) + target, url).href : target;
}
