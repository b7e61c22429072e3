/** `npm run search`: what a reader who types this would find, and why. */
import { readFileSync } from 'node:fs';
import { loadCatalog } from '../src/catalog/load.ts';
import { todayIn } from '../src/catalog/today.ts';
import { explain, type Explained } from '../src/search/explain.ts';
import { createFinder, type Finder } from '../src/search/finder.ts';
import { loadNodeEngine } from '../src/search/node-engine.ts';
import { contentRoot } from '../src/site/current.ts';
import { finderOf } from '../src/site/search-index.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run search -- "query" [options]

The articles that a reader would find, best first, with the reason for each: which word, where it stands, and
what it stood for. The ranking is the browser's own.

  --json         {"query", "weak", "results": [{"url", "title", "score"}]}
  --file FILE    one query a line; with --json one line of JSON for each
  --most N       how many results (default 10)
  --site DIR     a built site; without it the articles are indexed as they are now
  --help         this text

BEDSIDE_CONTENT  the content tree (default content)
Exit codes: 0 printed, 2 could not run.`;

try {
  const { values, positionals } = readTyped({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      file: { type: 'string' },
      most: { type: 'string', default: '10' },
      site: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) console.log(HELP);
  else await run(queriesOf(values.file, positionals), values);
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run search -- --help.`);
  process.exitCode = 2;
}

async function run(queries: readonly string[], { json, most, site }: { json: boolean; most: string; site?: string }): Promise<void> {
  const count = Number(most);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--most "${most}" is not a number of results.`);
  const finder = await open(site);
  for (const query of queries) {
    const explained = await explain(finder, query, count);
    console.log(json ? asJson(explained) : asText(explained));
  }
}

function queriesOf(file: string | undefined, positionals: readonly string[]): string[] {
  if (file !== undefined) {
    // Every line is a query, also an empty one in between, so that answers stay beside their questions.
    return readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .replace(/(\r\n|\r|\n)$/, '')
      .split(/\r\n|\r|\n/);
  }
  if (positionals.length === 0) throw new Error('Say what to search for.');
  return [positionals.join(' ')];
}

async function open(site: string | undefined): Promise<Finder> {
  if (site !== undefined) return createFinder(await loadNodeEngine(site));
  return finderOf(loadCatalog(contentRoot(), { today: (zone) => todayIn(zone), unpublished: false }));
}

function asJson({ query, weak, results }: Explained): string {
  return JSON.stringify({ query, weak, results: results.map(({ url, title, score }) => ({ url, title, score })) });
}

function asText({ query, weak, repaired, results }: Explained): string {
  const lines = [`“${query}”${repaired === undefined ? '' : `, searched as “${repaired}”`}${weak ? (results.length === 0 ? ': nothing found' : ': weak, readers are told that these may not help') : ''}`, ''];
  for (const [index, { url, title, score, reasons }] of results.entries()) {
    lines.push(`${String(index + 1).padStart(3)}  ${score.toFixed(2).padStart(6)}  ${title}`, `${' '.repeat(13)}${url}`, ...reasons.map((reason) => `${' '.repeat(13)}${reason}`), '');
  }
  if (weak) lines.push('To lead readers here, add keywords to an article or words to content/search.yaml. See docs/authors/search.md.', '');
  return lines.join('\n');
}
