/** An article's text as a reader hears it: paragraphs and list items, without fields, tables, code and pictures. */

/** One run of prose, such as a paragraph, a list item or a heading. */
export function passages(source: string): string[] {
  return source
    .replace(/^---\n[^]*?\n---\n/, '')
    .replace(/```[^]*?```/g, '\n\n')
    .replace(/<Figure[^]*?\/>/g, '\n\n')
    .split('\n')
    .map((line) => (/^\s*\|/.test(line) ? '' : line))
    .map((line) => line.replace(/^\s*(?:[-*]|\d+\.)\s+/, '\n').replace(/^\s*#.*/, '\n'))
    .join('\n')
    .split(/\n\s*\n/)
    .map(plain)
    .filter((text) => /\p{L}/u.test(text));
}

/** Every word a reader sees, tables and alternative texts included. */
export function wholeText(source: string): string {
  return source
    .replace(/^---\n[^]*?\n---\n/, '')
    .split('\n')
    .map(plain)
    .join('\n');
}

export function sentences(source: string): string[] {
  return passages(source).flatMap(sentencesOf);
}

/** Headings, labels and items of a list that end without a stop are not sentences, and would flatter the average. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.?!:][”"]?)\s+(?=[\p{Lu}“"\d])/u).filter((part) => wordsOf(part).length > 0 && /[.?!:][”")]?$/.test(part));
}

export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}’'.@/-]*/gu) ?? [];
}

/**
 * Flesch's reading ease: 206.835 − 1.015 × words per sentence − 84.6 × syllables per word. Plain English begins at 60.
 *
 * An address or a number counts as one syllable: a reader recognizes it and does not spell it out.
 */
export function readingEase(source: string): number {
  const read = sentences(source);
  const words = read.flatMap(wordsOf);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 206.835 - 1.015 * (words.length / read.length) - 84.6 * (syllables / words.length);
}

export function syllablesOf(word: string): number {
  if (/[@/\d]|\.\w/.test(word)) return 1;
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const spoken = letters.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, (end) => end[0] ?? '');
  return Math.max(1, spoken.match(/[aeiouy]+/g)?.length ?? 1);
}

function plain(line: string): string {
  return line
    .replace(/\{#[^}]+\}/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<(?:Callout|Tab|Details)[^>]*?(?:title|summary)="([^"]*)"[^>]*>/g, '$1.')
    .replace(/<Figure[^>]*?alt="([^"]*)"[^>]*>/g, '$1')
    .replace(/<[^>]+>/g, '')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
