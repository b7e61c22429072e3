/** Texts that machines ask for: robots.txt, llms.txt and the list of articles. */
import type { Article, Catalog } from '../catalog/catalog.ts';

/** Everything may be read. What the service answers is not a page. */
export function robotsTxt({ site }: Catalog): string {
  return ['User-agent: *', 'Allow: /', `Disallow: ${site.base}intake/`, '', `Sitemap: ${whole(site, '/sitemap-index.xml')}`, ''].join('\n');
}

/** What the help center knows, for language models: one line for each article, with its Markdown. */
export function llmsTxt({ site, categories }: Catalog): string {
  const sections = categories
    .filter(({ articles }) => articles.length > 0)
    .map(({ title, description, articles }) => [`## ${title}`, '', description, '', ...articles.map((article) => `- [${label(article.title)}](${whole(site, twinPath(article))}): ${article.summary}`), ''].join('\n'));
  return [
    `# ${site.name}`,
    '',
    `> ${site.description}`,
    '',
    `Every article is also there as Markdown, at its address with .md at the end. [All articles as JSON](${whole(site, '/api/articles.json')}).`,
    ...(site.emergency === undefined ? [] : ['', site.emergency]),
    '',
    ...sections,
    '## Contact',
    '',
    `- [Ways to reach a person](${whole(site, '/contact/')}): channels, opening hours and when to expect an answer.`,
    '',
  ].join('\n');
}

/** Version 1: fields may be added, none is taken away or means something else. */
export function articleList({ site, articles }: Catalog): unknown {
  return {
    version: 1,
    site: site.name,
    language: site.locale,
    articles: articles.map((article) => ({
      id: article.id,
      title: article.title,
      summary: article.summary,
      address: whole(site, article.address),
      markdown: whole(site, twinPath(article)),
      category: article.category,
      lastUpdated: article.lastUpdated,
      keywords: article.keywords,
    })),
  };
}

/** `/billing/refunds/` → `/billing/refunds.md`, without base. */
export function twinPath({ address }: Article): string {
  return address.replace(/\/$/, '.md');
}

/** A path of the site as an address that works anywhere. */
export function whole(site: Catalog['site'], path: string): string {
  return new URL(site.base.slice(0, -1) + path, site.url).href;
}

function label(text: string): string {
  return text.replaceAll(/[\\[\]]/g, '\\$&');
}
