/** Our whole intake in a process of its own, with limits that a bench does not reach; on PostgreSQL when one is named. Prints its port. */
import { createLog } from '../../src/service/log.ts';
import { startServer } from '../../src/service/server.ts';
import { TICKETS_LIMITS, type TicketsLimits } from '../../src/service/tickets-limits.ts';
import { BENCH_SECRET } from './secret.ts';

const [folder = '', dataDir = '', databaseUrl] = process.argv.slice(2);
const limits = Object.fromEntries(Object.entries(TICKETS_LIMITS).map(([name, limit]) => [name, { ...limit, most: 1e12 }])) as unknown as TicketsLimits;
const server = await startServer({
  folder,
  host: '127.0.0.1',
  port: 0,
  store: { dataDir, secret: BENCH_SECRET, ...(databaseUrl === undefined ? {} : { databaseUrl }) },
  // Logged as in production; the lines go nowhere, as they would to a collector.
  log: createLog('info', { write: () => undefined }),
  tickets: { limits },
});
console.log(new URL(server.url).port);
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
