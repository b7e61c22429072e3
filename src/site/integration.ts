/**
 * Bedside as an Astro integration: content and brand into the bundle, the content security policy, the
 * search index, the manifest and the social cards out of it, and the service mounted into `astro dev`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sitemap from '@astrojs/sitemap';
import type { AstroIntegration } from 'astro';
import { parse } from 'yaml';
import { siteSchema, type Site } from '../catalog/schema.ts';
import type { SearchFile } from '../search/index-articles.ts';
import { contentPlugin } from './content-plugin.ts';
import { contentRoot, currentCatalog } from './current.ts';
import { devServerPlugin } from './dev-server.ts';
import { searchFilesMeanwhile, writeManifest, writeSearch } from './outputs.ts';
import { directives } from './policy.ts';
import { withLastChange } from './sitemap.ts';
import { drawCards, writeCards } from './social-cards.ts';
import { writeRedirects } from './redirect-files.ts';

/** The settings of the site alone, for the Astro configuration, before anything else is read. */
export function siteSettings(): Site {
  return siteSchema.parse(parse(readFileSync(join(contentRoot(), 'site.yaml'), 'utf8')));
}

export function bedside(): AstroIntegration {
  let index: Promise<readonly SearchFile[]> | undefined;
  let cards: Promise<void> | undefined;
  return {
    name: 'bedside',
    hooks: {
      'astro:config:setup': ({ command, injectRoute, updateConfig }) => {
        if (command === 'dev') {
          process.env['BEDSIDE_MODE'] = 'dev';
          injectRoute({ pattern: '/gallery/', entrypoint: fileURLToPath(new URL('../gallery/components.astro', import.meta.url)) });
        }
        const root = contentRoot();
        const site = siteSettings();
        updateConfig({
          // Pages wait for the disk more than for the processor; several at once fill the gaps.
          build: { concurrency: 8 },
          integrations: [sitemap({ filter: (page) => !/\/(search|contact\/(thanks|ticket))\/$/.test(page), serialize: withLastChange })],
          vite: {
            plugins: [contentPlugin(root, siteSettings), devServerPlugin(root)],
            server: { fs: { allow: [process.cwd(), root] } },
          },
          security: {
            csp: {
              algorithm: 'SHA-256',
              directives: directives(site) as never,
              // Pagefind's engine is WebAssembly.
              scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"] },
              styleDirective: { resources: ["'self'"] },
            },
          },
        });
      },
      'astro:build:start': () => {
        index = searchFilesMeanwhile(currentCatalog());
        // What goes wrong is thrown where the index is awaited.
        index.catch(() => undefined);
        cards = drawCards(currentCatalog());
        cards.catch(() => undefined);
      },
      'astro:build:done': async ({ dir, logger }) => {
        const folder = fileURLToPath(dir);
        const catalog = currentCatalog();
        const started = performance.now();
        writeSearch((await index) ?? [], folder);
        writeManifest(catalog, folder);
        await cards;
        await writeCards(catalog, folder);
        writeRedirects(catalog, folder);
        logger.info(`search index, manifest and cards for ${catalog.articles.length} articles in ${Math.round(performance.now() - started)} ms after the pages`);
      },
    },
  };
}
