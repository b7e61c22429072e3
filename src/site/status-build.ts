/** Builds the status site alone, without looking at an article. */
import { existsSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readText } from '../catalog/content-files.ts';
import { formatDiagnostics, type Diagnostic } from '../catalog/diagnostic.ts';
import { siteSchema, type Site } from '../catalog/schema.ts';
import { readStatus } from '../catalog/status-load.ts';
import type { StatusTree } from '../catalog/status-tree.ts';
import { readYaml } from '../catalog/yaml.ts';
import { exchange, newFolder, placed, writeFiles } from './exchange.ts';
import { MANIFEST_FILE, MANIFEST_FOLDER, type Manifest } from './manifest.ts';
import { statusAssets } from '../status/assets.ts';
import { placeAlone } from '../status/place.ts';
import { statusFiles } from '../status/site-files.ts';

export interface StatusContent {
  readonly site: Site;
  readonly tree: StatusTree;
}

/** What the status site is made from. `undefined` content means that the diagnostics say why. */
export function readStatusContent(root: string, now: number): { content: StatusContent | undefined; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  for (const file of ['site.yaml', 'status/components.yaml']) {
    if (!existsSync(join(root, file))) report({ code: 'content/missing-file', severity: 'error', file, line: 1, message: 'This file is needed.', remedy: `Create ${file}.` });
  }
  if (diagnostics.length > 0) return { content: undefined, diagnostics };
  const text = readText(root, 'site.yaml', report);
  const site = text === undefined ? undefined : readYaml({ file: 'site.yaml', text, linesBefore: 0 }, siteSchema, report)?.value;
  const tree = site && readStatus(root, { ...site, now }, report);
  return { content: site && tree && { site, tree }, diagnostics };
}

export interface StatusBuild {
  /** The content tree. */
  readonly root: string;
  readonly out: string;
  readonly now: number;
}

/** @returns the exit code: 0 built, 1 errors in the content */
export function buildStatus({ root, out, now }: StatusBuild): 0 | 1 {
  const folder = newFolder(out);
  try {
    for (;;) {
      // Two who publish at one moment: the later in place must have read what the earlier wrote.
      const before = placed(out);
      const { content, diagnostics } = readStatusContent(resolve(root), now);
      if (diagnostics.length > 0) console.error(formatDiagnostics(diagnostics, basename(resolve(root))));
      if (content === undefined) return 1;
      writeFiles(filesAlone(content, now), folder);
      if (exchange(folder, out, before)) return 0;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The status site at the root of its own host: path from there → content. */
function filesAlone({ site, tree }: StatusContent, now: number): Map<string, string> {
  const place = placeAlone(site);
  const files = statusFiles({ site, tree, place, assets: statusAssets(site), now });
  // On its own host the folder's root is the status root, wherever below the host's it lies.
  const placedAt = new Map([...files].map(([path, text]) => [path.slice(place.root.length - 1), text]));
  // With a manifest our own server can serve it like any other site.
  const manifest: Manifest = { version: 1, name: site.name, url: place.url, base: place.root, locale: site.locale, articles: [], redirects: {}, origins: [new URL(place.url).origin] };
  return placedAt.set(`/${MANIFEST_FOLDER}/${MANIFEST_FILE}`, `${JSON.stringify(manifest, null, 1)}\n`);
}
