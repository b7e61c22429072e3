/** Which pages of a web server's log count, by the addresses of the site and those that it had before. */
import type { Catalog } from '../../catalog/catalog.ts';
import type { PageAt } from './visits.ts';

/** Pages on which people look for help, besides articles. */
const SEEKING = /^\/(search|contact)(\/|$)/;

export function pagesOf({ site, articles, redirects }: Pick<Catalog, 'site' | 'articles' | 'redirects'>): PageAt {
  const ids = new Map(articles.map(({ address, id }) => [address, id]));
  const base = site.base.replace(/\/$/, '');
  return (path) => {
    if (!path.startsWith(`${base}/`)) return undefined;
    const address = path.slice(base.length).replace(/index\.html$/, '');
    const whole = address.endsWith('/') ? address : `${address}/`;
    const now = (redirects.get(whole) ?? redirects.get(address) ?? whole).replace(/#.*$/, '');
    const article = ids.get(now);
    if (article !== undefined) return { article };
    return SEEKING.test(whole) && !/\.\w+\/$/.test(whole) ? {} : undefined;
  };
}
