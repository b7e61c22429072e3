/** A server in a process of its own, to be killed: prints its address when it is ready. */
import { createLog } from '../../src/service/log.ts';
import { startServer, type ServerOptions } from '../../src/service/server.ts';

const { asNobody = false, at, ...options } = JSON.parse(process.argv[2] ?? '{}') as Pick<ServerOptions, 'folder' | 'store' | 'feedbackLimits' | 'trustedProxies' | 'tickets' | 'env'> & { asNobody?: boolean; at?: number };
// Root may write whatever a file's mode says; somebody else may not.
if (asNobody && process.getuid?.() === 0) {
  process.setgid?.(65_534);
  process.setuid?.(65_534);
}
const server = await startServer({ ...options, ...(at === undefined ? {} : { clock: () => at }), host: '127.0.0.1', port: 0, log: createLog('silent') });
console.log(server.url);
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  console.log(process.memoryUsage().heapUsed / 1e6);
});
