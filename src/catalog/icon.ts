/** Lucide's outlines, inlined where they are needed. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// Resolved from the program's folder, where every command runs, because a bundle has no place of its own.
const require = createRequire(join(process.cwd(), 'package.json'));
const cache = new Map<string, string>();

/**
 * An icon as SVG markup, hidden from screen readers because the words beside it say the same.
 *
 * @throws when Lucide has no icon of this name
 */
export function icon(name: string): string {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const source = readFileSync(require.resolve(`lucide-static/icons/${name}.svg`), 'utf8');
  const shapes = /<svg[^>]*>([^]*)<\/svg>/.exec(source)?.[1]?.replaceAll(/\s*\n\s*/g, '').trim() ?? '';
  const svg = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shapes}</svg>`;
  cache.set(name, svg);
  return svg;
}

/** Whether Lucide has this icon. */
export function iconExists(name: string): boolean {
  try {
    require.resolve(`lucide-static/icons/${name}.svg`);
    return true;
  } catch {
    return false;
  }
}
