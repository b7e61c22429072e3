/** Our whole endpoint in a process of its own, with limits that a bench does not reach. Prints its port. */
import { createLog } from '../src/service/log.ts';
import { startServer } from '../src/service/server.ts';

const [folder = '', dataDir = ''] = process.argv.slice(2);
const limit = (bucket: string) => ({ bucket, most: 1e12, windowMs: 600_000 });
const server = await startServer({
  folder,
  host: '127.0.0.1',
  port: 0,
  store: { dataDir },
  // Logged as in production; the lines go nowhere, as they would to a collector.
  log: createLog('info', { write: () => undefined }),
  feedbackLimits: { client: limit('feedback-client'), article: limit('feedback-article'), all: limit('feedback-all') },
  eventsLimits: { session: limit('events-session'), client: limit('events-client'), all: limit('events-all') },
});
console.log(new URL(server.url).port);
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
