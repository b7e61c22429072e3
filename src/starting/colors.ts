/** A brand's color, made readable on light and dark pages. */
import { clampChroma, converter, type Oklch } from 'culori';
import { contrast, GROUND, isOpaque } from '../catalog/colors.ts';
import { StartRefused } from './refused.ts';

export interface BrandColors {
  readonly accent: { readonly light: string; readonly dark: string };
  readonly onAccent: { readonly light: string; readonly dark: string };
  /** What was changed, and why; empty when the color stands as it was given. */
  readonly mended: readonly string[];
}

/** What the pages aim at for text; the check refuses less than 4.5. */
const AIM = 7;
const STEP = 0.01;
const toOklch = converter('oklch');

/**
 * From one color the four that a site needs. On the light page it becomes darker until links can be read, on the
 * dark page lighter; the hue stays.
 *
 * @throws {StartRefused} when it is not a color
 */
export function brandColors(given: string): BrandColors {
  const color = toOklch(given);
  if (color === undefined) throw new StartRefused(`"${given}" is not a color. Write one as CSS does, for example #0b5c8a or oklch(0.45 0.1 250).`);
  if (!isOpaque(given)) throw new StartRefused(`"${given}" lets others through. Write it without an alpha value.`);
  const light = readable(color, 'light');
  // Strong colors glare on a dark page.
  const dark = readable({ ...color, l: Math.max(color.l, 0.78), c: Math.min(color.c, 0.1) }, 'dark');
  const hue = color.h ?? 0;
  const before = contrast(given, GROUND.light) ?? 0;
  const kept = light.l === color.l;
  return {
    accent: { light: kept ? given : written(light), dark: written(dark) },
    onAccent: { light: written({ mode: 'oklch', l: 0.99, c: 0.004, h: hue }), dark: written({ mode: 'oklch', l: 0.2, c: 0.02, h: hue }) },
    mended: kept ? [] : [`${given} has a contrast of ${before.toFixed(1)} on the light page, where links need ${AIM}. It is darker there now: ${written(light)}, ${(contrast(written(light), GROUND.light) ?? 0).toFixed(1)}.`],
  };
}

function readable(color: Oklch, mode: 'light' | 'dark'): Oklch {
  const step = mode === 'light' ? -STEP : STEP;
  // Black on the light page and white on the dark one reach far more, so this ends.
  for (let one = color; ; one = { ...one, l: one.l + step }) {
    if ((contrast(written(one), GROUND[mode]) ?? 0) >= AIM) return one;
  }
}

/** As CSS, within what screens can show. */
function written(color: Oklch): string {
  const { l, c, h } = clampChroma(color, 'oklch');
  const short = (value: number, digits: number) => String(Number(value.toFixed(digits)));
  return `oklch(${short(l, 3)} ${short(c, 3)} ${short(h ?? 0, 1)})`;
}
