/** `npm run build:status`: the status site alone, for a host of its own. */
import { parseArgs } from 'node:util';
import { buildStatus } from '../src/site/status-build.ts';
import { buildInstant } from '../src/site/status-output.ts';

const HELP = `npm run build:status [-- options]

Builds the status pages, their JSON, feeds, calendar and badge into dist-status/, in a moment and without
looking at articles. What was there before is exchanged in one step.

  --out DIR     where the site goes (default dist-status)
  --help        this text

BEDSIDE_CONTENT    the content tree (default content)
SOURCE_DATE_EPOCH  the instant whose state is built, in seconds, to repeat a build (default now)
Exit codes: 0 built, 1 the content has errors, 2 the build could not run.`;

try {
  const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist-status' }, help: { type: 'boolean', default: false } } });
  if (values.help) console.log(HELP);
  else {
    const started = performance.now();
    const code = buildStatus({ root: process.env['BEDSIDE_CONTENT'] ?? 'content', out: values.out, now: buildInstant() });
    if (code === 0) console.log(`The status site is in ${values.out}/, built in ${Math.round(performance.now() - started)} ms.`);
    process.exitCode = code;
  }
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run build:status -- --help.`);
  process.exitCode = 2;
}
