/** What teams write, as HTML and as plain words. Markdown without HTML: what looks like a tag is shown as it stands. */
import type { ElementContent, Nodes, RootContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { markdownToHast } from 'satteri';
import { escape } from './markup.ts';

const SAFE_ADDRESS = /^(https?:|mailto:|tel:|\/(?!\/)|#)/i;
const NEEDS_PARSER = /[*_`~<>[\]#|\\!&]|^\s*([-+]|\d+[.)])\s|^(=|-{3})|https?:|www\.|@/m;
const NO_PICTURES = new Set(['img', 'input']);

/**
 * Markdown as safe HTML. A status text is seldom more than sentences, and those need no parser: with 500
 * incidents that halves the time of a build.
 *
 * @param deeper how many levels its headings go down, to fit below the page's own
 */
export function wordsToHtml(markdown: string, deeper = 2): string {
  if (!NEEDS_PARSER.test(markdown)) return markdown.trim().split(/\n{2,}/).map((paragraph) => `<p>${escape(paragraph.replaceAll('\n', ' '))}</p>`).join('');
  const { children } = markdownToHast(markdown, { features: { gfm: true, smartPunctuation: false } }) as unknown as { children: Nodes[] };
  return toHtml({ type: 'root', children: children.flatMap((node) => safe(node, deeper)) as RootContent[] }).replaceAll('\n', '');
}

function safe(node: Nodes, deeper: number): ElementContent[] {
  // Raw HTML is no part of a status text; a browser sees its letters.
  if (node.type === 'raw') return [{ type: 'text', value: (node as { value: string }).value }];
  if (node.type === 'text') return [node];
  if (node.type !== 'element') return [];
  if (NO_PICTURES.has(node.tagName)) return [{ type: 'text', value: String(node.properties['alt'] ?? '') }];
  const children = node.children.flatMap((child) => safe(child, deeper));
  const level = /^h([1-6])$/.exec(node.tagName)?.[1];
  const tagName = level === undefined ? node.tagName : `h${Math.min(6, Math.max(2, Number(level) + deeper - 2))}`;
  const href = node.properties['href'];
  const properties = typeof href === 'string' && SAFE_ADDRESS.test(href) ? { href } : {};
  return [{ type: 'element', tagName, properties, children }];
}

/** Markdown as the words a reader would hear, for feeds and calendars. */
export function plainWords(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]*)\]\(([^)]*)\)/g, '$1 ($2)')
    .replaceAll(/[*`]/g, '')
    .replaceAll(/[ \t]*\n[ \t]*(?!\n)/g, '\n')
    .trim();
}
