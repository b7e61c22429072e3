/** `npm run report:queue`: what is open and due. */
import { command } from '../src/authoring/command.ts';
import { csv } from '../src/feedback/report-formats.ts';
import { chosen, FORMATS, put, readDesk, withStore } from '../src/insights/command.ts';
import { markdownTable, tableText } from '../src/insights/formats.ts';
import { queueTables } from '../src/insights/queue.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run report:queue [-- options]

Open tickets, now, by their next deadline: late, due within 24 hours, the rest; and how many each team has. All are
counted; each list begins with what is due first.

  --team TEAM       only this team's
  --limit N         so many rows of each list (default 50)
  --format FORMAT   text, json, csv, html or md (default text)
  --json            the same as --format json
  --out FILE        into a file
  --demo            of three made-up months, marked as such (npm run demo)
  --help            this text

BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET: as for npm start
Exit codes: 0 printed, 2 could not run.`;

const text = { type: 'string' } as const;

await command('report:queue', async () => {
  const { values } = readTyped({ options: { demo: { type: 'boolean', default: false }, team: text, limit: { ...text, default: '50' }, format: { ...text, default: 'text' }, out: text, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  const format = values.json ? 'json' : chosen(values.format, FORMATS, 'format');
  if (!/^[1-9]\d{0,4}$/.test(values.limit)) throw new Error(`--limit "${values.limit}" is not a number of rows.`);
  const now = Date.now();
  const tables = await withStore((store) => queueTables(store, { team: values.team, now, top: Number(values.limit) }), values);
  const shown = { ...values, format };
  if (format === 'json') put(JSON.stringify(tables, null, 2), values.out, shown);
  else if (format === 'csv') put(csv(tables.slice(0, 3).flatMap(({ columns, rows, id }, index) => [...(index === 0 ? [['group', ...columns]] : []), ...rows.map((row) => [id, ...row])])), values.out, shown);
  else if (format === 'md') put(tables.flatMap(({ title, note, columns, rows }) => [`## ${title}`, '', `${note}`, '', ...markdownTable(columns, rows), '']).join('\n'), values.out, shown);
  else if (format === 'html') {
    const { queuePage } = await import('../src/insights/page/list-pages.ts');
    put(queuePage(tables, { site: readDesk().catalog.site, now }), values.out, shown);
  } else put(tables.map(tableText).join('\n\n'), values.out, shown);
});
