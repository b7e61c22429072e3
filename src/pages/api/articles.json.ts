import { currentCatalog } from '../../site/current.ts';
import { articleList } from '../../site/machine-files.ts';

export function GET(): Response {
  return Response.json(articleList(currentCatalog()));
}
