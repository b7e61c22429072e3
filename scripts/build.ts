/** `npm run build`: content checked, site built, search indexed. */
import { buildSite } from '../src/site/build.ts';
import { argumentsOf } from './arguments.ts';

const HELP = `npm run build [-- options]

Builds the help center from the content tree into dist/.

  --out DIR     where the site goes (default dist)
  --force       renders every page anew
  --help        this text

BEDSIDE_CONTENT  the content tree (default content)
Exit codes: 0 built, 1 the content has errors, 2 the build could not run.`;

const { values } = argumentsOf('npm run build', { options: { out: { type: 'string', default: 'dist' }, force: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
if (values.help) console.log(HELP);
else process.exitCode = await buildSite({ out: values.out, force: values.force });
