/** `npm run maintenance`: plans maintenance and lists it. The clock opens and closes it. */
import { parseArgs } from 'node:util';
import { dayOf, writtenMoment } from '../src/catalog/moments.ts';
import { newRecord } from '../src/status/record-file.ts';
import { fileName, newId, writeChecked } from '../src/status/record-store.ts';
import { maintenanceState } from '../src/status/timeline.ts';
import { ask, CommandProblem, content, judge, main, momentFrom, problems, publish, root, warnOfWords } from './status-command.ts';

const HELP = `npm run maintenance -- plan|list [options]

Writes a maintenance file, and checks it. What is not given is asked for at a terminal.

  plan   announces maintenance: --title --from --until --component
  list   planned and running maintenance; --all for all of it

  --title TEXT        what is done, in the words of readers: "New index for search"
  --from TIME         "2026-11-28 23:00" in the site's time zone
  --until TIME        a time, or a span after --from: 2h
  --component PART    may be repeated
  --text TEXT         instead of the drafted text
  --publish           builds the status site and runs BEDSIDE_STATUS_PUBLISH
  --out DIR           where --publish builds (default dist-status)
  --json              prints what was done as JSON
  --help              this text

Exit codes: 0 done, 1 refused because the file would be wrong, 2 could not run.`;

const { values, positionals } = parse();
const now = Date.now();

await main('maintenance', async () => {
  if (values.help) return console.log(HELP);
  const [action] = positionals;
  if (action === 'list') return list();
  if (action !== 'plan') throw new CommandProblem(`Say what to do: plan or list${action === undefined ? '' : `, not "${action}"`}.`);
  await plan();
  if (values.publish) publish(values.out);
});

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        title: { type: 'string' },
        from: { type: 'string' },
        until: { type: 'string' },
        component: { type: 'string', multiple: true, default: [] },
        text: { type: 'string' },
        all: { type: 'boolean', default: false },
        publish: { type: 'boolean', default: false },
        out: { type: 'string', default: 'dist-status' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    console.error(`${(error as Error).message}\nSee npm run maintenance -- --help.`);
    process.exit(2);
  }
}

async function plan(): Promise<void> {
  const { site, tree } = content();
  const names = new Map(tree.components.map((one) => [one.slug, one.name]));
  const title = await ask(values.title, 'What is done, in the words of readers? For example: New index for search', '--title');
  const from = momentFrom(await ask(values.from, `When does it begin? For example 2026-11-28 23:00 (${site.timeZone})`, '--from'), site.timeZone, now, '--from');
  const until = momentFrom(await ask(values.until, 'When does it end? A time, or a span such as 2h', '--until', '2h'), site.timeZone, from, '--until');
  const given = values.component.length > 0 ? values.component.join(',') : undefined;
  const components = (await ask(given, `Which parts may not work? With commas. Parts: ${[...names.keys()].join(', ')}`, '--component')).split(',').map((one) => one.trim());
  const affected = components.map((slug) => names.get(slug) ?? slug).join(', ');
  const draft = `During this time, ${affected} may not work. Everything else works as usual. You need not do anything.`;
  const text = await ask(values.text, 'What should readers know?', '--text', draft);
  warnOfWords(title, text);
  const written = (instant: number) => writtenMoment(instant, site.timeZone);
  const fields = { id: newId(), title, announced: written(Math.floor(now / 60_000) * 60_000), from: written(from), until: written(until), components, text };
  const file = fileName(root, 'status/maintenance', dayOf(from, site.timeZone), title);
  const errors = writeChecked(root, file, newRecord(fields), judge);
  if (errors.length > 0) throw problems(errors);
  console.log(values.json ? JSON.stringify({ id: fields.id, title, file, from: new Date(from).toISOString(), until: new Date(until).toISOString() }) : `${fields.id}  ${title}\n${file}`);
}

function list(): void {
  const { tree, site } = content();
  const shown = tree.maintenances.filter((one) => values.all || maintenanceState(one, now) !== 'completed').toReversed();
  if (values.json) {
    console.log(JSON.stringify(shown.map((one) => ({ id: one.id, title: one.title, state: maintenanceState(one, now), from: new Date(one.from).toISOString(), until: new Date(one.until).toISOString(), components: one.components, file: one.file }))));
    return;
  }
  if (shown.length === 0) console.log(values.all ? 'No maintenance is recorded.' : 'No maintenance is planned.');
  for (const one of shown) console.log(`${one.id}  ${maintenanceState(one, now).padEnd(11)}  ${writtenMoment(one.from, site.timeZone)} to ${writtenMoment(one.until, site.timeZone)}  ${one.title}`);
}
