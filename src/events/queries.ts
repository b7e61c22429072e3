/** What of a query may be kept, and what may be told. */
import { scrub } from '../privacy/scrub.ts';

/** Words after which a name is likely, in small letters as people type into a search field. */
const NAME_AFTER = /\b(mr|mrs|ms|miss|dr|prof|doctor|nurse|patient|called|named|colleague)\.?\s+(?!is\b|was\b|has\b|and\b|or\b|data\b|information\b|name|the\b|in\b|who\b|with\b|of\b|s\b|profile|account|post|from\b|not\b|can|cannot|record|case|privacy|confiden|detail|id\b|photo|number|review|user|member|verif|help|page|site|app|group)(\p{L}{2,}(?:\s+\p{L}{2,})?)/giu;

/**
 * A query without what looks like a person: addresses, dates, numbers of more than four digits, names. Two
 * capitalized words in a row are a name as well, unless the site itself speaks of them.
 *
 * @param known whether the site has this word, in small letters
 */
export function scrubQuery(query: string, known: (word: string) => boolean): string {
  return scrub(query)
    .replaceAll(/(?<!\p{L})\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+)+/gu, (name) => (name.split(/[ -]/).every((word) => known(word.toLowerCase())) ? name : '[name]'))
    .replaceAll(NAME_AFTER, (found, title: string, name: string) => (name.split(/\s+/).every((word) => known(word.toLowerCase())) ? found : `${title} [name]`))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** One query is told when this many sessions asked it… */
export const TOLD_FROM_SESSIONS = 5;
/** …on at least this many days: a single day of five colleagues in one room is still one room. */
export const TOLD_FROM_DAYS = 2;

/** The same query in another writing is the same. */
export function queryKey(query: string): string {
  return query.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}[\]]+/gu, ' ').trim();
}
