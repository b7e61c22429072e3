/** `npm run report`: what the plans ask for each day, week and month. */
import { command } from '../src/authoring/command.ts';
import { chosen, daysOf, FORMATS, put, readDesk, readInput, withStore } from '../src/insights/command.ts';
import { reportCsv, reportMarkdown, reportText } from '../src/insights/formats.ts';
import { withImported } from '../src/insights/imported.ts';
import { makeReport } from '../src/insights/make.ts';
import { PERIODS } from '../src/insights/window.ts';
import type { Store } from '../src/store/store.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run report -- daily|weekly|monthly [options]

  daily     the queue, promises broken, critical tickets; yesterday
  weekly    three things to do, then every figure beside the week before; the last week, Monday to Sunday
  monthly   ten things to do, and the same for the last month

  --from DAY --to DAY  other days, 2026-11-01, both inclusive, in the team's zone
  --format FORMAT      text, json, csv, html or md (default text); html and json have the periods before as well
  --json               the same as --format json
  --import FILE        figures measured elsewhere, lines of figure,day,value,n
  --out FILE           into a file
  --demo               of three made-up months, marked as such (npm run demo)
  --mail               by mail, now, to the teams that mailed: in support/insights.yaml names for it
  --dry-run            with --mail: prints the mail and sends nothing; with --format json the whole letter
  --help               this text

docs/operators/reports.md defines every figure.
BEDSIDE_CONTENT, BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET: as for npm start
BEDSIDE_REPORT_MAIL, SMTP_URL, BEDSIDE_MAIL_FROM: where reports go, and through what
Exit codes: 0 printed or sent, 1 not sent yet, 2 could not run.`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

await command('report', async () => {
  const { values, positionals } = readTyped({ allowPositionals: true, options: { demo: { type: 'boolean', default: false }, from: text, to: text, format: { ...text, default: 'text' }, import: text, out: text, json: flag, mail: flag, 'dry-run': flag, help: flag } });
  if (values.help) return console.log(HELP);
  const [given, ...rest] = positionals;
  if (given === undefined || rest.length > 0) throw new Error('Say which report: daily, weekly or monthly.');
  const period = chosen(given, PERIODS, 'report');
  const format = values.json ? 'json' : chosen(values.format, FORMATS, 'format');
  const desk = readDesk();
  const insights = values.import === undefined ? desk.insights : withImported(desk.insights, readInput(values.import));
  const now = Date.now();
  const window = daysOf(values, period, desk.catalog.site.timeZone, now);
  if (values['dry-run'] && !values.mail) throw new Error('--dry-run is for --mail.');
  if (values.demo && values.mail) throw new Error('The demo is mailed to nobody.');
  put(await withStore(values.mail ? mailed : written, values), values.out, { ...values, format });

  async function written(store: Store): Promise<string> {
    const { report, pictures } = await makeReport(store, desk, { period, window, insights });
    if (format === 'json') return JSON.stringify({ ...report, pictures: await pictures() }, null, 2);
    if (format === 'md') return reportMarkdown(report);
    if (format === 'csv') return reportCsv(report);
    if (format === 'text') return reportText(report);
    // What draws takes a moment to load, and the other forms do not need it.
    const { reportPage } = await import('../src/insights/page/report-page.ts');
    return reportPage({ report, pictures: await pictures(), site: desk.catalog.site, now });
  }

  async function mailed(store: Store): Promise<string> {
    const { reportPage } = await import('../src/insights/page/report-page.ts');
    const { reportLetter } = await import('../src/insights/mailing/letter.ts');
    const { dryRunText, letterJson, mailNow, reportAddresses, teamsFor } = await import('../src/insights/mailing/by-hand.ts');
    const { site } = desk.catalog;
    const { report, pictures } = await makeReport(store, desk, { period, window, insights });
    const letter = reportLetter(report, reportPage({ report, pictures: await pictures(), site, now }), site);
    if (values['dry-run']) return format === 'json' ? letterJson(letter) : dryRunText(letter, teamsFor(period, insights), reportAddresses(process.env));
    const sent = await mailNow({ store, site, period, window, teams: teamsFor(period, insights), letter, env: process.env, now });
    if (sent.some(({ state }) => state !== 'done')) process.exitCode = 1;
    return sent.map(({ team, state, error }) => (state === 'done' && error === null ? `Sent to ${team}.` : `Not sent to ${team}: ${error ?? state}.${state === 'waiting' ? ' The service tries again.' : ''}`)).join('\n');
  }
});
