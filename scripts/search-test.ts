/** `npm run search:test`: how good search is on the query set, beside Pagefind alone and MiniSearch. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalog } from '../src/catalog/load.ts';
import { todayIn } from '../src/catalog/today.ts';
import { contentRoot } from '../src/site/current.ts';
import { judge, readQuerySet, score, type Judged, type Score } from '../tests/search/query-set.ts';
import { bedside, miniSearch, pagefindAlone } from '../tests/search/rankers.ts';
import { readTyped } from './arguments.ts';

/** Each with its own table: what is easy in one must not hide what is hard in another. */
const SETS = ['queries', 'later', 'fresh'].map((name) => fileURLToPath(new URL(`../tests/search/${name}.tsv`, import.meta.url)));

const HELP = `npm run search:test [-- options]

Asks every query of tests/search/*.tsv and counts how often a right article comes first (@1) or among the
first three (@3), the mean reciprocal rank (MRR), how many good queries are called weak, and how much of the
nonsense is. By kind and half: ranking was tuned on one half only, so the held one counts.

  queries.tsv   written before the ranking
  later.tsv     harder ones, written when it stood
  fresh.tsv     of three readers: a tired doctor on a phone, an administrator, somebody whose English is new

  --file FILE   one query set of the same form
  --misses      lists what went wrong, of the tuned half only: who reads the other half tunes on it
  --json        the figures as JSON
  --help        this text

Exit codes: 0 printed, 2 could not run.`;

try {
  const { values } = readTyped({ options: { file: { type: 'string' }, misses: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) console.log(HELP);
  else await run(values);
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run search:test -- --help.`);
  process.exitCode = 2;
}

async function run({ file, misses, json }: { file?: string; misses: boolean; json: boolean }): Promise<void> {
  const catalog = loadCatalog(contentRoot(), { today: (zone) => todayIn(zone), unpublished: false });
  const rankers = { Bedside: await bedside(catalog), 'Pagefind alone': await pagefindAlone(catalog), MiniSearch: miniSearch(catalog) };
  const figures: Record<string, Record<string, Record<string, Score>>> = {};
  for (const set of file === undefined ? SETS : [file]) {
    const queries = readQuerySet(set);
    const scores: Record<string, Record<string, Score>> = (figures[basename(set)] = {});
    for (const [name, ranker] of Object.entries(rankers)) {
      const judged = await judge(queries, ranker);
      scores[name] = Object.fromEntries(groups(judged).map(([group, some]) => [group, score(some)]));
      if (misses && name === 'Bedside') for (const line of missesOf(judged)) console.error(line);
    }
  }
  if (json) return console.log(JSON.stringify(figures, null, 2));
  for (const [set, scores] of Object.entries(figures)) {
    for (const [name, own] of Object.entries(scores)) console.log(table(`${set}: ${name}`, own));
  }
}

function groups(judged: readonly Judged[]): [string, Judged[]][] {
  const kinds = [...new Set(judged.map(({ kind }) => kind))];
  return (['held', 'tuned'] as const).flatMap((half): [string, Judged[]][] => {
    const own = judged.filter((one) => one.half === half);
    return [[`${half}: all`, own], ...kinds.map((kind): [string, Judged[]] => [`${half}: ${kind}`, own.filter((one) => one.kind === kind)])];
  });
}

function table(name: string, scores: Record<string, Score>): string {
  const row = (cells: readonly string[]) => cells.map((cell, index) => (index === 0 ? cell.padEnd(18) : cell.padStart(9))).join('');
  const number = (value: number, of: number) => (of === 0 ? '–' : value.toFixed(3));
  const lines = Object.entries(scores).map(([group, { answerable, first, firstThree, reciprocal, flagged, nonsense, nonsenseFlagged }]) =>
    row([group, String(answerable + nonsense), number(first, answerable), number(firstThree, answerable), number(reciprocal, answerable), number(flagged, answerable), number(nonsenseFlagged, nonsense)]),
  );
  return [name, row(['', 'queries', '@1', '@3', 'MRR', 'good weak', 'nonsense']), ...lines, ''].join('\n');
}

function missesOf(judged: readonly Judged[]): string[] {
  return judged
    .filter(({ half, place, weak, expected }) => half === 'tuned' && (expected.length === 0 ? !weak : weak || place !== 1))
    .map(({ kind, query, place, weak, said }) => `${kind.padEnd(9)} ${query}: ${place === 0 ? 'not found' : `place ${place}`}${weak ? ', weak' : ''}; first ${said.slice(0, 3).join(' ')}`);
}
