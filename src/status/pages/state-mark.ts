/** A state as shape, color and word: never color alone. */
import { html, trusted, type Html } from '../markup.ts';
import type { Tone } from '../sentence.ts';

/** Lucide's circle-check, wrench, triangle-alert, octagon-x and circle-dashed, drawn once here because the page has a budget. */
const SHAPES: Readonly<Record<Tone, string>> = {
  ok: '<circle cx="12" cy="12" r="10"/><path d="m9 12 2 2 4-4"/>',
  notice: '<path d="M14.7 6.3a1 1 0 0 0 0 1.4l1.6 1.6a1 1 0 0 0 1.4 0l3.8-3.8a6 6 0 0 1-7.9 7.9l-6.9 6.9a2.1 2.1 0 0 1-3-3l6.9-6.9a6 6 0 0 1 7.9-7.9z"/>',
  trouble: '<path d="m21.7 18-8-14a2 2 0 0 0-3.5 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.7-3M12 9v4m0 4h.01"/>',
  outage: '<path d="M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9zM15 9l-6 6m0-6 6 6"/>',
  unknown: '<path d="M10.1 2.2a10 10 0 0 1 3.8 0m3.7 1.5a10 10 0 0 1 2.7 2.7m1.5 3.7a10 10 0 0 1 0 3.8m-1.5 3.7a10 10 0 0 1-2.7 2.7m-3.7 1.5a10 10 0 0 1-3.8 0m-3.7-1.5a10 10 0 0 1-2.7-2.7m-1.5-3.7a10 10 0 0 1 0-3.8m1.5-3.7a10 10 0 0 1 2.7-2.7"/>',
};

export function stateIcon(tone: Tone): Html {
  return trusted(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${SHAPES[tone]}</svg>`);
}

export function stateMark(tone: Tone, word: string): Html {
  return html`<span class="state ${tone}">${stateIcon(tone)}${word}</span>`;
}
