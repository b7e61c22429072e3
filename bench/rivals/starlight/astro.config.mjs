// Starlight as it comes: full sidebar from the folders, Pagefind, Expressive Code.
import starlight from '@astrojs/starlight';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'astro/config';

const folders = readdirSync(join(import.meta.dirname, 'src/content/docs'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'pictures');

export default defineConfig({
  site: 'https://help.example.org',
  integrations: [
    starlight({
      title: 'Bench Help',
      sidebar:
        process.env.BENCH_SIDEBAR === 'small'
          ? folders.map(({ name }) => ({ label: name, link: `/${name}/` }))
          : folders.map(({ name }) => ({ label: name, items: [{ autogenerate: { directory: name } }] })),
    }),
  ],
});
