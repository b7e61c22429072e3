/** `npm run check`: everything that can be wrong with the content and the built site, in one run. */
import { relative, resolve } from 'node:path';
import { today } from '../src/authoring/command.ts';
import { checkContent } from '../src/checks/check-content.ts';
import { RULES } from '../src/checks/registry.ts';
import { FORMATS, formatResult, type Format } from '../src/checks/report.ts';
import { exitCode } from '../src/checks/run.ts';
import { unknownRule } from '../src/checks/unknown-rule.ts';
import { contentRoot } from '../src/site/current.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run check [-- options]

Checks the content and the built site. Builds the site first when it is older than the content.

  --rule CODE        only this rule, or all that begin so (link/); may stand more than once
  --changed BASE     every error, and warnings only of files that differ from BASE (a branch or commit)
  --strict           warnings count as errors
  --scheduled        overdue reviews, expired words and dead external links count as errors
  --external         also asks other hosts whether the pages that we link to are there
  --fix              writes the new address into links that go through a redirect
  --site DIR         the built site to look at, as it is (default: dist, built when stale)
  --format FORMAT    text, json or github (default text)
  --json             the same as --format json
  --today DAY        the day to judge by (default: today)
  --help             this text

docs/authors/checks.md lists every rule. BEDSIDE_CONTENT is the content tree (default content).
Exit codes: 0 fine, 1 errors found, 2 could not run.`;

try {
  const { values } = readTyped({
    options: {
      rule: { type: 'string', multiple: true, default: [] },
      changed: { type: 'string' },
      strict: { type: 'boolean', default: false },
      scheduled: { type: 'boolean', default: false },
      external: { type: 'boolean', default: false },
      fix: { type: 'boolean', default: false },
      site: { type: 'string' },
      format: { type: 'string' },
      json: { type: 'boolean', default: false },
      today: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const format = values.json ? 'json' : (values.format ?? 'text');
  if (!(FORMATS as readonly string[]).includes(format)) throw new Error(`"${format}" is not a format. Choose ${FORMATS.join(', ')}.`);
  const day = today(values.today);
  const chosen = (code: string) => values.rule.length === 0 || values.rule.some((one) => code === one || (one.endsWith('/') && code.startsWith(one)));
  const lost = values.rule.find((one) => !one.endsWith('/') && !RULES.some(({ code }) => code === one));
  if (lost !== undefined) throw new Error(unknownRule(lost, RULES.map(({ code }) => code)));
  if (values.help) console.log(HELP);
  else {
    const rules = RULES.filter(({ code, when }) => chosen(code) && (when !== 'asked' || values.external || values.rule.includes(code)));
    const root = contentRoot();
    const result = await checkContent({ root, rules, ...values, today: day, progress: process.stderr.isTTY ? showProgress : undefined });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    console.log(formatResult(format as Format, result, relative(resolve('.'), root).replaceAll('\\', '/') || '.'));
    process.exitCode = exitCode(result, { strict: values.strict, rules });
  }
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run check -- --help.`);
  process.exitCode = 2;
}

function showProgress(words: string): void {
  process.stderr.write(`\r\x1b[K${words}`);
}
