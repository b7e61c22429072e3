import fc from '../chance.ts';
import { expect, test } from 'vitest';
import { contrast, GROUND } from '../../src/catalog/colors.ts';
import { brandColors } from '../../src/starting/colors.ts';

const modes = ['light', 'dark'] as const;

test('any color becomes four with which links and the main button can be read, light and dark', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(byte, byte, byte, (red, green, blue) => {
      const given = `rgb(${red} ${green} ${blue})`;
      const { accent, onAccent } = brandColors(given);
      for (const mode of modes) {
        expect(contrast(accent[mode], GROUND[mode])).toBeGreaterThanOrEqual(7);
        expect(contrast(onAccent[mode], accent[mode])).toBeGreaterThanOrEqual(4.5);
      }
    }),
    { numRuns: 300 },
  );
});

test('a color that can be read stays as it was written, without a word', () => {
  const { accent, mended } = brandColors('#0b3d6b');
  expect(accent.light).toBe('#0b3d6b');
  expect(mended).toEqual([]);
});

test('one that cannot keeps its hue, and the message says what was changed and why', () => {
  const { accent, mended } = brandColors('#ffcc00');
  expect(accent.light).toMatch(/^oklch\(0\.\d+ 0\.\d+ 9\d/);
  expect(mended).toEqual([expect.stringMatching(/^#ffcc00 has a contrast of 1\.4 .*darker there now: oklch\(.*\), 7\.\d\.$/)]);
});
