/** `npm start`: builds when something changed, then serves everything on one port. */
import { parseArgs } from 'node:util';
import { startServer } from '../src/service/server.ts';
import { buildSite, isFresh } from '../src/site/build.ts';

const HELP = `npm start [-- options]

Builds the site when the content or the program changed, and serves it with the service on one port.

  --port N      the port (default: PORT, else 4321)
  --host NAME   the address to listen on (default: HOST, else 127.0.0.1)
  --no-build    serves what was built before
  --help        this text

BEDSIDE_CONTENT  the content tree (default content)`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env['PORT'] ?? '4321' },
    host: { type: 'string', default: process.env['HOST'] ?? '127.0.0.1' },
    build: { type: 'boolean', default: true },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
});

if (values.help) console.log(HELP);
else process.exitCode = await main();

async function main(): Promise<0 | 1 | 2> {
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(`"${values.port}" is not a port. Choose a number from 0 to 65535.`);
    return 2;
  }
  if (values.build && !isFresh('dist')) {
    const code = await buildSite({ out: 'dist', force: false });
    if (code !== 0) return code;
  }
  try {
    const server = await startServer({ folder: 'dist', host: values.host, port });
    console.log(`\n  The help center is at ${server.url}\n  Stop it with Ctrl-C.\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void server.stop().then(() => process.exit(0)));
    }
    return 0;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') console.error(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`);
    else console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}
