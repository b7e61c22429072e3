import { nearest } from '../../catalog/diagnostic.ts';
import { addressOf } from '../material.ts';
import type { Rule } from '../rule.ts';
import { publishedAddresses } from '../published-addresses.ts';

export const lostAnchor: Rule = {
  code: 'address/lost-anchor',
  severity: 'error',
  protects: 'Links to a part of a page, which would land at its top without a word.',
  remedy: 'Add a line to redirects.yaml, or keep the old anchor on the heading: ## New words {#old-anchor}.',
  when: 'always',
  *run(material) {
    const live = publishedAddresses(material);
    const files = new Map(material.published.map((article) => [addressOf(article), article]));
    for (const [address, { anchors }] of material.addresses.entries) {
      const [now = address, heading] = (live.has(address) ? address : material.redirects.pages.get(address))?.split('#') ?? [];
      const page = live.get(now);
      // A page whose whole address leads to one heading needs no answer for each of its own.
      if (page === undefined || heading !== undefined || files.get(now) === undefined) continue;
      for (const anchor of anchors) {
        if (page.anchors.includes(anchor) || material.redirects.anchors.get(now)?.has(anchor)) continue;
        const like = nearest(anchor, page.anchors) ?? page.anchors[0];
        yield {
          file: files.get(now)!.file,
          line: files.get(now)!.markup.headings[0]?.line ?? 1,
          value: `${address}#${anchor}`,
          message: 'This heading was published, and now nothing on the page has its anchor.',
          remedy: `Add this line to redirects.yaml:  ${address}#${anchor}: ${now}${like === undefined ? '' : `#${like}`}   or write {#${anchor}} after the heading that took its place.`,
        };
      }
    }
  },
};
