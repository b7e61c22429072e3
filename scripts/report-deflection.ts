/** `npm run report:deflection`: whether readers help themselves, with everything that is uncertain about it. */
import { command } from '../src/authoring/command.ts';
import { chosen, daysOf, FORMATS, put, readDesk, withStore } from '../src/insights/command.ts';
import { reportCsv, reportMarkdown, reportText } from '../src/insights/formats.ts';
import { gather } from '../src/insights/gather.ts';
import { picturesOf } from '../src/insights/pictures.ts';
import { readPeriods } from '../src/insights/read-periods.ts';
import { readersOnly, report, windowBefore } from '../src/insights/report.ts';
import type { Window } from '../src/insights/window.ts';
import type { Store } from '../src/store/store.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run report:deflection [-- options]

Lower bound, likely figure and upper bound of readers who found an answer without a ticket; the self-service score;
searches; articles that were read before somebody wrote to us. The last month unless you say otherwise.

  --from DAY --to DAY  other days, 2026-11-01, both inclusive, in the team's zone
  --format FORMAT      text, json, csv, html or md (default text)
  --json               the same as --format json
  --out FILE           into a file
  --demo               of three made-up months, marked as such (npm run demo)
  --help               this text

docs/operators/reports.md defines every figure.
BEDSIDE_CONTENT, BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET: as for npm start
Exit codes: 0 printed, 2 could not run.`;

const text = { type: 'string' } as const;

await command('report:deflection', async () => {
  const { values } = readTyped({ options: { demo: { type: 'boolean', default: false }, from: text, to: text, format: { ...text, default: 'text' }, out: text, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  const format = values.json ? 'json' : chosen(values.format, FORMATS, 'format');
  const { catalog, insights, around, titles } = readDesk();
  const now = Date.now();
  const window = daysOf(values, 'monthly', catalog.site.timeZone, now);
  put(await withStore(written, values), values.out, { ...values, format });

  async function written(store: Store): Promise<string> {
    const read = (windows: readonly Window[]) => readPeriods(store, windows, around);
    const [before] = await read([windowBefore(window)]);
    const input = { period: 'monthly', window, now: await gather(store, window, around), before: before!.figures, rules: around.rules, insights, articles: titles, gaps: [] } as const;
    const made = readersOnly(report(input));
    if (format === 'json') return JSON.stringify(made, null, 2);
    if (format === 'md') return reportMarkdown(made);
    if (format === 'csv') return reportCsv(made);
    if (format === 'text') return reportText(made);
    const { reportPage } = await import('../src/insights/page/report-page.ts');
    const pictures = await picturesOf(input, { incidents: catalog.status?.incidents ?? [], releases: catalog.releases, articles: catalog.articles }, read);
    const own = new Set(made.sections.flatMap(({ rows }) => rows.map(({ measure }) => measure.id)));
    return reportPage({ report: made, pictures: { ...pictures, trends: pictures.trends.filter(({ measure }) => own.has(measure.id)) }, site: catalog.site, now, title: 'Do readers help themselves?' });
  }
});
