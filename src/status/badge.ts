/** A small picture of the state, for other pages. */
import { formatHex, parse } from 'culori';
import { escape } from './markup.ts';
import type { Tone } from './sentence.ts';

/** The light tokens of `tokens.css`; white stands on each with a contrast of at least 4.5. */
const COLORS: Readonly<Record<Tone, string>> = {
  ok: 'oklch(0.42 0.09 150)',
  notice: 'oklch(0.42 0.08 250)',
  trouble: 'oklch(0.44 0.09 70)',
  outage: 'oklch(0.45 0.15 27)',
  unknown: 'oklch(0.43 0.012 85)',
};

/** A letter's width at 12 px in a common interface font; `textLength` makes the guess true. */
const LETTER = 6.6;

export function badge(label: string, state: string, tone: Tone): string {
  const [left, right] = [label, state].map((text) => Math.round([...text].length * LETTER) + 16) as [number, number];
  const part = (text: string, x: number, width: number) => `<text x="${x + 8}" y="16" textLength="${width - 16}" lengthAdjust="spacingAndGlyphs">${escape(text)}</text>`;
  const name = escape(`${label}: ${state}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="24" viewBox="0 0 ${left + right} 24" role="img" aria-label="${name}"><title>${name}</title><rect width="${left + right}" height="24" rx="4" fill="#2c2a26"/><path d="M${left} 0h${right - 4}a4 4 0 0 1 4 4v16a4 4 0 0 1-4 4h-${right - 4}z" fill="${formatHex(parse(COLORS[tone]))}"/><g fill="#fff" font-family="system-ui,-apple-system,Segoe UI,Roboto,sans-serif" font-size="12" font-weight="600">${part(label, 0, left)}${part(state, left, right)}</g></svg>
`;
}
