import { nearest } from '../../catalog/diagnostic.ts';
import { ADDRESS_LOCK } from '../locks.ts';
import { addressOf } from '../material.ts';
import type { Rule } from '../rule.ts';
import { isRecord, publishedAddresses, recordsAreUnknown } from '../published-addresses.ts';

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
      if (isRecord(address)) {
        if (!recordsAreUnknown(material)) yield { file: ADDRESS_LOCK, line: material.addresses.lineOf(address), value: address, message: 'This record was published: emails, feeds and monitors lead to it, and nothing can take its place.', remedy: 'Bring its file back, with the same id. What was wrong in it is told in an update.' };
        continue;
      }
      const category = `/${address.split('/')[1]}/`;
      const to = (article === undefined ? undefined : moved.get(article)) ?? nearest(address, [...live.keys()].filter((one) => !isRecord(one))) ?? (live.has(category) ? category : '/');
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
