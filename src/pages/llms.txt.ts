import { currentCatalog } from '../site/current.ts';
import { llmsTxt } from '../site/machine-files.ts';

export function GET(): Response {
  return new Response(llmsTxt(currentCatalog()));
}
