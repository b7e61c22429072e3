/** The queries that search is judged by, and what a ranker makes of them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Query {
  readonly query: string;
  readonly kind: string;
  /** Ids of the articles that answer it; none for nonsense. */
  readonly expected: readonly string[];
  /** Ranking was tuned on one half only; the other tells how good it is. */
  readonly half: 'tuned' | 'held';
}

export function readQuerySet(file = fileURLToPath(new URL('queries.tsv', import.meta.url))): Query[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [query = '', kind = '', expected = ''] = line.split('\t');
      return { query, kind, expected: expected === '-' ? [] : expected.split(' '), half: halfOf(query) };
    });
}

/** By digest, so that a query never changes its half. */
function halfOf(query: string): Query['half'] {
  return (createHash('sha256').update(query).digest()[0] ?? 0) % 2 === 0 ? 'tuned' : 'held';
}

/** What a ranker says to one query: ids of articles, best first. */
export interface Said {
  readonly articles: readonly string[];
  readonly weak: boolean;
}

export type Ranker = (query: string) => Promise<Said>;

export interface Score {
  /** Queries that have an answer. */
  readonly answerable: number;
  readonly first: number;
  readonly firstThree: number;
  /** Mean reciprocal rank. */
  readonly reciprocal: number;
  readonly flagged: number;
  readonly nonsense: number;
  readonly nonsenseFlagged: number;
}

export interface Judged extends Query {
  /** Place of the first right article, 1 for the top; 0 when it is not there. */
  readonly place: number;
  readonly weak: boolean;
  readonly said: readonly string[];
}

export async function judge(queries: readonly Query[], ranker: Ranker): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const query of queries) {
    const { articles, weak } = await ranker(query.query);
    judged.push({ ...query, weak, said: articles, place: articles.findIndex((id) => query.expected.includes(id)) + 1 });
  }
  return judged;
}

export function score(judged: readonly Judged[]): Score {
  const answerable = judged.filter(({ expected }) => expected.length > 0);
  const nonsense = judged.filter(({ expected }) => expected.length === 0);
  return {
    answerable: answerable.length,
    first: share(answerable, ({ place }) => place === 1),
    firstThree: share(answerable, ({ place }) => place >= 1 && place <= 3),
    reciprocal: answerable.reduce((sum, { place }) => sum + (place === 0 ? 0 : 1 / place), 0) / Math.max(1, answerable.length),
    flagged: share(answerable, ({ weak }) => weak),
    nonsense: nonsense.length,
    nonsenseFlagged: share(nonsense, ({ weak }) => weak),
  };
}

function share(all: readonly Judged[], which: (one: Judged) => boolean): number {
  return all.filter(which).length / Math.max(1, all.length);
}
