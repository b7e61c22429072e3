import { readFileSync } from 'node:fs';
import { parse, wcagContrast } from 'culori';
import { expect, test } from 'vitest';
import { contrast, GROUND } from '../../src/catalog/colors.ts';

const css = readFileSync('src/styles/tokens.css', 'utf8');

/** `--name: light-dark(a, b);` as the two colors. */
function token(name: string): { light: string; dark: string } {
  const match = new RegExp(`--${name}: light-dark\\((.+\\)), (.+\\))\\);`).exec(css);
  if (match?.[1] === undefined || match[2] === undefined) throw new Error(`tokens.css has no --${name}.`);
  return { light: match[1], dark: match[2] };
}

test('the ground that brand colors are measured against is the ground of the page', () => {
  expect(GROUND).toEqual(token('ground'));
});

const modes = ['light', 'dark'] as const;
const needs: readonly { name: string; on: readonly string[]; ratio: number }[] = [
  { name: 'text', on: ['ground', 'raised', 'sunken', 'mark'], ratio: 7 },
  { name: 'quiet', on: ['ground', 'raised'], ratio: 7 },
  { name: 'quiet', on: ['sunken'], ratio: 4.5 },
  ...['ok', 'notice', 'trouble', 'outage'].map((name) => ({ name, on: ['ground', 'raised'], ratio: 4.5 })),
  { name: 'control', on: ['ground', 'raised'], ratio: 3 },
];
const pairs = needs.flatMap(({ name, on, ratio }) => on.flatMap((back) => modes.map((mode) => ({ name, back, mode, ratio }))));

test.each(pairs)('--$name stands on --$back with a contrast of $ratio when it is $mode', ({ name, back, mode, ratio }) => {
  const [front, ground] = [token(name)[mode], token(back)[mode]];
  expect(parse(front), front).toBeDefined();
  expect(wcagContrast(front, ground)).toBeGreaterThanOrEqual(ratio);
});

test('contrast is 21 between black and white, either way, and nothing for what is no color', () => {
  expect(contrast('#000', 'white')).toBeCloseTo(21, 5);
  expect(contrast('white', '#000')).toBeCloseTo(21, 5);
  expect(contrast('bluish', '#000')).toBeUndefined();
});
