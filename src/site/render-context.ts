/** What rendering an article needs of this site: its addresses and its language. */
import type { RenderContext } from '../articles/render.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { textsFor } from '../texts/texts.ts';

export function renderContext(catalog: Catalog): RenderContext {
  const prefix = catalog.site.base.slice(0, -1);
  return {
    addressOf: (file) => {
      const target = catalog.byFile.get(file);
      return target && prefix + target.address;
    },
    href: (path) => prefix + path,
    texts: textsFor(catalog.site.locale),
  };
}
