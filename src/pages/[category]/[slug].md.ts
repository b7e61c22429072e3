import { articleKey } from '../../site/cache-keys.ts';
import { currentCatalog } from '../../site/current.ts';
import { twinOf } from '../../site/twin-of.ts';

export function getStaticPaths() {
  const catalog = currentCatalog();
  return catalog.articles.map((article) => ({
    params: { category: article.category, slug: article.slug },
    props: { id: article.id },
    cacheKey: articleKey(catalog, article),
  }));
}

export async function GET({ props }: { props: { id: string } }): Promise<Response> {
  const catalog = currentCatalog();
  return new Response(await twinOf(catalog, catalog.byId.get(props.id)!), { headers: { 'content-type': 'text/markdown; charset=utf-8' } });
}
