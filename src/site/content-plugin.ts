/**
 * Brings what stands in the content tree into the bundle: pictures, films, and the brand's colors.
 *
 * Pictures go through Astro's own pipeline (sharp, cached by digest, hashed names), films through Vite's (hashed
 * names), so this only lists them.
 */
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { filmFiles, pictureFiles } from '../catalog/content-files.ts';
import type { Site } from '../catalog/schema.ts';

const PICTURES = 'virtual:bedside/pictures';
const FILMS = 'virtual:bedside/films';
const BRAND = 'virtual:bedside/brand.css';

/**
 * @param root absolute path of the content tree
 * @param site asked at each load, so that dev shows an edited brand
 */
export function contentPlugin(root: string, site: () => Site): Plugin {
  return {
    name: 'bedside:content',
    resolveId(id) {
      return [PICTURES, FILMS, BRAND].includes(id) ? `\0${id}` : undefined;
    },
    load(id) {
      if (id === `\0${BRAND}`) return brandStyles(site());
      if (id === `\0${FILMS}`) return mapOf('films', root, filmFiles(root), '?url&no-inline');
      return id === `\0${PICTURES}` ? mapOf('pictures', root, pictureFiles(root), '') : undefined;
    },
    configureServer(server) {
      server.watcher.add(root);
      const changed = (path: string) => {
        if (!path.startsWith(root)) return;
        for (const environment of Object.values(server.environments)) environment.moduleGraph.invalidateAll();
        server.ws.send({ type: 'full-reload' });
      };
      server.watcher.on('change', changed).on('add', changed).on('unlink', changed);
    },
  };
}

/** A module whose one export is a map from path to what an import of that file is. */
function mapOf(name: string, root: string, files: readonly string[], query: string): string {
  const imports = files.map((file, index) => `import f${index} from ${JSON.stringify(join(root, file) + query)};`);
  const entries = files.map((file, index) => `[${JSON.stringify(file)}, f${index}],`);
  return [...imports, `export const ${name} = new Map([`, ...entries, ']);'].join('\n');
}

function brandStyles({ brand }: Site): string {
  const pair = (colors: { light: string; dark: string }) => `light-dark(${colors.light}, ${colors.dark})`;
  return `:root { --accent: ${pair(brand.accent)}; --on-accent: ${pair(brand.onAccent)}; }`;
}
