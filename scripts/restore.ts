/** `npm run restore`: puts a backup in the place of the database. */
import { storeSettings } from '../src/store/open.ts';
import { restorePostgres } from '../src/store/postgres-tools.ts';
import { restoreSqlite } from '../src/store/restore.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run restore -- FILE [--force] [--json]

Puts a backup in the place of the database of BEDSIDE_DATA (or DATABASE_URL, with pg_restore and psql).
The backup is checked first; the database that stood there is kept in BEDSIDE_DATA. Stop the service before:
a database in use is refused.

The backup needs the secret it was written with (BEDSIDE_SECRET, or the file "secret" in BEDSIDE_DATA).

  --force  exchange it although a process has it open; what that process stores from then on is lost
  --json   print the result as JSON
  --help   this text

Exit codes: 0 restored, 2 could not (and nothing was changed).`;

try {
  const { values, positionals } = readTyped({
    allowPositionals: true,
    options: { force: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const [from] = positionals;
  if (values.help) {
    console.log(HELP);
  } else if (!from || positionals.length > 1) {
    console.error(HELP);
    process.exitCode = 2;
  } else {
    const { dataDir, databaseUrl } = storeSettings(process.env);
    const how = { from, now: Date.now(), whenInUse: values.force ? 'force' : 'refuse' } as const;
    const done = databaseUrl ? await restorePostgres({ ...how, databaseUrl, aside: dataDir }) : restoreSqlite({ ...how, dataDir });
    if (values.json) {
      console.log(JSON.stringify(done));
    } else {
      console.log(`Restored from ${from}.`);
      if (done.previous) console.log(`What stood there before: ${done.previous}`);
      console.log(`It needs the secret it was written with${done.keys?.length ? ` (key ${done.keys.join(', ')})` : ''}.`);
    }
  }
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run restore -- --help.`);
  process.exitCode = 2;
}
