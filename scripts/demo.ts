/** `npm run demo`: three made-up months, so that reports can be seen before anybody has written. */
import { join } from 'node:path';
import { command } from '../src/authoring/command.ts';
import { DEMO, demoFolder, makeDemo } from '../src/demo/demo.ts';
import { readDesk } from '../src/insights/command.ts';
import { storeSettings } from '../src/store/open.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run demo [-- options]

Three months of readers, searches, votes, an incident's "me too" and tickets, made up by chance from your own articles
and forms, and played through the same functions that readers and agents use. They lie in a database of their own,
demo/ in the data folder; nothing is sent to anybody. Every report shows them with --demo and says so:

  npm run report -- weekly --demo
  npm run report:gaps -- --demo

  --days N     so many days until today (default ${DEMO.days})
  --visits N   visits on a working day (default ${DEMO.visitsADay})
  --seed N     another one makes other months (default ${DEMO.seed}); the same makes the same
  --help       this text

BEDSIDE_CONTENT, BEDSIDE_DATA: as for npm start
Exit codes: 0 made, 2 could not run.`;

await command('demo', async () => {
  const { values } = readTyped({ options: { days: { type: 'string' }, visits: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  const options = { days: whole('days', values.days, DEMO.days), visitsADay: whole('visits', values.visits, DEMO.visitsADay), seed: whole('seed', values.seed, DEMO.seed) };
  const folder = demoFolder(storeSettings(process.env).dataDir);
  const start = performance.now();
  await makeDemo(folder, readDesk().catalog, options, Date.now());
  console.log(`Made ${options.days} days in ${join(folder)} in ${Math.round((performance.now() - start) / 1_000)} seconds. See them:\n\n  npm run report -- weekly --demo\n  npm run report -- monthly --demo\n  npm run report:gaps -- --demo\n  npm run report:queue -- --demo`);
});

function whole(name: string, given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  if (!/^[1-9]\d{0,5}$/.test(given)) throw new Error(`--${name} "${given}" is not a whole number from 1 up.`);
  return Number(given);
}
