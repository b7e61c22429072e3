/** What to do about a question that failed, by rules that anyone can follow on paper. Each says why. */
import type { Wording } from '../wording.ts';

export type Action = 'write' | 'extend' | 'retitle' | 'add synonym' | 'fix';

/** An article as far as its words are compared. */
export interface GapArticle {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly headings: readonly string[];
  /** Everything that it says. */
  readonly text: string;
}

export interface ArticleWords {
  readonly article: GapArticle;
  readonly title: ReadonlySet<string>;
  /** Stems of what stands out: title, summary, keywords, headings. */
  readonly head: ReadonlySet<string>;
  /** Stems of everything. */
  readonly all: ReadonlySet<string>;
}

export function wordsOfArticles(articles: readonly GapArticle[], wording: Pick<Wording, 'stemsOf'>): ArticleWords[] {
  return articles.map((article) => {
    const head = new Set([article.title, article.summary, ...article.keywords, ...article.headings].flatMap((text) => wording.stemsOf(text)));
    return { article, title: new Set(wording.stemsOf(article.title)), head, all: new Set([...head, ...wording.stemsOf(article.text)]) };
  });
}

export interface Advice {
  readonly action: Action;
  /** The rule that decided, in words. */
  readonly because: string;
  readonly todo: string;
  readonly article: string | undefined;
}

/** An article to which people got in the end. */
export interface Led {
  readonly article: string;
  readonly people: number;
}

/** How a question failed. `ticket`: search would only guess for the whole message. */
export type Failed = 'zero' | 'weak' | 'no-click' | 'ticket';

/** So much of a question an article must have before it is the one to mend. */
const HALF = 0.5;

/**
 * What to do about a question.
 *
 * 1. Most got to one article in the end: it is the answer, and lacks their words.
 * 2. No article has half of the words: write.
 * 3. An article has them and search found nothing: add synonym.
 * 4. The title has all of them, and nobody opened it: look at what search shows of it.
 * 5. What stands out of an article has all of them, or only its text, and it was not chosen: retitle.
 * 6. It has some of them: extend.
 *
 * Words weigh more the fewer articles have them: every long article speaks of accounts and emails.
 */
export function adviceFor(stems: readonly string[], { failed, led }: { failed: Failed; led: Led | undefined }, articles: readonly ArticleWords[]): Advice {
  const reached = led && articles.find(({ article }) => article.id === led.article);
  if (led !== undefined && reached !== undefined) return reachedAdvice(stems, led, reached, failed);
  const best = nearest(stems, articles);
  if (best === undefined || best.inAll < HALF) {
    return { action: 'write', because: 'no article has half of these words, rare ones counting more', todo: 'Write an article: none has these words.', article: undefined };
  }
  const name = `“${best.article.title}”`;
  const id = best.article.id;
  if (failed === 'zero') return { action: 'add synonym', because: `${name} has ${best.inAll === 1 ? 'all' : 'half or more'} of these words`, todo: `If ${name} answers it, add the readers’ words to its keywords or to synonyms in search.yaml; else write an article.`, article: id };
  if (failed === 'ticket') return { action: 'extend', because: `${name} has ${best.inAll === 1 ? 'these words' : 'some of these words'}, and does not answer the whole message`, todo: `Extend ${name} with what these tickets ask besides.`, article: id };
  if (best.inTitle) return { action: 'fix', because: `the title of ${name} has all of these words, and it is not opened`, todo: `See what search shows of ${name}: when its summary answers, nobody needs to open it; else rewrite the summary.`, article: id };
  if (best.inHead === 1) return { action: 'retitle', because: `the title, summary, keywords or headings of ${name} have all of these words, and it is not chosen`, todo: `Retitle ${name} with the readers’ words: it has them, and is not chosen.`, article: id };
  if (best.inAll === 1) return { action: 'retitle', because: `the text of ${name} has all of these words, and nothing that stands out does`, todo: `Retitle ${name}, or give it a heading with the readers’ words: only its text has them.`, article: id };
  return { action: 'extend', because: `${name} has half of these words or more, not all`, todo: `Extend ${name}: it has some of these words, not all.`, article: id };
}

/** People got there by other words, or were brought there by an agent. */
function reachedAdvice(stems: readonly string[], { people }: Led, { article, head }: ArticleWords, failed: Failed): Advice {
  const name = `“${article.title}”`;
  const because = failed === 'ticket' ? `agents answered ${people} of these people with ${name}` : `${people} of these visits opened ${name} soon after`;
  const missing = stems.filter((stem) => !head.has(stem));
  if (missing.length > 0) return { action: 'add synonym', because: `${because}, and nothing that stands out of it has all of these words`, todo: `Add the readers’ words to the keywords of ${name}.`, article: article.id };
  return { action: 'retitle', because: `${because}, and it has all of these words`, todo: `Retitle ${name} so that readers see at once that it is the answer.`, article: article.id };
}

interface Nearest {
  readonly article: GapArticle;
  readonly inTitle: boolean;
  readonly inHead: number;
  readonly inAll: number;
}

function nearest(stems: readonly string[], articles: readonly ArticleWords[]): Nearest | undefined {
  const weights = stems.map((stem) => Math.log(1 + articles.length / Math.max(1, articles.filter(({ all }) => all.has(stem)).length)));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const shareOf = (words: ReadonlySet<string>) => (stems.every((stem) => words.has(stem)) ? 1 : weights.reduce((sum, weight, index) => sum + (words.has(stems[index]!) ? weight : 0), 0) / whole);
  let best: Nearest | undefined;
  for (const { article, title, head, all } of articles) {
    const one = { article, inTitle: shareOf(title) === 1, inHead: shareOf(head), inAll: shareOf(all) };
    // What stands out counts twice, since it is part of the text: many texts mention many words.
    const [points, most] = [one.inHead + one.inAll, (best?.inHead ?? 0) + (best?.inAll ?? 0)];
    if (points > most || (points === most && one.inAll > (best?.inAll ?? 0))) best = one;
  }
  return best;
}
