/** deploy/ and what it names: scripts, variables and files that there are. What reads these files is played in tests/long. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FILES = readdirSync('deploy').map((name) => [name, readFileSync(`deploy/${name}`, 'utf8')] as const);
const operators = readdirSync('docs/operators').map((name) => readFileSync(`docs/operators/${name}`, 'utf8')).join('\n');

test.each(FILES)('%s names only what there is', (_, text) => {
  for (const [path] of text.matchAll(/\b(?:scripts|docs|src)\/[\w/-]+\.\w+/g)) expect(existsSync(path), path).toBe(true);
  for (const [name] of text.matchAll(/\b(?:BEDSIDE_[A-Z_]+|DATABASE_URL|SMTP_URL)\b/g)) expect(operators, name).toContain(name);
});

test.each(FILES)('%s is spoken of in the operators’ guide', (name) => {
  expect(operators).toContain(`deploy/${name}`);
});
