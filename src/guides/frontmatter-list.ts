/**
 * The list from which Astro's extension for VS Code learns which file has which fields at its top.
 *
 * The list names files by their whole addresses on one computer, so that it cannot be committed: it is made when
 * the folder is opened, from the committed schemas alone. Nothing is built, and nothing has to be installed.
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the extension looks, from the project's root. */
const LIST_FOLDER = '.astro/collections';
/** Schema → the files whose fields it describes, from the project's root. Made by `npm run docs`. */
export const FRONTMATTER_INDEX = 'schemas/frontmatter.json';

export type FrontmatterIndex = Readonly<Record<string, readonly string[]>>;

/**
 * @param read a file of the project, by its path from the root
 * @returns path from the project's root → content
 */
export function frontmatterList(root: string, read: (file: string) => string): Map<string, string> {
  const index = Object.entries(JSON.parse(read(FRONTMATTER_INDEX)) as FrontmatterIndex);
  const entries = index.flatMap(([name, patterns]) => globSync([...patterns], { cwd: root }).map((file) => [keyOf(resolve(root, file)), name] as const));
  const list = { collections: index.map(([name]) => ({ hasSchema: true, name })), entries: Object.fromEntries(entries.sort()) };
  return new Map([...index.map(([name]) => [`${LIST_FOLDER}/${name}.schema.json`, read(`schemas/${name}.schema.json`)] as const), [`${LIST_FOLDER}/collections.json`, `${JSON.stringify(list, null, 2)}\n`]]);
}

/** The extension compares addresses decoded and in small letters. */
function keyOf(path: string): string {
  return decodeURIComponent(pathToFileURL(path).href).toLowerCase();
}
