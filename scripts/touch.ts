/** `npm run touch`: dates follow the meaning, and the lock files follow the articles. */
import { command, today } from '../src/authoring/command.ts';
import { touch } from '../src/authoring/touch.ts';
import { contentRoot } from '../src/site/current.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run touch [-- article …] [options]

Sets lastUpdated to today where the meaning of an article changed and its date did not, and records
articles, addresses and headings in freshness.lock.yaml and addresses.lock.yaml. Without names: all articles.

  article        its file, address, id or name, for example billing/refunds
  --same         the change says the same to a reader (a typo): the date stays
  --today DAY    the day to write down (default: today)
  --json         prints what was done as JSON
  --help         this text

Exit codes: 0 done, 2 could not; then nothing has changed.`;

await command('touch', () => {
  const { values, positionals } = readTyped({ allowPositionals: true, options: { same: { type: 'boolean', default: false }, today: { type: 'string' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  if (values.same && positionals.length === 0) throw new Error('--same is about articles that you name.');
  const done = touch(contentRoot(), { today: today(values.today), articles: positionals, same: values.same });
  if (values.json) return console.log(JSON.stringify(done));
  for (const file of done.dated) console.log(`${file}: lastUpdated is today`);
  for (const file of done.recorded) console.log(`${file}: recorded`);
  console.log(`${done.dated.length} dated, ${done.recorded.length} recorded, ${done.addresses} new addresses and headings. Commit the .lock.yaml files with your change.`);
});
