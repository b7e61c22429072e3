/** What changed in the product, when, and which articles it touches: they are to be checked from that day. */
import { z } from 'zod';
import { didYouMean, type Diagnostic } from './diagnostic.ts';
import type { Placed } from './placed.ts';
import { text } from './reader-length.ts';
import { calendarDay, slug } from './schema.ts';

export const RELEASES_FILE = 'releases.yaml';

export const releasesSchema = z.strictObject({
  releases: z
    .array(
      z.strictObject({
        day: calendarDay.describe('The day from which readers see the change. It may lie ahead.'),
        title: text(3, 80).describe('What the release is called, for example "2.4: photos of licenses". Curves in reports are marked with it.'),
        what: text(10, 300).optional().describe('What is different now, for whoever checks the articles.'),
        articles: z.array(z.string()).max(100).default([]).describe('The ids of the articles it touches: each is to be checked from that day until somebody has.'),
        components: z.array(slug).max(20).default([]).describe('Parts of the product it touches, by their names on the status page: so are the articles that name one of them.'),
      }),
    )
    .default([])
    .describe('Changes of the product that readers notice, in any order.'),
});

export interface Release {
  readonly day: string;
  readonly title: string;
  readonly what: string | undefined;
  /** Ids of the articles it touches, in the order of the file, then by its parts of the product. */
  readonly articles: readonly string[];
}

interface Touchable {
  readonly id: string;
  readonly components: readonly string[];
}

/** Each release with every article it touches, oldest first. */
export function releasesIn({ releases }: z.output<typeof releasesSchema>, articles: readonly Touchable[]): Release[] {
  return releases
    .map(({ day, title, what, articles: named, components }) => ({
      day,
      title,
      what,
      articles: [...new Set([...named, ...articles.filter((article) => article.components.some((one) => components.includes(one))).map(({ id }) => id)])],
    }))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** @param components the parts of the product, when they are known */
export function checkReleases({ value, lineOf }: Placed<z.output<typeof releasesSchema>>, { articles, components }: { articles: ReadonlySet<string>; components: readonly string[] | undefined }, report: (diagnostic: Diagnostic) => void): void {
  for (const [index, release] of value.releases.entries()) {
    const wrong = (path: readonly PropertyKey[], code: string, found: string, message: string, remedy: string) =>
      report({ code, severity: 'error', file: RELEASES_FILE, line: lineOf(['releases', index, ...path]), field: ['releases', index, ...path].join('.'), value: found, message, remedy });
    for (const [place, id] of release.articles.entries()) {
      if (!articles.has(id)) wrong(['articles', place], 'release/article', id, 'No article has this id.', didYouMean(id, [...articles]) ?? 'Copy the id from the article’s first lines.');
    }
    for (const [place, name] of release.components.entries()) {
      if (components !== undefined && !components.includes(name)) wrong(['components', place], 'release/component', name, 'The product has no such part.', didYouMean(name, components) ?? `Known: ${components.join(', ') || 'none'}.`);
    }
    if (value.releases.findIndex(({ day, title }) => day === release.day && title === release.title) < index) wrong(['title'], 'release/twice', release.title, 'This release stands here already.', 'Put its articles into one entry.');
  }
}
