/** Style and script of the status pages, made without Astro, so that a build takes a moment and not a minute. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync, transformSync } from 'esbuild';
import type { Site } from '../catalog/schema.ts';

export interface StatusAssets {
  readonly style: { readonly name: string; readonly content: string };
  readonly script: { readonly name: string; readonly content: string };
}

/** The help center's own tokens and frame, so that both look like one house. */
const STYLES = ['tokens', 'base', 'frame', 'status', 'subscribe'];

export function statusAssets({ brand }: Site): StatusAssets {
  const pair = (colors: { light: string; dark: string }) => `light-dark(${colors.light}, ${colors.dark})`;
  const sheets = STYLES.map((name) => readFileSync(new URL(`../styles/${name}.css`, import.meta.url), 'utf8'));
  sheets.splice(1, 0, `:root { --accent: ${pair(brand.accent)}; --on-accent: ${pair(brand.onAccent)}; }`);
  const style = transformSync(sheets.join('\n'), { loader: 'css', minify: true, target: 'esnext' }).code;
  const bundled = buildSync({ entryPoints: [fileURLToPath(new URL('client.ts', import.meta.url))], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, logLevel: 'silent' });
  return { style: named('status', 'css', style), script: named('status', 'js', bundled.outputFiles[0]!.text) };
}

/** The digest in the name lets caches keep it for good. */
function named(name: string, kind: string, content: string): { name: string; content: string } {
  const digest = createHash('sha256').update(content).digest('base64url').replaceAll(/[-_]/g, '').slice(0, 8);
  return { name: `${name}.${digest}.${kind}`, content };
}
