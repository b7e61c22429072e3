/** `npm run build:status`: the status site alone, for a host of its own. */
import { buildStatus } from '../src/site/status-build.ts';
import { buildInstant } from '../src/site/status-output.ts';
import { main, publish, root } from './status-command.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run build:status [-- options]

Builds the status pages, their JSON, feeds, calendar and badge into dist-status/, in a moment and without
looking at articles. What was there before is exchanged in one step.

  --out DIR     where the site goes (default dist-status)
  --publish     then runs the command in BEDSIDE_STATUS_PUBLISH
  --help        this text

BEDSIDE_CONTENT         the content tree (default content)
BEDSIDE_STATUS_PUBLISH  copies the built site to its host; it finds it in BEDSIDE_STATUS_OUT
SOURCE_DATE_EPOCH       the instant whose state is built, in seconds, to repeat a build (default now)
Exit codes: 0 built, 1 the content has errors, 2 the build or its publication could not run.`;

await main('build:status', () => {
  const { values } = readTyped({ options: { out: { type: 'string', default: 'dist-status' }, publish: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(HELP);
  if (values.publish) return publish(values.out);
  const started = performance.now();
  process.exitCode = buildStatus({ root, out: values.out, now: buildInstant() });
  if (process.exitCode === 0) console.log(`The status site is in ${values.out}/, built in ${Math.round(performance.now() - started)} ms.`);
});
