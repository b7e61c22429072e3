/** The search index of a content tree for scripts: made in a folder of its own, read by the browser's ranker. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { createFinder, type Finder } from '../search/finder.ts';
import { loadNodeEngine } from '../search/node-engine.ts';
import { searchFiles, writeSearch } from './outputs.ts';

/** Makes the index of the articles as they are now. Its folder goes when the process ends. */
export async function finderOf(catalog: Catalog): Promise<Finder> {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-search-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeSearch(await searchFiles(catalog), folder);
  return createFinder(await loadNodeEngine(folder));
}
