/** Rewrites where a link in an article points, and nothing beside it. */
import { decodedPath } from '../catalog/catalog.ts';

/**
 * @param line where the link stands, 1-based; a definition (`[name]: target`) may stand anywhere
 * @returns the new source, or `undefined` when the target does not stand there as it was read
 */
export function replaceTarget(source: string, line: number, from: string, wanted: string): string | undefined {
  const start = source.split('\n').slice(0, line - 1).join('\n').length;
  // A parser gives back percent signs where the author wrote ö or a space, and a space ends an address.
  const spellings = new Set([from, decodedPath(from), encodeURI(from)]);
  const to = wanted.replaceAll(' ', '%20');
  for (const spelling of spellings) {
    for (const [before, after] of [['](', ')'], ['](', ' '], ['](<', '>'], ['<', '>'], ['src="', '"'], ["src='", "'"]] as const) {
      const at = source.indexOf(before + spelling + after, start);
      if (at !== -1 && lineAt(source, at) - line <= PARAGRAPH) return source.slice(0, at) + before + to + after + source.slice(at + before.length + spelling.length + after.length);
    }
    const definition = source.split('\n').findIndex((text) => new RegExp(`^\\s*\\[[^\\]]+\\]:\\s*<?${spelling.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}>?(\\s|$)`).test(text));
    if (definition !== -1) return source.split('\n').map((text, index) => (index === definition ? text.replace(spelling, to) : text)).join('\n');
  }
  return undefined;
}

/** A link's line is where it begins; its address may stand on a later line of the same paragraph. */
const PARAGRAPH = 6;

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
