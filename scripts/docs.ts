/** `npm run docs`: schemas, editor files and tables for authors, from the declarations that check their work. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { generated } from '../src/guides/generated.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run docs [-- options]

Writes schemas/, .vscode/ and docs/authors/{fields,components,checks}.md.

  --check    writes nothing; says which files are old
  --help     this text

Exit codes: 0 written or fresh, 1 old (with --check), 2 could not run.`;

try {
  const { values } = readTyped({ options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) console.log(HELP);
  else {
    const old = [...generated()].filter(([file, content]) => !existsSync(file) || readFileSync(file, 'utf8') !== content);
    for (const [file, content] of values.check ? [] : old) {
      mkdirSync(dirname(resolve(file)), { recursive: true });
      writeFileSync(file, content);
    }
    console.log(old.length === 0 ? 'Everything is fresh.' : old.map(([file]) => `${file} ${values.check ? 'is old' : 'written'}`).join('\n'));
    process.exitCode = values.check && old.length > 0 ? 1 : 0;
  }
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run docs -- --help.`);
  process.exitCode = 2;
}
