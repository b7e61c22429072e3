/** `npm run report:deflection`: whether readers help themselves, with everything that is uncertain about it. */
import { parseArgs } from 'node:util';
import { command } from '../src/authoring/command.ts';
import { chosen, daysOf, put, readDesk, withStore } from '../src/insights/command.ts';
import { reportCsv, reportMarkdown, reportText } from '../src/insights/formats.ts';
import { gather } from '../src/insights/gather.ts';
import { readersOnly, report, windowBefore } from '../src/insights/report.ts';

const HELP = `npm run report:deflection [-- options]

Lower bound, likely figure and upper bound of readers who found an answer without a ticket; the self-service score;
searches; articles that were read before somebody wrote to us. The last month unless you say otherwise.

  --from DAY --to DAY  other days, 2026-11-01, both inclusive, in the team's zone
  --format FORMAT      text, json, md or csv (default text)
  --out FILE           into a file
  --help               this text

docs/operators/reports.md defines every figure.
BEDSIDE_CONTENT, BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET: as for npm start
Exit codes: 0 printed, 2 could not run.`;

const text = { type: 'string' } as const;

await command('report:deflection', async () => {
  const { values } = parseArgs({ options: { from: text, to: text, format: { ...text, default: 'text' }, out: text, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  const format = chosen(values.format, ['text', 'json', 'md', 'csv'], 'format');
  const { catalog, insights, around, titles } = readDesk();
  const window = daysOf(values, 'monthly', catalog.site.timeZone, Date.now());
  const whole = await withStore(async (store) => report({ period: 'monthly', window, now: await gather(store, window, around), before: await gather(store, windowBefore(window), around), rules: around.rules, insights, articles: titles, gaps: [] }));
  const made = readersOnly(whole);
  put(format === 'json' ? JSON.stringify(made, null, 2) : format === 'md' ? reportMarkdown(made) : format === 'csv' ? reportCsv(made) : reportText(made), values.out);
});
