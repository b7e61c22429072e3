/** `npm run report`: what the plans ask for each day, week and month. */
import { parseArgs } from 'node:util';
import { command } from '../src/authoring/command.ts';
import { chosen, daysOf, gatherWithGaps, put, readDesk, readInput, withStore } from '../src/insights/command.ts';
import { reportCsv, reportMarkdown, reportText } from '../src/insights/formats.ts';
import { gather } from '../src/insights/gather.ts';
import { withImported } from '../src/insights/imported.ts';
import { report, windowBefore } from '../src/insights/report.ts';
import { PERIODS } from '../src/insights/window.ts';

const HELP = `npm run report -- daily|weekly|monthly [options]

  daily     the queue, promises broken, critical tickets; yesterday
  weekly    three things to do, then every figure beside the week before; the last week, Monday to Sunday
  monthly   ten things to do, and the same for the last month

  --from DAY --to DAY  other days, 2026-11-01, both inclusive, in the team's zone
  --format FORMAT      text, json, md or csv (default text)
  --import FILE        figures measured elsewhere, lines of figure,day,value,n
  --out FILE           into a file
  --help               this text

docs/operators/reports.md defines every figure.
BEDSIDE_CONTENT, BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET: as for npm start
Exit codes: 0 printed, 2 could not run.`;

const text = { type: 'string' } as const;

await command('report', async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { from: text, to: text, format: { ...text, default: 'text' }, import: text, out: text, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  const [given, ...rest] = positionals;
  if (given === undefined || rest.length > 0) throw new Error('Say which report: daily, weekly or monthly.');
  const period = chosen(given, PERIODS, 'report');
  const format = chosen(values.format, ['text', 'json', 'md', 'csv'], 'format');
  const desk = readDesk();
  const { catalog, around, titles } = desk;
  const insights = values.import === undefined ? desk.insights : withImported(desk.insights, readInput(values.import));
  const window = daysOf(values, period, catalog.site.timeZone, Date.now());
  const made = await withStore(async (store) => {
    const { gathered, found } = await gatherWithGaps(store, desk, window);
    return report({ period, window, now: gathered, before: await gather(store, windowBefore(window), around), rules: around.rules, insights, articles: titles, gaps: found });
  });
  put(format === 'json' ? JSON.stringify(made, null, 2) : format === 'md' ? reportMarkdown(made) : format === 'csv' ? reportCsv(made) : reportText(made), values.out);
});
