/** Our whole service in a process of its own, with a mail server to hand letters to. Prints its port. */
import { createLog } from '../../src/service/log.ts';
import { startServer } from '../../src/service/server.ts';
import { FEEDBACK_LIMITS } from '../../src/service/feedback-limits.ts';
import { BENCH_SECRET } from '../tickets/secret.ts';

const [folder = '', dataDir = '', smtp = ''] = process.argv.slice(2);
const server = await startServer({
  folder,
  host: '127.0.0.1',
  port: 0,
  store: { dataDir, secret: BENCH_SECRET },
  env: { SMTP_URL: smtp },
  feedbackLimits: Object.fromEntries(Object.entries(FEEDBACK_LIMITS).map(([name, limit]) => [name, { ...limit, most: 1e12 }])) as never,
  // Logged as in production; the lines go nowhere, as they would to a collector.
  log: createLog('info', { write: () => undefined }),
});
console.log(new URL(server.url).port);
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
