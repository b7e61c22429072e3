/**
 * Every number that ranking depends on, with its reason and its effect.
 *
 * The effect is what happens to the tuned halves of both query sets (238 queries with an answer, 38 of nonsense)
 * when the number is set to the value behind the arrow. With all as they are: first 0.945, first three 0.996, mean
 * reciprocal rank (MRR) 0.968, good queries called weak 0.008, nonsense 1.000. One query is 0.004.
 */

export const WEIGHTS = {
  /** What a word is worth by where it stands. */
  field: {
    /** The title is the question. → 5: MRR 0.961, nonsense 0.974. */
    title: 10,
    /** Readers' words. → 4: MRR 0.971, but good queries called weak 0.013: a keyword is meant. */
    keyword: 8,
    /** Words of a message count little one by one; the whole message counts below. → 1: no effect. */
    error: 5,
    /** → 1: MRR 0.961, first three 0.992. */
    heading: 4.5,
    /** As a heading: one sentence with many words by the way. → 1: no effect on the order. */
    summary: 4.5,
    /** In the text only, from Pagefind. → 0: MRR 0.961, good queries called weak 0.013. */
    body: 3,
    /** The words of an expression that stand in the same article, but not together. → 0: no effect on these sets. */
    apart: 1.5,
  },
  /** Each further field adds this share of its worth: what stands everywhere is the subject. → 0: MRR 0.957. */
  alsoIn: 0.15,
  /**
   * How nearly one title, keyword or message is the whole query. Each alone → 0: MRR title 0.964, keyword 0.961,
   * error 0.966, heading 0.968; all → 0: 0.961.
   */
  whole: { title: 12, keyword: 12, error: 14, heading: 5, summary: 2 },
  /** A message of fewer words is worth less whole: "account closed" is also what somebody asks for. */
  wholeMessage: 3,
  /** What stands for a word is worth less than the word itself. */
  option: {
    /** → 0: first 0.891, first three 0.958. → 1: first 0.929, nonsense 0.921. */
    synonym: 0.85,
    /** → 0: first 0.803, first three 0.857. */
    spelling: 0.95,
    /** Less for each wrong letter. */
    spellingPerLetter: 0.08,
    /** For the last word, which may not be finished. → 0: good queries called weak 0.013; without it, no answers while typing. */
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
    /** "help", "account": they choose among equals. → 1: MRR 0.960, good queries called weak 0.017. */
    faint: 0.3,
    /** A word of any subject that the site lacks. → 1: good queries called weak 0.013. */
    common: 0.4,
    /** Any other word that the site lacks: the surest sign of another subject. */
    nowhere: 1,
    leastWeight: 0.4,
    /** Rare words choose. → 0: MRR 0.966, nonsense 0.921. */
    rarity: 0.7,
  },
  /** How much it hurts that an article lacks words of the query. → 0: first three 0.992, good queries called weak 0.017. → 2: MRR 0.964. */
  coverage: 1.2,
  /** New and much-read articles come first among equals, never before a better one. → 0: MRR 0.966. → 4: 0.964. */
  standing: 1.2,
  /** Below this share of the best one's score, an article is no answer. Only shortens the list. */
  tail: 0.25,
  weak: {
    /** A match in the text alone says less than one in a title. → 1: nonsense 0.842. */
    bodyQuality: 0.6,
    /** → 1: nonsense 0.947. */
    summaryQuality: 0.85,
    /** A whole word that begins like one of ours need not be its beginning: "mode" is not "moderation". */
    prefixQuality: 0.7,
    /** Matching less than this share of what was asked is a guess. → 0.4: nonsense 0.868. → 0.6: good queries called weak 0.029. */
    coverage: 0.5,
    /** A missing word that is one of the site's counts this share of a foreign one. */
    known: 0.7,
    /** Of a whole sentence some words are only manners. Coverage → 0.5: good queries called weak 0.025. */
    sentence: { words: 4, coverage: 0.42 },
  },
  /** How far the first answer must be ahead to be shown as the answer. */
  clearLead: 1.25,
} as const;
