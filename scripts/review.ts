/** `npm run review`: these articles were checked today. */
import { command, today } from '../src/authoring/command.ts';
import { review } from '../src/authoring/review.ts';
import { contentRoot } from '../src/site/current.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run review -- article … [options]

Sets reviewedOn to today: you have checked that everything in these articles is still true.

  article        its file, address, id or name, for example billing/refunds
  --today DAY    the day to write down (default: today)
  --json         prints the files as JSON
  --help         this text

Exit codes: 0 done, 2 could not; then nothing has changed.`;

await command('review', () => {
  const { values, positionals } = readTyped({ allowPositionals: true, options: { today: { type: 'string' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  if (positionals.length === 0) throw new Error('Name the articles that you have checked.');
  const files = review(contentRoot(), { today: today(values.today), articles: positionals });
  console.log(values.json ? JSON.stringify({ files }) : files.map((file) => `${file}: reviewedOn is today`).join('\n'));
});
