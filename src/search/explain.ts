/** Search for programs: one query in, addresses with scores and reasons out. */
import type { Finder } from './finder.ts';
import type { Match } from './ranker.ts';

export interface ExplainedResult {
  readonly url: string;
  readonly title: string;
  readonly score: number;
  /** One line for each word of the query that the article has. */
  readonly reasons: readonly string[];
}

export interface Explained {
  readonly query: string;
  readonly weak: boolean;
  readonly repaired: string | undefined;
  readonly results: readonly ExplainedResult[];
}

/** @param most how many results are told */
export async function explain(finder: Finder, query: string, most: number): Promise<Explained> {
  const finding = await finder.find({ query, topic: '', mend: true });
  const results = await Promise.all(
    finding.results.slice(0, most).map(async (result) => {
      const { url, meta } = await finding.data(result);
      const reasons = [...(result.pinned ? ['pinned in search.yaml'] : []), ...result.matches.map(reasonOf)];
      return { url, title: meta['title'] ?? '', score: Math.round(result.score * 100) / 100, reasons };
    }),
  );
  return { query, weak: finding.weak, repaired: finding.understanding.repaired, results };
}

/** `"karma" in the keywords`, `"refund" for "money back" (synonym) in the title`. */
function reasonOf({ asked, option, field }: Match): string {
  const place = { title: 'in the title', keyword: 'in the keywords', error: 'in an error message', heading: 'in a heading', summary: 'in the summary', body: 'in the text', apart: 'in the article, not together' }[field];
  return option.reason === 'word' || option.reason === 'code' ? `“${asked}” ${place}` : `“${option.text}” for “${asked}” (${option.reason}) ${place}`;
}
