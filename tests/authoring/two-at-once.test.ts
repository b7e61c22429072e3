/** Two people, or one in a hurry, run commands at the same moment: each does its own work, and neither undoes the other's. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { review } from '../../src/authoring/review.ts';
import { touch } from '../../src/authoring/touch.ts';
import { asOnlyWriter, TreeBusy, WRITER_LOCK } from '../../src/catalog/one-writer.ts';
import { article, CANCEL, PASSWORD, problemsIn, TODAY, treeOf } from '../catalog/trees.ts';

const PLAN = 'articles/billing/plan.mdx';
const LINKING = article({ id: 'passwd01', title: 'How do I change my password?' }, 'See [one](../billing/cancel.mdx) and [two](../billing/plan.mdx).\n');

function recorded(): string {
  const root = treeOf({ [PLAN]: article({ id: 'plan0001', title: 'Which plans are there?' }), [PASSWORD]: LINKING });
  touch(root, { today: TODAY, articles: [], same: false });
  return root;
}

function npmRun(root: string, script: string, ...words: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [`scripts/${script}.ts`, ...words, '--today', TODAY], { env: { ...process.env, BEDSIDE_CONTENT: root } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += String(text)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

test('two renames at once both happen: both addresses are kept, and one file has both its links changed', { timeout: 300_000 }, async () => {
  const root = recorded();
  const done = await Promise.all([npmRun(root, 'rename', 'billing/cancel', 'stop'), npmRun(root, 'rename', 'billing/plan', 'plans')]);
  expect(done.map(({ code, said }) => (code === 0 ? 0 : said))).toEqual([0, 0]);
  expect(readFileSync(join(root, PASSWORD), 'utf8')).toBe(LINKING.replace('cancel.mdx', 'stop.mdx').replace('plan.mdx', 'plans.mdx'));
  const ledger = readFileSync(join(root, 'addresses.lock.yaml'), 'utf8');
  for (const name of ['cancel', 'stop', 'plan', 'plans']) expect(ledger).toContain(`/billing/${name}/: `);
  expect(problemsIn(root)).toEqual([]);
  expect(readdirSync(root)).not.toContain(WRITER_LOCK);
});

test('touch, rename, review and new at once lose no line of each other', { timeout: 300_000 }, async () => {
  const root = recorded();
  writeFileSync(join(root, CANCEL), article({}, 'Select Stop.\n'));
  const done = await Promise.all([
    npmRun(root, 'touch'),
    npmRun(root, 'rename', 'billing/plan', 'plans'),
    npmRun(root, 'review', 'billing/cancel'),
    npmRun(root, 'new', '--title', 'How do I get a refund?', '--summary', 'Write to us within 14 days of the payment.', '--category', 'billing', '--kind', 'policy'),
  ]);
  expect(done.map(({ code, said }) => (code === 0 ? 0 : said))).toEqual([0, 0, 0, 0]);
  expect(readFileSync(join(root, CANCEL), 'utf8')).toBe(article({ lastUpdated: `${TODAY}\nreviewedOn: ${TODAY}` }, 'Select Stop.\n'));
  expect(existsSync(join(root, 'articles/billing/get-a-refund.mdx'))).toBe(true);
  expect(readFileSync(join(root, 'freshness.lock.yaml'), 'utf8')).toMatch(new RegExp(`^cancel01: ${TODAY} `, 'm'));
  expect(readFileSync(join(root, 'addresses.lock.yaml'), 'utf8')).toMatch(/^\/billing\/plans\/: plan0001$/m);
  expect(problemsIn(root)).toEqual([]);
});

test('who waits for too long is told whom for, and nothing has changed', () => {
  const root = recorded();
  writeFileSync(join(root, WRITER_LOCK), '1 another-machine x\n');
  expect(() => asOnlyWriter(root, (): void => expect.unreachable(), 100)).toThrow(new TreeBusy(`Another command is changing the content: process 1 on another-machine. Wait until it is done, then try again. When none is running, delete ${WRITER_LOCK} in the content folder.`));
  expect(existsSync(join(root, WRITER_LOCK))).toBe(true);
});

test.each([
  // A number beyond those that systems give out.
  ['was killed', `4194999 ${hostname()} x\n`, 0],
  ['had our own number, in a container that was started anew', `${process.pid} ${hostname()} x\n`, 0],
  ['has been silent for an hour on another machine', '1 another-machine x\n', 3_600],
] as const)('a command that %s is waited for no longer', (_name, words, age) => {
  const root = recorded();
  const lock = join(root, WRITER_LOCK);
  writeFileSync(lock, words);
  const then = Date.now() / 1_000 - age;
  utimesSync(lock, then, then);
  expect(review(root, { today: TODAY, articles: ['billing/cancel'] })).toEqual([CANCEL]);
  expect(readdirSync(root).filter((name) => name.startsWith(WRITER_LOCK))).toEqual([]);
});

test('a lock is given back when the work fails', () => {
  const root = recorded();
  expect(() => review(root, { today: TODAY, articles: ['nothing'] })).toThrow('There is no article');
  expect(existsSync(join(root, WRITER_LOCK))).toBe(false);
});
