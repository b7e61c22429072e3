/** `npm run maintenance`: plans maintenance and lists it. The clock opens and closes it. */
import { dayOf, writtenMoment } from '../src/catalog/moments.ts';
import { newRecord } from '../src/status/record-file.ts';
import { fileName, newId } from '../src/status/record-store.ts';
import { maintenanceState } from '../src/status/timeline.ts';
import { asIs, ask } from './questions.ts';
import { content, momentFrom, partNamed, readArguments, root, runCommand, save, warnOfWords } from './status-command.ts';

const HELP = `npm run maintenance -- plan|list [options]

Writes a maintenance file, and checks it. What is not given is asked for at a terminal.

  plan   announces maintenance: --title --from --until --component
  list   planned and running maintenance; --all for all of it

  --title TEXT        what is done, in the words of readers: "New index for search"
  --from TIME         "2026-11-28 23:00" in the site's time zone
  --until TIME        a time, or a span after --from: 2h
  --component PART    may be repeated
  --text TEXT         instead of the drafted text
  --publish           builds the status site, gives it to dist/ too, and runs BEDSIDE_STATUS_PUBLISH
  --out DIR           where --publish builds (default dist-status)
  --json              prints what was done as JSON
  --help              this text

Exit codes: 0 done, 1 refused because the file would be wrong, 2 could not run.`;

const { values, positionals } = readArguments('maintenance', { from: { type: 'string' }, until: { type: 'string' } });

await runCommand({ name: 'maintenance', help: HELP, action: positionals[0], values, actions: { plan }, list });

async function plan(): Promise<void> {
  const { site, tree } = content();
  const zone = site.timeZone;
  const names = new Map(tree.components.map((one) => [one.slug, one.name]));
  const title = await ask({ given: values.title, flag: '--title', question: 'What is done, in the words of readers? For example: New index for search', as: asIs });
  const from = await ask({ given: values.from, flag: '--from', question: `When does it begin? For example 2026-11-28 23:00 (${zone})`, as: (answer) => momentFrom(answer, zone, Date.now(), '--from') });
  const until = await ask({ given: values.until, flag: '--until', question: 'When does it end? A time, or a span such as 2h', otherwise: '2h', as: (answer) => momentFrom(answer, zone, from, '--until') });
  const components = await ask({
    given: values.component.length > 0 ? values.component.join(',') : undefined,
    flag: '--component',
    question: `Which parts may not work? With commas. Parts: ${[...names.keys()].join(', ')}`,
    as: (answer) => answer.split(',').map((slug) => partNamed(slug.trim(), [...names.keys()])),
  });
  const affected = components.map((slug) => names.get(slug) ?? slug).join(', ');
  const draft = `During this time, ${affected} may not work. Everything else works as usual. You need not do anything.`;
  const text = await ask({ given: values.text, flag: '--text', question: 'What should readers know?', otherwise: draft, as: asIs });
  warnOfWords(title, text);
  const written = (instant: number) => writtenMoment(instant, zone);
  const fields = { id: newId(), title, announced: written(Math.floor(Date.now() / 60_000) * 60_000), from: written(from), until: written(until), components, text };
  const file = fileName(root, 'status/maintenance', dayOf(from, zone), title);
  save(file, newRecord(fields));
  console.log(values.json ? JSON.stringify({ id: fields.id, title, file, from: new Date(from).toISOString(), until: new Date(until).toISOString() }) : `${fields.id}  ${title}\n${file}`);
}

function list(): void {
  const { tree, site } = content();
  const now = Date.now();
  const shown = tree.maintenances.filter((one) => values.all || maintenanceState(one, now) !== 'completed').toReversed();
  if (values.json) {
    console.log(JSON.stringify(shown.map((one) => ({ id: one.id, title: one.title, state: maintenanceState(one, now), from: new Date(one.from).toISOString(), until: new Date(one.until).toISOString(), components: one.components, file: one.file }))));
    return;
  }
  if (shown.length === 0) console.log(values.all ? 'No maintenance is recorded.' : 'No maintenance is planned.');
  for (const one of shown) console.log(`${one.id}  ${maintenanceState(one, now).padEnd(11)}  ${writtenMoment(one.from, site.timeZone)} to ${writtenMoment(one.until, site.timeZone)}  ${one.title}`);
}
