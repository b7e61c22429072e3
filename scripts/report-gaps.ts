/** `npm run report:gaps`: what to write next. */
import { command } from '../src/authoring/command.ts';
import { csv } from '../src/feedback/report-formats.ts';
import { chosen, daysOf, FORMATS, gatherWithGaps, put, readDesk, withStore } from '../src/insights/command.ts';
import { markdownTable } from '../src/insights/formats.ts';
import { gapsJson, gapsText, lookedAtText, toldOnly } from '../src/insights/gaps/as-text.ts';
import { windowText } from '../src/insights/window.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run report:gaps [-- options]

What to write, extend, retitle or fix, most people first: searches that failed, tickets that no article answers,
words that no article has, articles after which readers wrote to us or which they call unhelpful. Each row says which
rule decided. The last month unless you say otherwise. Words are told only when 5 people on 2 days wrote them so.
npm run gaps -- draft N begins what a row asks for.

  --from DAY --to DAY  other days, 2026-11-01, both inclusive, in the team's zone
  --limit N            so many rows (default 25)
  --format FORMAT      text, json, csv, html or md (default text)
  --json               the same as --format json
  --out FILE           into a file
  --demo               of three made-up months, marked as such (npm run demo)
  --help               this text

BEDSIDE_CONTENT, BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET: as for npm start
Exit codes: 0 printed, 2 could not run.`;

const text = { type: 'string' } as const;

await command('report:gaps', async () => {
  const { values } = readTyped({ options: { demo: { type: 'boolean', default: false }, from: text, to: text, limit: { ...text, default: '25' }, format: { ...text, default: 'text' }, out: text, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  const format = values.json ? 'json' : chosen(values.format, FORMATS, 'format');
  if (!/^[1-9]\d{0,4}$/.test(values.limit)) throw new Error(`--limit "${values.limit}" is not a number of rows.`);
  const desk = readDesk();
  const window = daysOf(values, 'monthly', desk.catalog.site.timeZone, Date.now());
  const gaps = await withStore((store) => gatherWithGaps(store, desk, window, 'list'), values);
  const limit = Number(values.limit);
  const rows = gaps.found.slice(0, limit).map(({ people, action, what, also, why, todo }, index) => [index + 1, people, action, what, also.join('; '), why, todo]);
  const columns = ['#', 'people', 'action', 'what', 'also asked as', 'why', 'to do'];
  const shown = { ...values, format };
  if (format === 'json') put(gapsJson(gaps, window, limit), values.out, shown);
  else if (format === 'csv') put(csv([columns, ...rows]), values.out, shown);
  else if (format === 'md') put([`# Gaps, ${windowText(window)}, ${window.zone}`, '', ...(rows.length === 0 ? ['None was found.'] : markdownTable(columns, rows)), '', lookedAtText(gaps.lookedAt)].join('\n'), values.out, shown);
  else if (format === 'html') {
    const { gapsPage } = await import('../src/insights/page/list-pages.ts');
    put(gapsPage(gaps.found.slice(0, limit).map(toldOnly), window, lookedAtText(gaps.lookedAt), { site: desk.catalog.site, now: Date.now() }), values.out, shown);
  } else put(gapsText(gaps, window, limit), values.out, shown);
});
