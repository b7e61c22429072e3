/** `npm run report:feedback`: what readers said about each article. */
import { command } from '../src/authoring/command.ts';
import { feedbackReport } from '../src/feedback/report.ts';
import { commentsCsv, feedbackCsv, feedbackMarkdown, feedbackText } from '../src/feedback/report-formats.ts';
import { votesBetween, type CountedVote } from '../src/feedback/votes.ts';
import { chosen, daysOf, FORMATS, put, readDesk, withStore } from '../src/insights/command.ts';
import { dayName, localDay } from '../src/insights/window.ts';
import { wordsOf } from '../src/search/words.ts';
import { revisionOf } from '../src/site/revision-of.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run report:feedback [-- options]

Votes, share and interval by article and revision, with reasons and comments. The articles that fail most
readers come first. Comments are scrubbed of what looks like personal data.

  --from DAY --to DAY  other days, 2026-11-01, both inclusive, in the team's zone (default: the last 90)
  --article ID         only this article
  --format FORMAT      text, json, csv, html or md (default text); csv-comments for the comments
  --out FILE           into a file
  --demo               of three made-up months, marked as such (npm run demo)
  --json               the same as --format json
  --help               this text

BEDSIDE_CONTENT, BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET: as for npm start
Exit codes: 0 printed, 2 could not run.`;

const DEFAULT_DAYS = 90;
const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

await command('report:feedback', async () => {
  const { values } = readTyped({ options: { from: text, to: text, article: text, format: { ...text, default: 'text' }, out: text, json: flag, demo: flag, help: flag } });
  if (values.help) return console.log(HELP);
  const format = chosen(values.json ? 'json' : values.format, [...FORMATS, 'csv-comments'], 'format');
  const { catalog } = readDesk();
  const zone = catalog.site.timeZone;
  const now = Date.now();
  const from = values.from ?? dayName(localDay(values.to === undefined ? now : Date.parse(`${values.to}T12:00:00Z`), zone) - DEFAULT_DAYS + 1);
  const window = daysOf({ from, to: values.to }, 'monthly', zone, now);
  const articles = catalog.articles.map((article) => ({ id: article.id, title: article.title, address: article.address, revision: revisionOf(catalog, article) }));
  const votes = await withStore(async (store) => {
    const read: CountedVote[] = [];
    for await (const vote of votesBetween(store, window.from, window.to)) if (values.article === undefined || vote.article === values.article) read.push(vote);
    return read;
  }, values);
  const words = new Set(catalog.articles.flatMap(({ source }) => wordsOf(source)));
  const report = feedbackReport(votes, articles, { from: window.from, to: window.to }, (word) => words.has(word));
  const forms: Readonly<Record<typeof format, () => string | Promise<string>>> = {
    text: () => feedbackText(report, zone),
    json: () => JSON.stringify(report, null, 2),
    csv: () => feedbackCsv(report),
    'csv-comments': () => commentsCsv(report),
    md: () => feedbackMarkdown(report, zone),
    html: async () => (await import('../src/insights/page/list-pages.ts')).feedbackPage(report, { site: catalog.site, now }),
  };
  put(await forms[format](), values.out, { ...values, format });
});
