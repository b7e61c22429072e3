/** Small status trees: what a test writes, and what is built of it at an instant. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Diagnostic } from '../../src/catalog/diagnostic.ts';
import type { StatusTree } from '../../src/catalog/status-tree.ts';
import { readStatusContent, type StatusContent } from '../../src/site/status-build.ts';
import { statusAssets } from '../../src/status/assets.ts';
import { placeAlone } from '../../src/status/place.ts';
import { statusFiles } from '../../src/status/site-files.ts';
import { SITE } from '../catalog/trees.ts';

export const COMPONENTS = `recordedSince: 2026-01-01
groups:
  - slug: accounts
    name: Accounts
components:
  - slug: search
    name: Search
    description: Finding things.
  - slug: email
    name: Email
  - slug: log-in
    name: Log-in
    group: accounts
`;

export const SITE_WITH_STATUS = SITE.replace('locale:', 'statusUrl: https://status.example.org\nlocale:');

/** `2026-11-23 14:30` in New York, the zone of the trees. */
export function at(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00${text >= '2026-03-08 03' && text < '2026-11-01 02' ? '-04:00' : '-05:00'}`);
}

export interface WrittenUpdate {
  readonly at: string;
  readonly state: string;
  readonly more?: string;
}

/** An incident's file; `more` is YAML for the update, one line. */
export function incident(id: string, impact: string, updates: readonly WrittenUpdate[], more = ''): string {
  const list = updates.map(({ at: instant, state, more: extra }) => `  - at: ${instant}\n    state: ${state}\n    text: This is what we know at ${instant.slice(11)}.\n${extra === undefined ? '' : `    ${extra}\n`}`);
  return `---\nid: ${id}\ntitle: Trouble ${id}\nimpact: ${impact}\n${more}updates:\n${list.join('')}---\n`;
}

export function maintenance(id: string, from: string, until: string, more = '', components = 'search'): string {
  return `---\nid: ${id}\ntitle: Work ${id}\nannounced: 2026-01-02 09:00\nfrom: ${from}\nuntil: ${until}\ncomponents: [${components}]\ntext: We exchange a part. Everything else works.\n${more}---\n`;
}

export type StatusTreeFiles = Readonly<Record<string, string>>;

/** Writes a tree that is deleted after the test. Names without a folder are incidents. */
export function statusTreeOf(files: StatusTreeFiles): string {
  const root = mkdtempSync(join(tmpdir(), 'bedside-status-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeStatusTree(root, files);
  return root;
}

export function writeStatusTree(root: string, files: StatusTreeFiles): void {
  const all: Record<string, string> = { 'site.yaml': SITE_WITH_STATUS, 'status/components.yaml': COMPONENTS };
  for (const [name, content] of Object.entries(files)) all[name.includes('.yaml') ? name : name.includes('/') ? `status/${name}` : `status/incidents/${name}`] = content;
  for (const [file, content] of Object.entries(all)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
}

export function contentOf(files: StatusTreeFiles, now: number): StatusContent {
  const { content, diagnostics } = readStatusContent(statusTreeOf(files), now);
  if (content === undefined) throw new Error(JSON.stringify(diagnostics, null, 1));
  return content;
}

export function treeAt(files: StatusTreeFiles, now: number): StatusTree {
  return contentOf(files, now).tree;
}

export function problemsOf(files: StatusTreeFiles, now = at('2026-11-23 12:00')): readonly Diagnostic[] {
  return readStatusContent(statusTreeOf(files), now).diagnostics;
}

/** The whole site as files by path, alone at the root of its host. */
export function builtAt(files: StatusTreeFiles, now: number): Map<string, string> {
  const { site, tree } = contentOf(files, now);
  return statusFiles({ site, tree, place: placeAlone(site), assets: statusAssets(site), now });
}
