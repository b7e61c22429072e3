/** `npm run rename`: an article gets another address, and nothing breaks. */
import { command, today } from '../src/authoring/command.ts';
import { rename } from '../src/authoring/rename.ts';
import { contentRoot } from '../src/site/current.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run rename -- <old> <new> [options]

Moves an article with its own pictures and films, changes every link to it, leads its old address to the new
one and records both.

  old            its file, address, id or name, for example billing/refunds
  new            category/name, or a name alone to stay in the category
  --today DAY    the day to judge by (default: today)
  --json         prints what was done as JSON
  --help         this text

Exit codes: 0 done, 2 could not; then nothing has changed.`;

await command('rename', () => {
  const { values, positionals } = readTyped({ allowPositionals: true, options: { today: { type: 'string' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  const [from, to, ...more] = positionals;
  if (from === undefined || to === undefined || more.length > 0) throw new Error('Give the old name and the new one.');
  const done = rename(contentRoot(), from, to, { today: today(values.today) });
  if (values.json) return console.log(JSON.stringify(done));
  console.log([`${done.from} is ${done.to} now.`, ...done.also.map((file) => `  ${file} follows`)].join('\n'));
});
