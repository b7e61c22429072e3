/** `npm run backup`: copies the database while it is in use. */
import { backupSqlite } from '../src/store/backup.ts';
import { storeSettings } from '../src/store/open.ts';
import { backupPostgres } from '../src/store/postgres-tools.ts';
import { secretFile } from '../src/store/secret.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run backup -- --out DIR [--json]

Copies the database of BEDSIDE_DATA (or DATABASE_URL, with pg_dump) into DIR while the service runs,
checks the copy, and prints its name.

The secret is not in the copy, and without it nobody can read the sealed columns: keep BEDSIDE_SECRET,
or the file "secret" in BEDSIDE_DATA, in another safe place.

  --out DIR  where to put the copy
  --json     print the result as JSON
  --help     this text

Exit codes: 0 copied and checked, 2 could not.`;

try {
  const { values } = readTyped({ options: { out: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(HELP);
  } else if (!values.out) {
    console.error(HELP);
    process.exitCode = 2;
  } else {
    const { dataDir, databaseUrl, secret } = storeSettings(process.env);
    const now = Date.now();
    const made = databaseUrl ? await backupPostgres({ databaseUrl, out: values.out, now }) : await backupSqlite({ dataDir, out: values.out, now });
    const keep = secret || databaseUrl ? 'BEDSIDE_SECRET' : secretFile(dataDir);
    if (values.json) console.log(JSON.stringify({ ...made, keepAlso: keep }));
    else console.log(`${made.file} (${made.bytes} bytes)\nThe secret is not in it. Keep it too, elsewhere: ${keep}`);
  }
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run backup -- --help.`);
  process.exitCode = 2;
}
