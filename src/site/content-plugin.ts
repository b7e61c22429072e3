/**
 * Brings what stands in the content tree into the bundle: pictures, and the brand's colors.
 *
 * Pictures go through Astro's own pipeline (sharp, cached by digest, hashed names), so this only lists them.
 */
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { pictureFiles } from '../catalog/content-files.ts';
import type { Site } from '../catalog/schema.ts';

const PICTURES = 'virtual:bedside/pictures';
const BRAND = 'virtual:bedside/brand.css';

/**
 * @param root absolute path of the content tree
 * @param site asked at each load, so that dev shows an edited brand
 */
export function contentPlugin(root: string, site: () => Site): Plugin {
  return {
    name: 'bedside:content',
    resolveId(id) {
      if (id === PICTURES) return `\0${PICTURES}`;
      return id === BRAND ? `\0${BRAND}` : undefined;
    },
    load(id) {
      if (id === `\0${BRAND}`) return brandStyles(site());
      if (id !== `\0${PICTURES}`) return undefined;
      const files = pictureFiles(root);
      const imports = files.map((file, index) => `import p${index} from ${JSON.stringify(join(root, file))};`);
      const entries = files.map((file, index) => `[${JSON.stringify(file)}, p${index}],`);
      return [...imports, 'export const pictures = new Map([', ...entries, ']);'].join('\n');
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

function brandStyles({ brand }: Site): string {
  const pair = (colors: { light: string; dark: string }) => `light-dark(${colors.light}, ${colors.dark})`;
  return `:root { --accent: ${pair(brand.accent)}; --on-accent: ${pair(brand.onAccent)}; }`;
}
