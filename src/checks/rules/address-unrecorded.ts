import { shown } from '../../catalog/diagnostic.ts';
import { ADDRESS_LOCK } from '../locks.ts';
import { addressOf } from '../material.ts';
import type { Rule } from '../rule.ts';
import { publishedAddresses } from '../published-addresses.ts';

export const unrecordedAddress: Rule = {
  code: 'address/unrecorded',
  severity: 'warning',
  protects: 'New addresses and headings: what is not in the ledger can be lost without a word.',
  remedy: 'Run npm run touch and commit the file it writes.',
  when: 'always',
  *run(material) {
    const files = new Map(material.published.map((article) => [addressOf(article), article]));
    for (const [address, { anchors, file }] of publishedAddresses(material)) {
      const known = material.addresses.entries.get(address);
      const missing = known === undefined ? undefined : anchors.filter((anchor) => !known.anchors.includes(anchor));
      if (known !== undefined && missing?.length === 0) continue;
      yield {
        file,
        line: files.get(address)?.markup.headings.find(({ id }) => missing?.includes(id))?.line ?? 1,
        value: shown(missing === undefined ? address : missing.map((anchor) => `#${anchor}`).join(' ')),
        message: `${ADDRESS_LOCK} does not know ${missing === undefined ? 'this address' : 'these headings'} yet.`,
      };
    }
  },
};
