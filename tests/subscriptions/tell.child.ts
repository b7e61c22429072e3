/** A worker that tells subscribers, in a process of its own, to be killed. Run by crash.test.ts. */
import { smtpPost } from '../../src/mail/smtp-post.ts';
import { createWorker } from '../../src/outbox/worker.ts';
import { openStore, type StoreSettings } from '../../src/store/open.ts';
import { byId } from '../../src/subscriptions/subscribers.ts';
import { tellHandler } from '../../src/subscriptions/tell.ts';
import { tellMailHandler } from '../../src/subscriptions/tell-mail.ts';

const { settings, smtp } = JSON.parse(process.argv[2] ?? '{}') as { settings: StoreSettings; smtp: string };
const store = await openStore(settings);
const post = smtpPost({ url: new URL(smtp) });
const quiet = () => undefined;
const worker = createWorker({
  store: async () => store,
  handlers: new Map([
    tellHandler({ store: async () => store, update: () => ({ record: 'outage01', at: 1, components: [] }) as never, wake: () => worker.wake(), clock: Date.now }),
    tellMailHandler({
      post,
      from: { email: 'support@example.org' },
      own: [],
      clock: Date.now,
      unknown: quiet,
      async letter({ subscriber }) {
        const found = await store.read((db) => byId(db, store.envelope, String(subscriber)));
        return found === undefined ? 'skip' : { to: { email: found.email }, subject: 'News', text: 'News' };
      },
    }),
  ]),
  log: { info: quiet, warn: quiet, error: quiet },
  errorFacts: () => ({}),
  leaseMs: 3_000,
  pollMs: 20,
});
console.log('ready');
process.once('SIGTERM', () => {
  void worker.stop().then(async () => {
    await post.close();
    await store.close();
    process.exit(0);
  });
});
