/** Brand colors: are they colors, and can people read them? */
import { formatHex, parse, wcagContrast } from 'culori';

/** The page grounds of `src/styles/tokens.css`; a test holds the two together. */
export const GROUND = { light: 'oklch(0.985 0.004 85)', dark: 'oklch(0.19 0.006 85)' } as const;

/** WCAG contrast of two CSS colors, 1 to 21, or `undefined` when one is not a color. */
export function contrast(a: string, b: string): number | undefined {
  const [first, second] = [parse(a), parse(b)];
  return first === undefined || second === undefined ? undefined : wcagContrast(first, second);
}

/** Whether nothing shines through a color. */
export function isOpaque(color: string): boolean {
  return (parse(color)?.alpha ?? 1) === 1;
}

/** Six-digit sRGB for places that take no modern CSS, such as `theme-color`. */
export function hex(color: string): string {
  return formatHex(parse(color)) ?? '#000000';
}
