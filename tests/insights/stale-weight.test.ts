/** How much a stale article matters, worked out by hand, and that nothing is made where there are no figures. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { nobody } from '../../src/insights/measures/deflection.ts';
import { noVotes } from '../../src/insights/measures/helpfulness.ts';
import { staleWeight } from '../../src/insights/stale-weight.ts';
import { article, CANCEL, treeOf } from '../catalog/trees.ts';
import { freshFolder } from '../store/databases.ts';

const figures = {
  deflection: { ...nobody(), articles: new Map([['refund01', { readers: 200, wrote: 20 }], ['login001', { readers: 200, wrote: 0 }], ['rare0001', { readers: 4, wrote: 4 }]]) },
  votes: { ...noVotes(), articles: new Map([['refund01', { yes: 10, all: 40 }], ['login001', { yes: 0, all: 4 }]]) },
};

test.for([
  // 200 × (1 + 30 / 40) × (1 + 20 / 200)
  ['refund01', 385, '200 visits, 30 of 40 votes say that it did not help, 20 wrote to us'],
  // Four votes say nothing.
  ['login001', 200, '200 visits, too few votes, 0 wrote to us'],
  // Four visits could be one person.
  ['rare0001', 0, 'fewer than 5 visits'],
  ['unread01', 0, 'fewer than 5 visits'],
] as const)('%s weighs %d', ([id, weight, said]) => {
  const weighed = staleWeight(id, figures);
  expect(weighed.weight).toBeCloseTo(weight, 9);
  expect(weighed.figures).toBe(said);
});

test('without a database the oldest stand first, the report says so, and no database is made', async () => {
  const folder = join(freshFolder(), 'var');
  const root = treeOf({ [CANCEL]: article({ lastUpdated: '2026-01-01' }) });
  const { stdout } = await promisify(execFile)(resolve('node_modules/.bin/node'), [resolve('scripts/report-stale.ts'), '--today', '2026-11-23'], { env: { ...process.env, BEDSIDE_DATA: folder, DATABASE_URL: '', BEDSIDE_CONTENT: root } });
  expect(stdout).toContain('overdue');
  expect(stdout).toContain('Nothing is known of readers here, so the oldest stand first.');
  expect(existsSync(folder)).toBe(false);
}, 300_000);
