/** A reader's comment as a report may show it. */
import { mask } from '../privacy/mask.ts';

/** Words with a capital letter inside a sentence. */
const CAPITAL_INSIDE = /(?<=[\p{L}\p{N},;:)"”’'\]] ["“(]?)(?<![\p{L}\p{N}[])\p{Lu}\p{Ll}[\p{L}’'-]*/gu;
/** Two or more in a row are a name wherever they stand. */
const SEVERAL = /(?<![\p{L}[])\p{Lu}\p{Ll}[\p{L}’'-]*(?: \p{Lu}\p{Ll}[\p{L}’'-]*)+/gu;
/** People type small letters, too. */
const AFTER = /(?<=\b(?:dr|prof|mr|mrs|ms|doctor|nurse|patient|colleague|named|called|name is)\.? )(?!is\b|was\b|has\b|and\b|or\b|the\b|who\b|data\b|information\b|record)\p{Ll}{3,}(?: \p{Ll}{3,})?/giu;

/**
 * Masks what looks like a person. One who is named in small letters and by no word before cannot be told from a word,
 * which is why comments stand in `report:feedback` and nowhere else.
 *
 * @param known whether the site has this word, in small letters
 */
export function commentTold(text: string, known: (word: string) => boolean): string {
  const unknown = (word: string) => !known(word.toLowerCase().replace(/[’']s$/, ''));
  return mask(text)
    .replaceAll(SEVERAL, (name) => (name.split(' ').some(unknown) ? '[name]' : name))
    .replaceAll(CAPITAL_INSIDE, (word) => (unknown(word) ? '[name]' : word))
    .replaceAll(AFTER, (name) => (name.split(' ').some(unknown) ? '[name]' : name));
}
