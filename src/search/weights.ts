/**
 * Every number that ranking depends on, with its reason and its effect.
 *
 * The effect is what happens to the tuned halves of the three query sets (303 queries with an answer, 49 of nonsense)
 * when the number is set to the value behind the arrow. With all as they are: first 0.947, first three 0.993, mean
 * reciprocal rank (MRR) 0.968, good queries called weak 0.003, nonsense 1.000. One query is 0.003.
 */

export const WEIGHTS = {
  /** What a word is worth by where it stands. */
  field: {
    /** The title is the question. → 5: MRR 0.966. */
    title: 10,
    /** Readers' words. → 4: first three 0.990, good queries called weak 0.007. */
    keyword: 8,
    /** Words of a message count little one by one; the whole message counts below. → 1: no effect. */
    error: 5,
    /** → 1: first three 0.987. */
    heading: 4.5,
    /** As a heading: one sentence with many words by the way. → 1: first 0.950, first three 0.990. */
    summary: 4.5,
    /** In the text only, from Pagefind. → 0: first 0.941, first three 0.990. */
    body: 3,
    /** The words of an expression that stand in the same article, but not together. → 0: no effect on these sets. */
    apart: 1.5,
  },
  /** Each further field adds this share of its worth: what stands everywhere is the subject. → 0: first 0.941, first three 0.987. */
  alsoIn: 0.15,
  /**
   * How nearly one title, keyword or message is the whole query. Each alone → 0: MRR title 0.965, keyword 0.962,
   * error 0.967, heading 0.968.
   */
  whole: { title: 12, keyword: 12, error: 14, heading: 5, summary: 2 },
  /** A message of fewer words is worth less whole: "account closed" is also what somebody asks for. → 1: no effect on these sets. */
  wholeMessage: 3,
  /** What stands for a word is worth less than the word itself. */
  option: {
    /** → 0: first 0.865, good queries called weak 0.142. → 1: first 0.944, nonsense 0.959. */
    synonym: 0.85,
    /** → 0: first 0.815, first three 0.865. */
    spelling: 0.95,
    /** Less for each wrong letter. */
    spellingPerLetter: 0.08,
    /** For the last word, which may not be finished. → 0: good queries called weak 0.007; without it, no answers while typing. */
    prefix: 0.85,
  },
  query: {
    /** A pasted mail is not a question; more words only cost time. */
    mostWords: 24,
    /** What is looked at to find them, so that a pasted file takes no longer than a sentence. */
    mostLetters: 4_000,
    mostTyped: 120,
    longestWord: 60,
    mostCompletions: 12,
    /** Texts that are looked into for one word: it and its first completions. */
    mostTexts: 3,
    /** On a site with so many articles, a word of so many of them is not looked up in the texts: its part of the index is 25 KB and chooses nothing. */
    everywhere: { docs: 200, share: 0.5 },
    /** "help", "account": they choose among equals. → 1: first 0.927, good queries called weak 0.013. */
    faint: 0.3,
    /** A word of any subject that the site lacks. → 1: good queries called weak 0.013. */
    common: 0.4,
    /** Any other word that the site lacks: the surest sign of another subject. → 0.6: nonsense 0.918. */
    nowhere: 1,
    /** However many articles have it, a word says something. → 0.2: first three 0.990. */
    leastWeight: 0.4,
    /** Rare words choose. → 0: nonsense 0.918. */
    rarity: 0.7,
  },
  /** How much it hurts that an article lacks words of the query. → 0: first 0.954, first three 0.990, good queries called weak 0.007. → 2: first three 0.990, nonsense 0.980. */
  coverage: 1.2,
  /** New and much-read articles come first among equals, never before a better one. → 0: no effect. → 4: first three 0.990. */
  standing: 1.2,
  /** Below this share of the best one's score, an article is no answer. Only shortens the list. */
  tail: 0.25,
  weak: {
    /** A match in the text alone says less than one in a title. → 1: nonsense 0.898. */
    bodyQuality: 0.6,
    /** → 1: no effect. */
    summaryQuality: 0.85,
    /** A whole word that begins like one of ours need not be its beginning: "mode" is not "moderation". → 1: no effect. */
    prefixQuality: 0.7,
    /** Matching less than this share of what was asked is a guess. → 0.4: nonsense 0.878. → 0.6: good queries called weak 0.026. */
    coverage: 0.5,
    /** A missing word that is one of the site's counts this share of a foreign one. → 0.3: nonsense 0.918. → 1: good queries called weak 0.013. */
    known: 0.7,
    /** Of a whole sentence some words are only manners. Coverage → 0.5: no effect on these sets. */
    sentence: { words: 4, coverage: 0.42 },
  },
  /** How far the first answer must be ahead to be shown as the answer. */
  clearLead: 1.25,
} as const;
