/** `npm run data`: what a person may ask for, and what has to go by itself. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RETENTION_DEFAULTS } from '../src/catalog/support/retention.ts';
import { eraseRequester, exportRequester } from '../src/duties/requests.ts';
import { retain } from '../src/duties/retain.ts';
import { readSupportOf } from '../src/site/support-file.ts';
import { openStore, storeSettings } from '../src/store/open.ts';
import { rotate } from '../src/store/rotate.ts';
import type { Store } from '../src/store/store.ts';
import type { Recording } from '../src/tickets/record.ts';
import { scheduleOf } from '../src/tickets/watch/schedule.ts';

const HELP = `npm run data -- COMMAND [options]

  export ADDRESS   everything that is kept under an email address, as JSON
  erase ADDRESS    takes that person out: name, address, what was written, files, mails on this disk
  retain           lets go of what is older than support/retention.yaml allows
  rotate           seals everything anew under the first secret of BEDSIDE_SECRET

  --dry-run        count, change nothing (erase, retain, rotate)
  --out FILE       where export writes (default: standard output)
  --backups DIR    the folder of npm run backup, for retain
  --json           print the result as JSON
  --help           this text

The log of what happened stays, without words, and its chain holds: npm run tickets -- verify.
Copies of the database keep what was erased until they are deleted; retain --backups does that.

BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET  where the data are
Exit codes: 0 done, 1 nothing is kept under this address, 2 could not run.`;

const mailFolder = join(storeSettings(process.env).dataDir, 'mail');

try {
  const { values, positionals } = parseArgs({
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
  else if (command === undefined || rest.length > 0) refuse(HELP);
  else await run(command, address, values);
} catch (error) {
  refuse(`${(error as Error).message}\nSee npm run data -- --help.`);
}

interface Options {
  readonly 'dry-run': boolean;
  readonly out?: string | undefined;
  readonly backups?: string | undefined;
  readonly json: boolean;
}

async function run(command: string, address: string | undefined, options: Options): Promise<void> {
  const commands: Readonly<Record<string, (store: Store) => Promise<void>>> = {
    export: (store) => exported(store, named(address), options),
    erase: (store) => erased(store, named(address), options),
    retain: (store) => retained(store, options),
    rotate: (store) => rotated(store, options),
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
  const data = await exportRequester(store, address);
  if (data === undefined) return nothing();
  const text = `${JSON.stringify(data, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else {
    writeFileSync(out, text, { mode: 0o600 });
    console.log(`Written to ${out}: ${data.tickets.length} tickets.`);
  }
}

async function erased(store: Store, address: string, options: Options): Promise<void> {
  const gone = await eraseRequester({ store, recording: recording(store), mailFolder, now: Date.now() }, address, { dryRun: options['dry-run'] });
  if (gone === undefined) return nothing();
  print(options, gone, `${options['dry-run'] ? 'Would erase' : 'Erased'} the words of ${gone.events} entries and ${gone.files} files in ${gone.tickets} tickets, and ${gone.mails} mails.`);
}

async function retained(store: Store, options: Options): Promise<void> {
  const retention = readSupportOf('dist')?.support.retention ?? RETENTION_DEFAULTS;
  const gone = await retain({ store, recording: recording(store), retention, mailFolder, backupFolder: options.backups, now: Date.now() }, { dryRun: options['dry-run'] });
  const lines = Object.entries(gone).map(([kind, count]) => `${kind.padEnd(9)} ${String(count).padStart(7)}  older than ${retention[kind as keyof typeof retention]}`);
  print(options, gone, [options['dry-run'] ? 'Would let go of:' : 'Let go of:', ...lines].join('\n'));
}

async function rotated(store: Store, options: Options): Promise<void> {
  const { cells, retired } = await rotate(store, { dryRun: options['dry-run'], now: Date.now() });
  const done = options['dry-run'] ? `${cells} cells are sealed under an older secret.` : `Sealed ${cells} cells anew.`;
  print(options, { cells, retired }, retired.length === 0 ? done : `${done} The older secrets can be taken out of BEDSIDE_SECRET.`);
}

function recording({ envelope }: Store): Recording {
  const support = readSupportOf('dist')?.support;
  if (support === undefined) throw new Error('There is no built site with support rules in dist/. Run npm run build.');
  return { envelope, schedule: (events) => scheduleOf(events, support) };
}



function named(address: string | undefined): string {
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
