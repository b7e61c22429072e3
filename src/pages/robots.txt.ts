import { currentCatalog } from '../site/current.ts';
import { robotsTxt } from '../site/machine-files.ts';

export function GET(): Response {
  return new Response(robotsTxt(currentCatalog()));
}
