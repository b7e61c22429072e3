/** `npm run report:feedback`: what readers said about each article. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { feedbackReport, type ArticleInReport } from '../src/feedback/report.ts';
import { commentsCsv, feedbackCsv, feedbackText } from '../src/feedback/report-formats.ts';
import { votesBetween, type CountedVote } from '../src/feedback/votes.ts';
import { MANIFEST_FILE, MANIFEST_FOLDER, manifestSchema } from '../src/site/manifest.ts';
import { openStore, storeSettings } from '../src/store/open.ts';

const HELP = `npm run report:feedback [-- options]

Votes, share and interval by article and revision, with reasons and comments. The articles that fail most
readers come first. Comments are scrubbed of what looks like personal data.

  --from DAY         first day, 2026-11-01 (default: 90 days ago)
  --to DAY           last day, inclusive (default: today)
  --article ID       only this article
  --format FORMAT    text, json or csv (default text); csv-comments for the comments
  --json             the same as --format json
  --help             this text

BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET  where the votes are
Exit codes: 0 printed, 2 could not run.`;

const FORMATS = ['text', 'json', 'csv', 'csv-comments'] as const;
const DAY_MS = 24 * 60 * 60 * 1_000;

try {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      article: { type: 'string' },
      format: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) console.log(HELP);
  else await print(values);
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run report:feedback -- --help.`);
  process.exitCode = 2;
}

async function print(values: { from?: string; to?: string; article?: string; format?: string; json: boolean }): Promise<void> {
  const format = values.json ? 'json' : (values.format ?? 'text');
  if (!(FORMATS as readonly string[]).includes(format)) throw new Error(`"${format}" is not a format. Choose ${FORMATS.join(', ')}.`);
  const to = day(values.to, Date.now(), '--to') + DAY_MS;
  const from = day(values.from, to - 90 * DAY_MS, '--from');
  if (from >= to) throw new Error(`--from ${values.from ?? ''} is after --to ${values.to ?? 'today'}.`);

  const store = await openStore(storeSettings(process.env));
  try {
    const votes: CountedVote[] = [];
    for await (const vote of votesBetween(store, from, to)) {
      if (values.article === undefined || vote.article === values.article) votes.push(vote);
    }
    const report = feedbackReport(votes, publishedArticles(), { from, to });
    if (format === 'json') console.log(JSON.stringify(report, null, 2));
    else if (format === 'csv') process.stdout.write(feedbackCsv(report));
    else if (format === 'csv-comments') process.stdout.write(commentsCsv(report));
    else console.log(feedbackText(report, 'UTC'));
  } finally {
    await store.close();
  }
}

/** The start of a day in UTC. */
function day(given: string | undefined, otherwise: number, option: string): number {
  if (given === undefined) return Math.floor(otherwise / DAY_MS) * DAY_MS;
  const start = /^\d{4}-\d{2}-\d{2}$/.test(given) ? Date.parse(`${given}T00:00:00Z`) : NaN;
  if (Number.isNaN(start)) throw new Error(`${option} "${given}" is not a day, for example 2026-11-01.`);
  return start;
}

/** Titles and current revisions from the built site; without one the report names ids. */
function publishedArticles(): ArticleInReport[] {
  const file = join('dist', MANIFEST_FOLDER, MANIFEST_FILE);
  if (!existsSync(file)) {
    console.error('There is no built site in dist/, so articles are named by id. Run npm run build for titles.');
    return [];
  }
  return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).articles;
}
