/** Every number that ranking depends on, with its reason. */

export const WEIGHTS = {
  /** What a word is worth by where it stands. */
  field: {
    title: 10,
    keyword: 8,
    error: 5,
    heading: 4.5,
    summary: 4.5,
    /** In the text only, from Pagefind. */
    body: 3,
    /** The words of an expression that stand in the same article, but not together. */
    apart: 1.5,
  },
  /** Each further field adds this share of its worth. */
  alsoIn: 0.15,
  /** How nearly one title, keyword or message is the whole query. */
  whole: { title: 12, keyword: 12, error: 14, heading: 5, summary: 2 },
  /** What stands for a word is worth less than the word. */
  option: { synonym: 0.85, spelling: 0.95, spellingPerLetter: 0.08, prefix: 0.85 },
  query: { mostWords: 24, mostCompletions: 12, mostTexts: 3, faint: 0.3, common: 0.4, nowhere: 0.85, leastWeight: 0.3, rarity: 0.7 },
  /** How much it hurts that an article lacks words of the query. */
  coverage: 1.2,
  /** New and much-read articles come first among equals. */
  standing: 1.2,
  /** Below this share of the best one's score, an article is no answer. */
  tail: 0.25,
  weak: {
    /** A match in the text alone says less than one in a title, and a summary has many words by the way. */
    bodyQuality: 0.6,
    summaryQuality: 0.85,
    /** Matching less than this share of what was asked is a guess. */
    coverage: 0.5,
    /** Of a whole sentence some words are only manners. */
    sentence: { words: 4, coverage: 0.42 },
  },
  /** How far the first answer must be ahead to be shown as the answer. */
  clearLead: 1.25,
} as const;
