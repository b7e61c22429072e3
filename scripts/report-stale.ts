/** `npm run report:stale`: what is to be checked, by owner. */
import { parseArgs } from 'node:util';
import { command, today } from '../src/authoring/command.ts';
import { staleMarkdown, staleReport, staleText } from '../src/authoring/stale.ts';
import { contentRoot } from '../src/site/current.ts';

const HELP = `npm run report:stale [-- options]

Articles that are overdue or due for a review, and words that expire: by owner, oldest first.

  --format FORMAT   text, json or markdown (default text)
  --json            the same as --format json
  --today DAY       the day to judge by (default: today)
  --help            this text

Exit codes: 0 printed, 2 could not run. npm run check -- --scheduled fails when something is overdue.`;

await command('report:stale', () => {
  const { values } = parseArgs({ options: { format: { type: 'string', default: 'text' }, today: { type: 'string' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  const format = values.json ? 'json' : values.format;
  if (!['text', 'json', 'markdown'].includes(format)) throw new Error(`"${format}" is not a format. Choose text, json or markdown.`);
  const report = staleReport(contentRoot(), today(values.today));
  console.log(format === 'json' ? JSON.stringify(report, null, 2) : format === 'markdown' ? staleMarkdown(report) : staleText(report));
});
