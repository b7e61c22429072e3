import type { Rule } from '../rule.ts';

export const duplicateId: Rule = {
  code: 'page/duplicate-id',
  severity: 'error',
  protects: 'Links to a heading, labels of fields and screen readers: each finds only the first of two.',
  remedy: 'Give one of the two headings an anchor of its own: ## Heading {#other-words}.',
  when: 'always',
  *run(material) {
    const files = new Map(material.published.map((article) => [`/${article.file.split('/').slice(1).join('/').replace(/\.mdx$/, '')}/`, article]));
    const pages = new Map<string, string[]>();
    for (const page of material.site.pages.values()) for (const id of page.duplicateIds) pages.set(id, [...(pages.get(id) ?? []), page.address]);
    for (const [id, addresses] of pages) {
      const article = files.get(addresses[0] ?? '');
      const line = article?.markup.headings.find((heading) => heading.id === id)?.line ?? 1;
      yield { file: article?.file ?? 'site.yaml', line, value: `id="${id}"`, message: `Two parts of ${addresses[0]}${addresses.length > 1 ? ` and of ${addresses.length - 1} more pages` : ''} have this anchor.` };
    }
  },
};
