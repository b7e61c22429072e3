/** Every command of package.json says what it does, names each of its options, and refuses those it does not know. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
/** Those that are one script of ours; the rest are other people's programs. */
const COMMANDS = Object.entries(scripts).flatMap(([name, line]) => {
  const script = /^node (\S+\.ts)$/.exec(line)?.[1];
  return script === undefined ? [] : [[name, script] as const];
});
/** Print data, which somebody's program reads. */
const DATA = ['check', 'report:stale', 'report:feedback', 'search', 'search:test', 'incident', 'maintenance', 'new', 'touch', 'review', 'rename', 'backup', 'restore', 'bench'];

function run(script: string, ...words: string[]) {
  return spawnSync(process.execPath, [script, ...words], { encoding: 'utf8', timeout: 50_000, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, VITEST: undefined, NO_COLOR: '1' } });
}

test('there are commands', () => expect(COMMANDS.length).toBeGreaterThan(20));

test.each(COMMANDS)('npm run %s -- --help', (name, script) => {
  const { status, stdout, stderr } = run(script, '--help');
  expect(status, stderr).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toContain(name === 'start' ? 'npm start' : `npm run ${name}`);
  expect(stdout).toMatch(/^Exit(:| codes:) /m);
  const options = [...readFileSync(script, 'utf8').matchAll(/(?:'([a-z-]+)'|\b([a-z]+)): \{ type: '(?:string|boolean)'/g)].map(([, quoted, plain]) => quoted ?? plain);
  // --help is asked for; what is on by default is named as what turns it off.
  for (const option of options.filter((one) => one !== 'help')) expect(stdout, option).toMatch(new RegExp(`--(no-)?${option}\\b`));
  if (DATA.includes(name)) expect(stdout).toContain('--json');
});

test.each(COMMANDS)('npm run %s refuses an option that it does not know, in words', (_name, script) => {
  const { status, stdout, stderr } = run(script, '--no-such-option');
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('--no-such-option');
  expect(stderr).not.toMatch(/^ {4}at /m);
});
