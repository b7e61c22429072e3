/** `npm run data`: what a person may ask for, and what has to go by itself. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RETENTION_DEFAULTS } from '../src/catalog/support/retention.ts';
import { erasePerson, exportPerson } from '../src/duties/person.ts';
import { retain } from '../src/duties/retain.ts';
import { readSupportOf } from '../src/site/support-file.ts';
import { readDesk } from '../src/insights/command.ts';
import { rollUp } from '../src/insights/roll-up.ts';
import { importLog } from '../src/insights/weblog/import-log.ts';
import { pagesOf } from '../src/insights/weblog/pages.ts';
import { openStore, storeSettings } from '../src/store/open.ts';
import { rotate } from '../src/store/rotate.ts';
import type { Store } from '../src/store/store.ts';
import type { Recording } from '../src/tickets/record.ts';
import { scheduleOf } from '../src/tickets/watch/schedule.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run data -- COMMAND [options]

  export ADDRESS   everything that is kept under an email address, as JSON
  erase ADDRESS    takes that person out: name, address, what was written, files, mails on this disk
  retain           lets go of what is older than support/retention.yaml allows
  roll-up          makes figures of readers' days that are over; npm start does it every hour
  import-log FILE… figures of days from a web server's log (nginx, Apache, Caddy; .gz too), for sites whose pages
                   tell nothing; addresses are dropped as it is read. The same file twice changes nothing
  rotate           seals everything anew under the first secret of BEDSIDE_SECRET

  --dry-run        count, change nothing (erase, retain, rotate)
  --out FILE       where export writes (default: standard output)
  --backups DIR    the folder of npm run backup, for retain
  --json           print the result as JSON
  --help           this text

The log of what happened stays, without words, and its chain holds: npm run tickets -- verify.
Copies of the database keep what was erased until they are deleted; retain --backups does that, also with the one
that a restore set aside.

BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET  where the data are
Exit codes: 0 done, 1 nothing is kept under this address, 2 could not run.`;

const { dataDir } = storeSettings(process.env);
const mailFolder = join(dataDir, 'mail');

try {
  const { values, positionals } = readTyped({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      out: { type: 'string' },
      backups: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [command, address, ...rest] = positionals;
  if (values.help) console.log(HELP);
  else if (command === undefined || (rest.length > 0 && command !== 'import-log')) refuse(HELP);
  else await run(command, [address, ...rest].flatMap((one) => one ?? []), values);
} catch (error) {
  refuse(`${(error as Error).message}\nSee npm run data -- --help.`);
}

interface Options {
  readonly 'dry-run': boolean;
  readonly out?: string | undefined;
  readonly backups?: string | undefined;
  readonly json: boolean;
}

async function run(command: string, named: readonly string[], options: Options): Promise<void> {
  const commands: Readonly<Record<string, (store: Store) => Promise<void>>> = {
    export: (store) => exported(store, addressOf(named[0]), options),
    erase: (store) => erased(store, addressOf(named[0]), options),
    retain: (store) => retained(store, options),
    rotate: (store) => rotated(store, options),
    'roll-up': (store) => rolledUp(store, options),
    'import-log': (store) => imported(store, named, options),
  };
  const chosen = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (chosen === undefined) throw new Error(`There is no command "${command}". Known: ${Object.keys(commands).join(', ')}.`);
  const store = await openStore(storeSettings(process.env));
  try {
    await chosen(store);
  } finally {
    await store.close();
  }
}

async function exported(store: Store, address: string, { out }: Options): Promise<void> {
  const data = await exportPerson(store, address);
  if (data === undefined) return nothing();
  const text = `${JSON.stringify(data, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else {
    writeFileSync(out, text, { mode: 0o600 });
    console.log(`Written to ${out}: ${data.tickets.length} tickets, ${data.subscriptions?.length ?? 0} subscriptions.`);
  }
}

async function erased(store: Store, address: string, options: Options): Promise<void> {
  const gone = await erasePerson({ store, recording: recording(store), mailFolder, now: Date.now() }, address, { dryRun: options['dry-run'] });
  if (gone === undefined) return nothing();
  const busy = !options['dry-run'] && !(await store.overwriteDeleted());
  print(options, gone, `${options['dry-run'] ? 'Would erase' : 'Erased'} the words of ${gone.events} entries and ${gone.files} files in ${gone.tickets} tickets, ${gone.mails} mails and ${gone.subscriptions} subscriptions.${busy ? ' The database is too busy to empty its log now: run this or retain again in a quieter moment.' : ''}`);
}

async function retained(store: Store, options: Options): Promise<void> {
  const { support, site } = readSupportOf('dist') ?? {};
  // A build of before an upgrade does not know every kind.
  const retention = { ...RETENTION_DEFAULTS, ...support?.retention };
  const gone = await retain({ store, recording: recording(store), retention, zone: site?.timeZone ?? 'UTC', mailFolder, backupFolder: options.backups, dataFolder: dataDir, now: Date.now() }, { dryRun: options['dry-run'] });
  if (!options['dry-run']) await store.overwriteDeleted();
  const lines = Object.entries(gone).map(([kind, count]) => `${kind.padEnd(9)} ${String(count).padStart(7)}  older than ${retention[kind as keyof typeof retention]}`);
  print(options, gone, [options['dry-run'] ? 'Would let go of:' : 'Let go of:', ...lines].join('\n'));
}

async function rotated(store: Store, options: Options): Promise<void> {
  const { cells, retired } = await rotate(store, { dryRun: options['dry-run'], now: Date.now() });
  const done = options['dry-run'] ? `${cells} cells are sealed under an older secret.` : `Sealed ${cells} cells anew.`;
  print(options, { cells, retired }, retired.length === 0 ? done : `${done} The older secrets can be taken out of BEDSIDE_SECRET.`);
}

async function rolledUp(store: Store, options: Options): Promise<void> {
  const days = await rollUp({ store, zone: readDesk().catalog.site.timeZone, now: Date.now() });
  print(options, { days }, days === undefined ? 'Another process is at it.' : `Made the figures of ${days} ${days === 1 ? 'day' : 'days'}.`);
}

async function imported(store: Store, files: readonly string[], options: Options): Promise<void> {
  if (files.length === 0) throw new Error('Name the files of the log.');
  const { catalog } = readDesk();
  const found = await importLog({ store, zone: catalog.site.timeZone, pageAt: pagesOf(catalog), now: Date.now() }, files);
  const days = found.days.map(({ day, visits, taken }) => `${day} ${String(visits).padStart(7)} visits  ${taken}`);
  const overlaps = found.days.some(({ taken }) => taken === 'overlaps') ? ['A day that overlaps was left as it is: name all files that hold it in one command.'] : [];
  print(options, found, [...days, `${found.lines} lines, of which ${found.unreadable} are no requests; ${found.bots} visits of bots were left out.`, ...overlaps].join('\n'));
}

function recording({ envelope }: Store): Recording {
  const support = readSupportOf('dist')?.support;
  if (support === undefined) throw new Error('There is no built site with support rules in dist/. Run npm run build.');
  return { envelope, schedule: (events) => scheduleOf(events, support) };
}


function addressOf(address: string | undefined): string {
  if (address === undefined || !address.includes('@')) throw new Error('Name an email address.');
  return address;
}

function nothing(): void {
  console.error('Nothing is kept under this address.');
  process.exitCode = 1;
}

function print({ json }: Options, data: unknown, text: string): void {
  console.log(json ? JSON.stringify(data, null, 2) : text);
}

function refuse(text: string): void {
  console.error(text);
  process.exitCode = 2;
}
