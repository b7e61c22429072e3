/** What people type behind a command, and what they are told when it does not do. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { readTyped, WrongArguments } from '../../scripts/arguments.ts';
import { today } from '../../src/authoring/command.ts';

const OPTIONS = { strict: { type: 'boolean' }, rule: { type: 'string' }, 'dry-run': { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
const read = (...args: string[]) => readTyped({ args, options: OPTIONS });

test.each([
  [['--strit'], 'There is no option --strit. Did you mean "--strict"?'],
  [['--color'], 'There is no option --color. Known: --strict, --rule, --dry-run, --json, --help.'],
  [['-x'], 'There is no option -x. Known: --strict, --rule, --dry-run, --json, --help.'],
  [['--rule'], '--rule needs a value.'],
  [['--rule', '--json'], '--rule needs a value, and what follows is an option. A value that begins with a hyphen is joined: --rule=-x'],
  [['--json=yes'], '--json takes no value.'],
  [['strict'], '"strict" is too much: this command takes options only. Did you mean "--strict"?'],
])('%j is told in a sentence that no programmer wrote', (args, says) => {
  expect(() => read(...args)).toThrow(new WrongArguments(says));
});

test('-h asks for help, and behind two hyphens it is a word', () => {
  expect(read('-h').values.help).toBe(true);
  expect(readTyped({ args: ['--', '-h'], allowPositionals: true, options: OPTIONS }).positionals).toEqual(['-h']);
});

test.each(['strict', 'dry-run'])('--%s without two hyphens before it, which npm keeps for itself, is refused and not left out', (name) => {
  const before = { ...process.env };
  const set = (words: string) => Object.assign(process.env, { npm_lifecycle_event: 'check', npm_lifecycle_script: words, [`npm_config_${name.replace('-', '_')}`]: 'true' });
  try {
    set(`node ${process.argv[1]!}`);
    expect(() => read()).toThrow(`npm took --${name} for itself. Put two hyphens before all options: npm run check -- … --${name}`);
    expect(() => read(`--${name}`)).not.toThrow();
    // Of a command that another one starts, npm has taken nothing.
    set('node another.ts');
    expect(() => read()).not.toThrow();
  } finally {
    for (const key of Object.keys(process.env)) if (!(key in before)) Reflect.deleteProperty(process.env, key);
    Object.assign(process.env, before);
  }
});

test.each(['2026-02-30', '2026-13-01', '2026-2-3', 'today', ''])('--today %j is no day', (day) => {
  expect(() => today(day)).toThrow(`--today "${day}" is not a day`);
});

test.each(['report', 'report-queue', 'report-gaps', 'report-deflection', 'docs', 'backup', 'restore', 'editor'])('scripts/%s.ts says how to get help when its arguments do not do', (name) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${name}.ts`, '--no-such-option'], { encoding: 'utf8', env: { ...process.env, VITEST: undefined } });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/See npm run [\w:]+ -- --help\.\n$/);
});
