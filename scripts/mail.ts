/** `npm run mail`: mail that comes through a pipe, and mail that waits for a person. */
import { mailSettings } from '../src/mail/settings.ts';
import { readIncoming } from '../src/mail/inbound/incoming.ts';
import { passOn } from '../src/delivery/handlers.ts';
import { mailInto } from '../src/service/mail-in.ts';
import { readSupportOf } from '../src/site/support-file.ts';
import { openStore, storeSettings } from '../src/store/open.ts';
import { table } from '../src/tickets/desk/as-text.ts';
import { errandsForNew } from '../src/tickets/intake/errands.ts';
import { NotParked, parkedMails, parkedRaw } from '../src/tickets/intake/kept-mail.ts';
import { CannotSettle, settleByHand, takeMail, type Decision, type MailIn } from '../src/tickets/intake/mail-in.ts';
import { loadTicket } from '../src/tickets/read.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run mail -- COMMAND

  take              a raw mail from standard input, for a mail server's pipe
  parked            mails that no rule may decide about, oldest first
  show ID           one of them
  join ID REFERENCE it belongs to this ticket
  open ID           it is a new ticket
  drop ID           it is nothing

  --json            data in place of text
  --help            this text

Whether a mail joins a ticket is decided by its signed address, or by what it answers when the requester sent it.
BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET  where tickets are; BEDSIDE_MAIL_FROM, BEDSIDE_DESK as for npm start
Exit codes: 0 done, 1 it cannot be done, 2 could not run (75 for take: the mail server should try again).`;

/** sysexits.h: a temporary failure. A mail server keeps the mail and tries again. */
const TRY_AGAIN = 75;

let command: string | undefined;
try {
  const { values, positionals } = readTyped({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  const [name, ...args] = positionals;
  command = name;
  if (values.help) console.log(HELP);
  else if (name === undefined) throw new Error(HELP);
  else process.exitCode = await run(name, args, values.json);
} catch (error) {
  const cannot = error instanceof NotParked || error instanceof CannotSettle;
  console.error(cannot ? error.message : `${(error as Error).message}\nSee npm run mail -- --help.`);
  process.exitCode = cannot ? 1 : command === 'take' ? TRY_AGAIN : 2;
}

async function run(name: string, args: readonly string[], json: boolean): Promise<0 | 1> {
  const takes: Readonly<Record<string, number>> = { take: 0, parked: 0, show: 1, join: 2, open: 1, drop: 1 };
  if (!Object.hasOwn(takes, name)) throw new Error(`There is no command "${name}". Known: ${Object.keys(takes).join(', ')}.`);
  if (takes[name] !== args.length) throw new Error(`"${name}" takes ${takes[name] === 0 ? 'nothing more' : `${takes[name]} more`}.`);
  const [id = '', reference = ''] = args;
  const store = await openStore(storeSettings(process.env));
  try {
    const print = (data: unknown, text: string): 0 => {
      console.log(json ? JSON.stringify(data, null, 2) : text);
      return 0;
    };
    if (name === 'parked') {
      const parked = await parkedMails(store);
      return print(parked, parked.length === 0 ? 'No mail waits.' : table([['id', 'received', 'bytes', 'why'], ...parked.map((mail) => [mail.id, new Date(mail.receivedAt).toISOString(), String(mail.bytes), mail.why])]));
    }
    if (name === 'show') {
      const { from, to, subject, text } = await readIncoming(await parkedRaw(store, id));
      return print({ from, to, subject, text }, `From: ${from ?? 'nobody'}\nTo: ${to.join(', ')}\nSubject: ${subject}\n\n${text}`);
    }
    const what = rules(store);
    if (name === 'take') {
      const settled = await takeMail(what, await standardInput());
      return print(settled, settled.state === 'done' ? 'Taken.' : settled.state === 'known' ? 'It came before.' : `It waits for a person: ${settled.why}.`);
    }
    const ticket = name === 'join' ? await loadTicket(store, reference) : undefined;
    if (name === 'join' && ticket === undefined) throw new CannotSettle(`There is no ticket ${reference}.`);
    const decision: Decision = ticket !== undefined ? { to: 'ticket', reference: ticket.reference } : { to: name === 'open' ? 'new' : 'drop' };
    const settled = await settleByHand(what, id, decision);
    const made = settled.state === 'done' ? await loadTicket(store, settled.ticket) : undefined;
    return print({ ...settled, reference: made?.reference }, made === undefined ? 'Dropped.' : `It is in ${made.reference}.`);
  } finally {
    await store.close();
  }
}

/** What follows a mail is written here and done by the service. */
function rules(store: Awaited<ReturnType<typeof openStore>>): MailIn {
  const team = readSupportOf('dist');
  if (team === undefined) throw new Error('There is no built site with support rules in dist/. Run npm run build.');
  const channel = team.site.channels.find(({ kind }) => kind === 'email');
  const { from } = mailSettings(process.env, { name: team.site.name, email: channel?.href?.replace(/^mailto:/, '') });
  const withDesk = (process.env.BEDSIDE_DESK ?? 'none') !== 'none';
  return mailInto({
    store,
    team,
    from: from.email,
    clock: Date.now,
    opened: (trx, ticket, now) => errandsForNew(trx, ticket, { replies: team.support.replies, withDesk }, now),
    received: async (trx, ticket, event, now) => void (withDesk && (await passOn(trx, ticket, event, now))),
  });
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
