/** Which part of an article holds what was asked. */
import type { Language } from './english.ts';
import type { PagefindData } from './finder.ts';
import { meaningful } from './rules.ts';
import type { Understanding } from './understanding.ts';

export interface Section {
  readonly title: string;
  readonly url: string;
}

/** Every root that would do, of the words and of what stands for them. */
export function stemsOf({ slots }: Understanding): ReadonlySet<string> {
  return new Set(slots.flatMap(({ options }) => options.flatMap(({ stems }) => stems)));
}

/**
 * The section with most of the words. A word in its heading counts twice.
 *
 * @param places where in the text each root stands, by the count of words
 */
export function sectionOf(
  { url, anchors }: Pick<PagefindData, 'url' | 'anchors'>,
  places: ReadonlyMap<string, readonly number[]>,
  stems: ReadonlySet<string>,
  language: Language,
): Section | undefined {
  const headings = [...anchors].filter(({ element, id }) => /^h\d$/.test(element) && id !== '').sort((a, b) => a.location - b.location);
  let best: { readonly section: Section; readonly points: number } | undefined;
  for (const [index, { id, text, location }] of headings.entries()) {
    const end = headings[index + 1]?.location ?? Infinity;
    const inHeading = new Set(meaningful(text, language).map(({ stem }) => stem).filter((stem) => stems.has(stem))).size;
    const inText = [...places.values()].filter((at) => at.some((place) => place >= location && place < end)).length;
    const points = 2 * inHeading + inText;
    if (points > 0 && (best === undefined || points > best.points)) best = { section: { title: text.trim(), url: `${url}#${id}` }, points };
  }
  return best?.section;
}
