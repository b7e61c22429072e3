/** Links to other hosts, asked only with `--external`: the network is no reason for a red pull request. */
import { shown } from '../../catalog/diagnostic.ts';
import { externalAddresses, type FoundLink } from '../links.ts';
import { placed } from '../where.ts';
import type { Rule } from '../rule.ts';

export const goneElsewhere: Rule = {
  code: 'link/external',
  severity: 'warning',
  protects: 'Readers who follow a link to another site and find nothing.',
  remedy: 'Find where the page went, or take the link out. A page that only people may open goes under accept in checks.yaml.',
  when: 'asked',
  async *run(material) {
    const addresses = externalAddresses(material.site);
    const answers = await material.probe([...addresses.keys()]);
    const found: FoundLink[] = [];
    for (const [address, pages] of addresses) {
      if (answers.get(address)?.state !== 'gone') continue;
      for (const page of pages) {
        for (const link of material.site.pages.get(page)?.links ?? []) {
          if (URL.canParse(link.href) && new URL(link.href).href.replace(/#.*$/, '') === address) found.push({ page, link, problem: { kind: 'malformed' } });
        }
      }
    }
    yield* placed(material, found, ({ link }, at) => {
      const answer = answers.get(new URL(link.href).href.replace(/#.*$/, ''));
      return { file: at.file, line: at.line, value: shown(at.written), message: `This page is gone: ${answer?.state === 'gone' ? answer.why : ''}.` };
    });
  },
};
