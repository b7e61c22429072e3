/**
 * A built page with something filled in: words that came back, a message, a part shown that was hidden.
 *
 * One template serves with and without JavaScript, so what a reader typed is never lost to a second page.
 */
import type { Element, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toHtml } from 'hast-util-to-html';
import { visit } from 'unist-util-visit';

/** Looks at each element and may change it. */
export type Edit = (element: Element) => void;

export function rewrite(html: string, edit: Edit): string {
  const tree: Root = fromHtml(html);
  visit(tree, 'element', edit);
  return toHtml(tree, { allowDangerousHtml: true });
}

/** Whether an element carries `data-…`, with this value when one is given. */
export function has(element: Element, name: string, value?: string): boolean {
  const found = element.properties[name];
  return found !== undefined && found !== null && found !== false && (value === undefined || String(found) === value);
}

export function show(element: Element): void {
  delete element.properties['hidden'];
}

export function hide(element: Element): void {
  element.properties['hidden'] = true;
}

export function setText(element: Element, text: string): void {
  element.children = [{ type: 'text', value: text }];
}
