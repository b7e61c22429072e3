/** What rendering an article needs of this site: its addresses and its language. */
import type { RenderContext } from '../articles/render.ts';
import { addressParts } from '../catalog/article-file.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { textsFor } from '../texts/texts.ts';

export function renderContext(catalog: Catalog): RenderContext {
  const prefix = catalog.site.base.slice(0, -1);
  return {
    addressOf: (file) => {
      const target = catalog.byFile.get(file);
      if (target !== undefined) return prefix + target.address;
      // A link to an old address stays as it was written: it arrives, and the check says where it should go.
      const old = `/${addressParts(file).join('/')}/`;
      return catalog.redirects.has(old) ? prefix + old : undefined;
    },
    href: (path) => prefix + path,
    texts: textsFor(catalog.site.locale),
  };
}
