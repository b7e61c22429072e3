/** Addresses and headings that readers may have kept, held against the ledger of what was published. */
import { nearest, shown } from '../../catalog/diagnostic.ts';
import { ADDRESS_LOCK, type KnownAddress } from '../locks.ts';
import { addressOf, type Material } from '../material.ts';
import type { Rule } from '../rule.ts';

/** Page → its headings, for everything this site publishes. */
export function publishedAddresses({ tree, published }: Pick<Material, 'tree' | 'published'>): Map<string, KnownAddress> {
  const known = new Map<string, KnownAddress>();
  for (const { slug } of tree.categories?.value ?? []) known.set(`/${slug}/`, { article: undefined, anchors: [] });
  for (const article of published) known.set(addressOf(article), { article: article.fields.id, anchors: article.markup.headings.map(({ id }) => id) });
  return known;
}

export const lostAddress: Rule = {
  code: 'address/lost',
  severity: 'error',
  protects: 'Links and bookmarks that readers already have.',
  remedy: 'Add a line to redirects.yaml: the old address, a colon, the new address.',
  when: 'always',
  *run(material) {
    const live = publishedAddresses(material);
    const broken = new Set(material.tree.broken.map((file) => addressOf(file)));
    const moved = new Map([...live].map(([address, { article }]) => [article, address]));
    for (const [address, { article }] of material.addresses.entries) {
      if (live.has(address) || broken.has(address) || material.redirects.pages.has(address)) continue;
      const category = `/${address.split('/')[1]}/`;
      const to = (article === undefined ? undefined : moved.get(article)) ?? nearest(address, [...live.keys()]) ?? (live.has(category) ? category : '/');
      yield {
        file: ADDRESS_LOCK,
        line: material.addresses.lineOf(address),
        value: address,
        message: 'This address was published, and now nothing is there.',
        remedy: `Add this line to redirects.yaml:  ${address}: ${to}`,
      };
    }
  },
};

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

export const unrecordedAddress: Rule = {
  code: 'address/unrecorded',
  severity: 'warning',
  protects: 'New addresses and headings: what is not in the ledger can be lost without a word.',
  remedy: 'Run npm run touch and commit the file it writes.',
  when: 'always',
  *run(material) {
    const files = new Map(material.published.map((article) => [addressOf(article), article]));
    for (const [address, { anchors }] of publishedAddresses(material)) {
      const known = material.addresses.entries.get(address);
      const missing = known === undefined ? undefined : anchors.filter((anchor) => !known.anchors.includes(anchor));
      if (known !== undefined && missing?.length === 0) continue;
      const article = files.get(address);
      yield {
        file: article?.file ?? 'categories.yaml',
        line: article?.markup.headings.find(({ id }) => missing?.includes(id))?.line ?? 1,
        value: shown(missing === undefined ? address : missing.map((anchor) => `#${anchor}`).join(' ')),
        message: `${ADDRESS_LOCK} does not know ${missing === undefined ? 'this address' : 'these headings'} yet.`,
      };
    }
  },
};
