/** The page that stops letters about an incident, made of a built page, so that it looks like the others. */
import type { ElementContent } from 'hast';
import { rewrite, setText } from '../forms/rewrite.ts';
import { incidentsTextsFor } from '../texts/incidents-texts.ts';

export function stopPage(built: string, locale: string, state: 'ask' | 'done' | 'gone'): string {
  const t = incidentsTextsFor(locale).stop;
  const words = { ask: t.lead, done: t.done, gone: t.gone }[state];
  const button = element('button', { className: ['button', 'button-main'] }, t.button);
  return rewrite(built, (one) => {
    if (one.tagName === 'title') setText(one, t.title);
    if (one.tagName === 'main') one.children = [element('h1', {}, t.title), element('p', { className: ['lead'] }, words), ...(state === 'ask' ? [element('form', { method: 'post' }, element('p', { className: ['buttons'] }, button))] : [])];
  });
}

function element(tagName: string, properties: Record<string, string | string[]>, ...children: readonly (ElementContent | string)[]): ElementContent {
  return { type: 'element', tagName, properties, children: children.map((child) => (typeof child === 'string' ? { type: 'text', value: child } : child)) };
}
