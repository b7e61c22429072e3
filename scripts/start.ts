/** `npm start`: builds when something changed, then serves everything on one port. */
import { createLog } from '../src/service/log.ts';
import { startServer } from '../src/service/server.ts';
import { buildSite, isFresh } from '../src/site/build.ts';
import { hooksFrom } from '../src/delivery/hooks.ts';
import { parseContextKeys } from '../src/tickets/intake/known-user.ts';
import { storeSettings } from '../src/store/open.ts';
import { argumentsOf } from './arguments.ts';

const HELP = `npm start [-- options]

Builds the site when the content or the program changed, and serves it with the service on one port.

  --port N      the port (default: PORT, else 4321)
  --host NAME   the address to listen on (default: HOST, else 127.0.0.1)
  --no-build    serves what was built before
  --help        this text

BEDSIDE_CONTENT          the content tree (default content)
BEDSIDE_DATA             the folder of the embedded database (default var)
DATABASE_URL             a PostgreSQL to use instead
BEDSIDE_SECRET           the secret that seals what readers write (default: made in BEDSIDE_DATA)
BEDSIDE_TRUSTED_PROXIES  whose X-Forwarded-For is believed, for example loopback or 10.0.0.0/8
BEDSIDE_METRICS_TOKEN    lets others than this machine read /metrics and /readyz
BEDSIDE_DESK_HOOKS       help desks that tell what agents did: name=standard:secret or name=zendesk:secret
BEDSIDE_CONTEXT_KEYS     keys with which the product names its users: name:secret, after commas
BEDSIDE_WEBHOOKS_PRIVATE allow: webhooks of subscribers may go into your own network
SMTP_URL, BEDSIDE_DESK   where mail and tickets go; docs/operators has the rest
BEDSIDE_LOG              fatal, error, warn, info or silent (default info when not a terminal, else warn)
Exit codes: 0 stopped, 1 the content has errors, 2 could not run.`;

const { values } = argumentsOf('npm start', {
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
    const server = await startServer({
      folder: 'dist',
      host: values.host,
      port,
      store: storeSettings(process.env),
      env: process.env,
      tickets: { deskHooks: hooksFrom(process.env['BEDSIDE_DESK_HOOKS']), contextKeys: parseContextKeys(process.env['BEDSIDE_CONTEXT_KEYS'] ?? '') },
      log: createLog(process.env['BEDSIDE_LOG'] ?? (process.stdout.isTTY ? 'warn' : 'info')),
      trustedProxies: process.env['BEDSIDE_TRUSTED_PROXIES'] ?? '',
      metricsToken: process.env['BEDSIDE_METRICS_TOKEN'],
    });
    console.log(`\n  The help center is at ${server.url}\n  ${server.says.join('\n  ')}\n  Stop it with Ctrl-C.\n`);
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
