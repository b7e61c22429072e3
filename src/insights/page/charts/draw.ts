/** A chart as SVG markup. Plot draws it on a document without a browser; what our policy and readers do not need goes. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escape, trusted, type Html } from '../../../status/markup.ts';

/** Widths that a chart is drawn for: a phone's column, and a page's. Text keeps its size on both. */
export const NARROW = 340;
export const WIDE = 700;

/** Size of every word in a chart. */
export const FONT = 14;

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/**
 * Draws.
 *
 * @param alternative what the chart says, for whoever does not see it
 */
export function draw(options: Plot.PlotOptions, alternative: string): string {
  const svg = Plot.plot({ ...options, document, style: {} }) as unknown as Element;
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const one of [svg, ...svg.querySelectorAll('*')]) {
    // Marks are parts of one picture, whose name says it all.
    for (const name of ['aria-label', 'aria-hidden', 'aria-description', 'class', 'style', 'font-family', 'font-variant']) one.removeAttribute(name);
    for (const name of ['x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'width', 'height', 'transform', 'd']) shorten(one, name);
  }
  svg.setAttribute('font-size', String(FONT));
  svg.setAttribute('role', 'img');
  const attributes = [...svg.attributes].filter(({ name }) => name !== 'viewBox' && name !== 'viewbox').map(({ name, value }) => `${name}="${escape(value)}"`).join(' ');
  return `<svg viewBox="${svg.getAttribute('viewBox') ?? ''}" ${attributes} aria-label="${escape(alternative)}">${svg.innerHTML}</svg>`;
}

/** Fifteen digits of a pixel are fourteen too many. */
function shorten(element: Element, name: string): void {
  const value = element.getAttribute(name);
  if (value !== null && /\.\d{2}/.test(value)) element.setAttribute(name, value.replaceAll(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10)));
}

/** The same chart for a phone and for a page; the style shows one. */
export function forBothWidths(drawn: (width: number) => string): Html {
  return trusted(`<div class="narrow">${drawn(NARROW)}</div><div class="wide">${drawn(WIDE)}</div>`);
}
