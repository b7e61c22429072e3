/**
 * What of an article's text goes into the full-text index: each meaningful word once in each section, as its
 * root. Words like "the" and repetitions are three quarters of a text and help nobody to find it; and words of
 * its title, keywords, headings, summary and messages are found through the lexicon.
 */
import { languageFor } from './english.ts';
import { joined, meaningful } from './rules.ts';
import { wordsOf } from './words.ts';

/**
 * HTML in, HTML out: headings stay as they are, because results show them.
 *
 * @param elsewhere what the lexicon holds of this article
 */
export function indexedText(html: string, elsewhere: readonly string[], locale: string): string {
  const language = languageFor(locale);
  const known = new Set(elsewhere.flatMap((text) => meaningful(text, language).map(({ stem }) => stem)));
  let seen = new Set<string>();
  let inHeading = false;
  return partsOf(html)
    .map(({ tag, text }) => {
      if (tag !== undefined) {
        const heading = /^<(\/?)h[1-6]\b/.exec(tag);
        if (heading === null) return inHeading ? '' : ' ';
        inHeading = heading[1] === '';
        if (inHeading) seen = new Set();
        return tag;
      }
      if (inHeading) return text;
      const roots = joined(wordsOf(decoded(text)), language)
        .filter((word) => !language.stopWords.has(word))
        .map(language.stem)
        .filter((stem) => !known.has(stem) && !seen.has(stem) && seen.add(stem));
      return roots.join(' ');
    })
    .join('');
}

/** The words between the tags. */
export function plainText(html: string): string {
  return partsOf(html)
    .map(({ tag, text }) => (tag === undefined ? decoded(text) : ' '))
    .join('');
}

function partsOf(html: string): { tag: string | undefined; text: string }[] {
  const readable = html
    .replaceAll(/<a class="anchor"[^>]*>.*?<\/a>/g, '')
    .replaceAll(/<svg[^]*?<\/svg>/g, '');
  return readable.split(/(<!--[^]*?-->|<[^>]+>)/).map((part) => (part.startsWith('<') ? { tag: part, text: '' } : { tag: undefined, text: part }));
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt|quot|nbsp);/g, ' ').replaceAll(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16))).replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
