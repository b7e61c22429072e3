/** `npm run editor`: lets the editor know which file has which fields. Needs Node and nothing that is installed. */
import { existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { frontmatterList } from '../src/guides/frontmatter-list.ts';

const HELP = `npm run editor [-- options]

Tells VS Code which files are articles, incidents and so on, so that it completes and underlines the fields at
their top. VS Code runs this by itself when it opens the folder.

  --watch    goes on while files are added and taken away
  --help     this text

Exit codes: 0 written, 2 could not run.`;

const root = resolve(import.meta.dirname, '..');
/** An editor that saves makes several events; a list in the middle of them is of no use to anybody. */
const REST_MS = 150;

try {
  const { values } = parseArgs({ options: { watch: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } } });
  if (values.help) console.log(HELP);
  else {
    console.log(write());
    if (values.watch) goOn();
  }
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run editor -- --help.`);
  process.exitCode = 2;
}

/** What has not changed is not written again: the editor reads everything anew when it is. */
function write(): string {
  const files = frontmatterList(root, (file) => readFileSync(join(root, file), 'utf8'));
  const old = [...files].filter(([file, content]) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== content);
  for (const [file, content] of old) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return old.length === 0 ? 'The editor knows every file.' : old.map(([file]) => `${file} written`).join('\n');
}

function goOn(): void {
  let waiting: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void write(), REST_MS);
  };
  for (const folder of ['content', 'schemas']) watch(join(root, folder), { recursive: true }, soon);
}
