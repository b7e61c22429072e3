/** Links on the built site: what an author wrote, what components render, and the frame around both. */
import { linkProblems, type FoundLink, type Problem } from './links.ts';
import type { Material } from './material.ts';

export type Of<Kind extends Problem['kind']> = FoundLink & { problem: Extract<Problem, { kind: Kind }> };

const judged = new WeakMap<Material['site'], FoundLink[]>();

/** Every rule here asks for the same answers; they are found once. */
export function problemsOf<Kind extends Problem['kind']>(material: Material, kind: Kind): Of<Kind>[] {
  const { site } = material;
  let all = judged.get(site);
  if (all === undefined) {
    all = [...linkProblems(site)];
    judged.set(site, all);
  }
  return all.filter((one): one is Of<Kind> => one.problem.kind === kind);
}

/** What is fetched with the page, as opposed to where a reader goes. */
export const isResource = ({ link: { tag } }: FoundLink) => !['a', 'area', 'form', 'meta'].includes(tag);

export const isFile = (path: string) => /\.[a-z0-9]{1,5}$/i.test(path);

export function didYouMean(like: string | undefined): { remedy?: string } {
  return like === undefined ? {} : { remedy: `Did you mean ${like}?` };
}
