/** `npm run subscribers`: who is told of incidents, and webhooks that the operator looks after. */
import { callerFrom } from '../src/service/subscribing.ts';
import { readRecordsOf } from '../src/site/records-file.ts';
import { readSupportOf } from '../src/site/support-file.ts';
import { openStore, storeSettings } from '../src/store/open.ts';
import { linkTo } from '../src/subscriptions/letters.ts';
import { addWebhook, CannotSubscribe, overview, remove, tryWebhook } from '../src/subscriptions/operate.ts';
import { chosen } from '../src/subscriptions/wants.ts';
import { table } from '../src/tickets/desk/as-text.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run subscribers -- COMMAND

  list               how many addresses are told, and every webhook
  add-webhook URL    a webhook that needs no confirmation; prints the key that its messages are signed with
  remove ID|ADDRESS  ends a webhook, or everything that an address subscribed to
  test ID            sends the newest update to a webhook, once, and says what it answered

  --owner ADDRESS    add-webhook: who is written to when it fails for days
  --parts A,B        add-webhook: only these parts of the product, by their slugs
  --json             data in place of text
  --help             this text

BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET  where subscriptions are
BEDSIDE_WEBHOOKS_PRIVATE=allow              webhooks may go into your own network, and by http
Exit codes: 0 done, 1 it cannot be done, 2 could not run.`;

try {
  const { values, positionals } = readTyped({
    allowPositionals: true,
    options: { owner: { type: 'string', default: '' }, parts: { type: 'string', default: '' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const [command = '', what = '', ...rest] = positionals;
  if (values.help) console.log(HELP);
  else if (rest.length > 0 || !['list', 'add-webhook', 'remove', 'test'].includes(command) || (command !== 'list') !== (what !== '')) throw new Error(command === '' ? HELP : `"${positionals.join(' ')}" is not a command.`);
  else process.exitCode = await run(command, what, values);
} catch (error) {
  const cannot = error instanceof CannotSubscribe;
  console.error(cannot ? error.message : `${(error as Error).message}\nSee npm run subscribers -- --help.`);
  process.exitCode = cannot ? 1 : 2;
}

async function run(command: string, what: string, { owner, parts, json }: { owner: string; parts: string; json: boolean }): Promise<0 | 1> {
  const caller = callerFrom(process.env);
  const store = await openStore(storeSettings(process.env));
  const print = (data: unknown, text: string): 0 => {
    console.log(json ? JSON.stringify(data, null, 2) : text);
    return 0;
  };
  try {
    if (command === 'list') {
      const { email, webhooks } = await overview(store);
      const rows = webhooks.map((one) => [one.id, one.host, one.state, one.components?.join(', ') ?? 'everything', one.failingSince ?? '']);
      const listed = rows.length === 0 ? 'No webhooks.' : table([['id', 'host', 'state', 'parts', 'failing since'], ...rows]);
      return print({ email, webhooks }, `${email.confirmed} addresses are told; ${email.asked} have not confirmed yet.\n${listed}`);
    }
    if (command === 'remove') {
      const count = await remove(store, what);
      if (count === 0) throw new CannotSubscribe('There is no such subscription.');
      return print({ removed: count }, `Removed ${count}.`);
    }
    const records = readRecordsOf('dist');
    const team = readSupportOf('dist');
    if (records === undefined || team === undefined) throw new Error('There is no built site with status pages in dist/. Run npm run build.');
    if (command === 'add-webhook') {
      const known = records.tree.components.map(({ slug }) => slug);
      const asked = parts.split(',').map((one) => one.trim()).filter((one) => one !== '');
      const unknown = asked.find((one) => !known.includes(one));
      if (unknown !== undefined) throw new CannotSubscribe(`There is no part "${unknown}". Known: ${known.join(', ')}.`);
      const added = await addWebhook(store, { url: what, owner, components: chosen(asked, known), locale: team.site.locale }, caller, Date.now());
      return print(added, `Added ${added.id}. Its messages are signed with this key; keep it where the receiver runs:\n${added.key}`);
    }
    const called = await tryWebhook(store, what, records, caller, (subscriber) => linkTo(team.site, subscriber, 'leave'), Date.now());
    const taken = 'status' in called && called.status >= 200 && called.status < 300;
    print(called, 'status' in called ? `It answered ${called.status}${taken ? '.' : ': it has to be 200 to 299.'}` : `It could not be reached: ${called.error}.`);
    return taken ? 0 : 1;
  } finally {
    await store.close();
  }
}
