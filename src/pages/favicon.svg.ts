import { hex } from '../catalog/colors.ts';
import { currentCatalog } from '../site/current.ts';

/** The brand's letters on its color. */
export function GET(): Response {
  const { brand, name } = currentCatalog().site;
  const letters = (brand.mark ?? name.slice(0, 1)).replaceAll(/[<&]/g, '');
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">' +
    `<rect width="32" height="32" rx="6" fill="${hex(brand.accent.light)}"/>` +
    `<text x="16" y="21.5" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="700" font-size="${letters.length > 2 ? 11 : 15}" fill="${hex(brand.onAccent.light)}">${letters}</text></svg>\n`;
  return new Response(svg, { headers: { 'content-type': 'image/svg+xml' } });
}
