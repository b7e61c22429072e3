/** `npm run tickets`: tickets at the command line. Each subcommand is thin over functions that a web desk can call. */
import { enqueue } from '../src/outbox/enqueue.ts';
import { readSupportOf } from '../src/site/support-file.ts';
import { openStore, storeSettings } from '../src/store/open.ts';
import { NotHigher, UnknownLevel } from '../src/tickets/escalation/escalate.ts';
import { MergeCycle, UnknownName, type Desk } from '../src/tickets/desk/acts.ts';
import { EmptyReply, LetterMissing } from '../src/tickets/desk/reply.ts';
import { IllegalMove } from '../src/tickets/lifecycle.ts';
import * as acting from './tickets/acting.ts';
import { Mistyped, type Command, type Room } from './tickets/command.ts';
import { link, unlink } from './tickets/linking.ts';
import { list, show, verifying } from './tickets/looking.ts';
import { replying } from './tickets/replying.ts';
import { outbox, retry } from './tickets/sending.ts';
import { readTyped } from './arguments.ts';

const COMMANDS: Readonly<Record<string, Command>> = { list, show, reply: replying, link, unlink, ...acting, outbox, retry, verify: verifying };

/** What a person can put right by typing something else. */
const CANNOT = [Mistyped, IllegalMove, UnknownName, MergeCycle, NotHigher, UnknownLevel, EmptyReply, LetterMissing];

const HELP = `npm run tickets -- COMMAND [options]

${Object.values(COMMANDS)
  .map(({ usage, says }) => `  ${usage.padEnd(32)} ${says}`)
  .join('\n')}

  --as HANDLE   who you are (default: BEDSIDE_AGENT)
  --json        data in place of text
  --help        this text

EDITOR                                      writes replies
BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET  where the tickets are
Rules, teams and calendars are those of the built site in dist/.
Exit codes: 0 done, 1 it cannot be done or something is wrong with what was looked at, 2 could not run.`;

try {
  const { values, positionals } = readTyped({
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      team: { type: 'string' },
      agent: { type: 'string' },
      state: { type: 'string' },
      all: { type: 'boolean', default: false },
      limit: { type: 'string', default: '50' },
      reason: { type: 'string' },
      level: { type: 'string' },
      tried: { type: 'string', multiple: true, default: [] },
      article: { type: 'string', multiple: true, default: [] },
      insight: { type: 'string' },
      learned: { type: 'string' },
      template: { type: 'string' },
      wait: { type: 'boolean', default: false },
      resolve: { type: 'boolean', default: false },
      anyway: { type: 'boolean', default: false },
      incident: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      mend: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [name = '', ...args] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (values.help) console.log(HELP);
  else if (command === undefined) throw new Error(name === '' ? HELP : `There is no command "${name}". Known: ${Object.keys(COMMANDS).join(', ')}.`);
  else if (args.length < command.takes[0] || args.length > command.takes[1]) throw new Error(`Write: npm run tickets -- ${command.usage}`);
  else process.exitCode = await run(command, args, values);
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run tickets -- --help.`);
  process.exitCode = 2;
}

async function run(command: Command, args: readonly string[], options: Room['options']): Promise<number> {
  const { store, team } = await opened().catch((error: unknown) => {
    throw command.lost?.(args, error) ?? error;
  });
  const { site, support } = team;
  const teams = (support.teams?.teams ?? []).map(({ id, agents }) => ({ id, agents: agents.map(({ handle }) => handle) }));
  const desk: Desk = { store, rules: support, teams, enqueue, letters: new Set(support.replies.keys()), clock: Date.now };
  const print: Room['print'] = (data, text) => console.log(options.json ? JSON.stringify(data, null, 2) : text);
  try {
    return await command.run({ store, desk, site, support, options, now: Date.now(), print }, args);
  } catch (error) {
    if (!CANNOT.some((kind) => error instanceof kind)) throw error;
    console.error((error as Error).message);
    return 1;
  } finally {
    await store.close();
  }
}

async function opened() {
  const team = readSupportOf('dist');
  if (team === undefined) throw new Error('There is no built site with support rules in dist/. Run npm run build.');
  return { team, store: await openStore(storeSettings(process.env)) };
}
