/** Pictures for made-up articles: screens as a help center shows them, flat areas and lines. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { PICTURES } from './article.ts';
import { seeded } from './random.ts';

export async function writePictures(folders: readonly string[]): Promise<void> {
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  for (let index = 0; index < PICTURES; index += 1) {
    const picture = await sharp(Buffer.from(drawing(index))).png().toBuffer();
    for (const folder of folders) await sharp(picture).toFile(join(folder, `picture-${index}.png`));
  }
}

function drawing(index: number): string {
  const random = seeded(1_000 + index);
  const bars = Array.from({ length: 14 }, () => {
    const [x, y, width] = [random.between(40, 700), random.between(40, 760), random.between(80, 600)];
    return `<rect x="${x}" y="${y}" width="${width}" height="${random.between(12, 60)}" rx="8" fill="hsl(${random.between(0, 359)} 40% ${random.between(40, 85)}%)"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1344" height="840"><rect width="1344" height="840" fill="#f5f5f2"/>${bars.join('')}</svg>`;
}
