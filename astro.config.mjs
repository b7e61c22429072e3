import { defineConfig } from 'astro/config';
import mdx from '@astrojs/mdx';
import { bedside, siteSettings } from './src/site/integration.ts';

const { url, base } = siteSettings();

export default defineConfig({
  site: url,
  base,
  output: 'static',
  ...(process.env.BEDSIDE_OUT ? { outDir: process.env.BEDSIDE_OUT } : {}),
  ...(process.env.BEDSIDE_CACHE ? { cacheDir: process.env.BEDSIDE_CACHE } : {}),
  trailingSlash: 'always',
  // Articles are rendered by src/articles; MDX pages of our own (the component gallery in dev) go through Astro.
  integrations: [bedside(), mdx()],
  // Words that stand apart in the source stay apart on the page.
  compressHTML: true,
  build: { assets: 'assets', inlineStylesheets: 'never', format: 'directory' },
  devToolbar: { enabled: false },
  vite: { build: { assetsInlineLimit: 0 } },
  experimental: { incrementalBuild: process.env.BEDSIDE_INCREMENTAL !== 'off' },
});
