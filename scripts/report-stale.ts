/** `npm run report:stale`: what is to be checked, by owner. */
import { command, today } from '../src/authoring/command.ts';
import { staleCsv, staleMarkdown, staleReport, staleText } from '../src/authoring/stale.ts';
import { chosen, daysOf, FORMATS, put, readDesk, withFigures } from '../src/insights/command.ts';
import { gather } from '../src/insights/gather.ts';
import { STALE_FORMULA, staleWeight } from '../src/insights/stale-weight.ts';
import { windowText } from '../src/insights/window.ts';
import { contentRoot } from '../src/site/current.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run report:stale [-- options]

Articles that are overdue or due for a review, that a release touched (releases.yaml), and words that expire: by owner.
Where there is a database, what harms most people stands first, by the figures of the last month: visits, votes that
say it did not help, visits that wrote to us after reading. Without one the oldest stand first.

  --from DAY --to DAY  other days for the figures, 2026-11-01, both inclusive
  --format FORMAT      text, json, csv, html or md (default text)
  --out FILE           into a file
  --demo               of three made-up months, marked as such (npm run demo)
  --json               the same as --format json
  --today DAY          the day to judge by (default: today)
  --help               this text

BEDSIDE_CONTENT, BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET: as for npm start
Exit codes: 0 printed, 2 could not run. npm run check -- --scheduled fails when something is overdue.`;

const text = { type: 'string' } as const;

await command('report:stale', async () => {
  const { values } = readTyped({ options: { demo: { type: 'boolean', default: false }, from: text, to: text, format: { ...text, default: 'text' }, out: text, today: text, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  // "markdown" is what this command called it first, and what recipes for CI call it.
  const format = chosen(values.json ? 'json' : values.format === 'markdown' ? 'md' : values.format, FORMATS, 'format');
  const day = today(values.today);
  const weighing = await withFigures(async (store) => {
    const desk = readDesk();
    const window = daysOf(values, 'monthly', desk.catalog.site.timeZone, Date.now());
    const gathered = await gather(store, window, desk.around);
    if (gathered.deflection.sessions === 0) return undefined;
    return { formula: `${STALE_FORMULA}; ${windowText(window)}`, of: (id: string) => staleWeight(id, gathered) };
  }, values);
  const report = staleReport(contentRoot(), day, weighing);
  const forms: Readonly<Record<typeof format, () => string | Promise<string>>> = {
    text: () => staleText(report),
    json: () => JSON.stringify(report, null, 2),
    csv: () => staleCsv(report),
    md: () => staleMarkdown(report),
    html: async () => (await import('../src/insights/page/list-pages.ts')).stalePage(report, { site: readDesk().catalog.site, now: Date.now() }),
  };
  put(await forms[format](), values.out, { ...values, format });
});
