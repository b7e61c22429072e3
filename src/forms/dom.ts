/** Parts onto the page, and finding what the page marks. */
import type { Part } from './part.ts';

export function nodes(parts: readonly (Part | string)[]): Node[] {
  return parts.map((one) => {
    if (typeof one === 'string') return document.createTextNode(one);
    const made = document.createElement(one.tag);
    for (const [name, value] of Object.entries(one.attributes)) made.setAttribute(name, value);
    made.append(...nodes(one.children));
    return made;
  });
}

export function fill(element: Element | null, parts: readonly (Part | string)[]): void {
  element?.replaceChildren(...nodes(parts));
}

/** The element that carries `data-<name>`, perhaps with a value. */
export function marked<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string, value?: string): T | null {
  return root.querySelector<T>(value === undefined ? `[data-${name}]` : `[data-${name}="${value}"]`);
}

export function setHidden(element: HTMLElement | null, hidden: boolean): void {
  if (element !== null) element.hidden = hidden;
}

export function say(element: Element | null, words: string): void {
  if (element !== null) element.textContent = words;
}
