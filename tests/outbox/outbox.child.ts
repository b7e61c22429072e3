/** A worker in a process of its own, to be killed: mails and calls a webhook until it is. Run by crash.test.ts. */
import { openDesk } from '../../src/delivery/settings.ts';
import { deliveryHandlers } from '../../src/delivery/handlers.ts';
import { mailHandlers } from '../../src/mail/handlers.ts';
import { smtpPost } from '../../src/mail/smtp-post.ts';
import { createWorker } from '../../src/outbox/worker.ts';
import { openStore, type StoreSettings } from '../../src/store/open.ts';

const { settings, smtp, env, leaseMs, pollMs } = JSON.parse(process.argv[2] ?? '{}') as { settings: StoreSettings; smtp: string; env: Record<string, string>; leaseMs: number; pollMs: number };
const store = await openStore(settings);
const post = smtpPost({ url: new URL(smtp) });
const requester = { email: 'dr.lee@example.com' };
const { name, desk } = openDesk(env, { fetch, clock: Date.now });
const handlers = new Map([
  ...mailHandlers({ post, from: { email: 'support@example.org' }, own: [], resolve: async ({ ticket }) => ({ to: { email: `${String(ticket)}@example.com` }, subject: 'x', text: 'y' }) }),
  ...deliveryHandlers({
    name,
    desk,
    resolve: {
      ticket: async ({ ticket }) => ({ reference: String(ticket), subject: 'x', body: 'first', requester, priority: 'low', tags: [], fields: [], links: [], files: [] }),
      message: async ({ ticket, event }) => ({ reference: String(ticket), number: '1', requester, body: String(event), from: 'requester', files: [] }),
    },
    // A row that shows how often the end was written down.
    delivered: async (trx, { ticket }) => void (await trx.insertInto('spent_token').values({ digest: ticket, expires_at: 0 }).execute()),
  }),
]);
const quiet = () => undefined;
const worker = createWorker({ store: async () => store, handlers, log: { info: quiet, warn: quiet, error: quiet }, errorFacts: () => ({}), leaseMs, pollMs });
console.log('ready');
process.once('SIGTERM', () => {
  void worker.stop().then(async () => {
    await post.close();
    await store.close();
    process.exit(0);
  });
});
