/** The addresses of incidents and maintenance are in the ledger, too: monitors, feeds and emails lead there for ever. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { touch } from '../../src/authoring/touch.ts';
import { RULES } from '../../src/checks/registry.ts';
import { runChecks } from '../../src/checks/run.ts';
import { TODAY, treeOf } from '../catalog/trees.ts';
import { materialIn, places } from './check.ts';

const COMPONENTS = 'recordedSince: 2026-01-01\ncomponents:\n  - { slug: posting, name: Posting }\n';
const INCIDENT = 'status/incidents/2026-11-20-posts.md';
const incident = (more = '') => `---\nid: inc00001\ntitle: Posts do not appear\nimpact: minor\n${more}updates:\n  - { at: 2026-11-20 09:00, state: investigating, text: We are looking for the cause., components: { posting: partial outage } }\n  - { at: 2026-11-20 10:00, state: resolved, text: All parts work again. }\n---\n`;
const MAINTENANCE = '---\nid: mnt00001\ntitle: New index for search\nannounced: 2026-11-10 10:00\nfrom: 2026-11-14 23:00\nuntil: 2026-11-15 01:00\ncomponents: [posting]\ntext: We build it anew.\n---\n';

const treeWith = (record: string) => treeOf({ 'status/components.yaml': COMPONENTS, [INCIDENT]: record, 'status/maintenance/2026-11-14-index.md': MAINTENANCE });

async function addresses(root: string) {
  const result = await runChecks(materialIn(root, {}), { rules: RULES.filter(({ code }) => code.startsWith('address/')), loaded: [], accepted: [], scheduled: false });
  expect(result.notes).toEqual([]);
  return result;
}
const lineIn = (root: string, text: string) => readFileSync(join(root, 'addresses.lock.yaml'), 'utf8').split('\n').findIndex((line) => line.startsWith(text)) + 1;

function recorded(record = incident()): string {
  const root = treeWith(record);
  touch(root, { today: TODAY, articles: [], same: false });
  return root;
}

test('touch records them; before that, each is told', async () => {
  const root = recorded();
  expect(readFileSync(join(root, 'addresses.lock.yaml'), 'utf8')).toContain('\n/status/incidents/inc00001/: page\n/status/maintenance/mnt00001/: page\n');
  expect(places(await addresses(root))).toEqual([]);
  const lines = readFileSync(join(root, 'addresses.lock.yaml'), 'utf8').split('\n').filter((line) => !line.startsWith('/status/'));
  writeFileSync(join(root, 'addresses.lock.yaml'), lines.join('\n'));
  expect(places(await addresses(root))).toEqual([`address/unrecorded ${INCIDENT}:1`, 'address/unrecorded status/maintenance/2026-11-14-index.md:1']);
});

test('a record that is deleted is an error; only the record itself mends it', async () => {
  const root = recorded();
  rmSync(join(root, INCIDENT));
  const result = await addresses(root);
  expect(places(result)).toEqual([`address/lost addresses.lock.yaml:${lineIn(root, '/status/incidents/')}`]);
  expect(result.findings[0]?.remedy).toContain('Bring its file back');
});

test('another id is another address', async () => {
  const root = recorded();
  writeFileSync(join(root, INCIDENT), incident().replace('inc00001', 'inc00002'));
  expect(places(await addresses(root))).toEqual([`address/lost addresses.lock.yaml:${lineIn(root, '/status/incidents/')}`, `address/unrecorded ${INCIDENT}:1`]);
});

test('another title or another file is the same record', async () => {
  const root = recorded();
  writeFileSync(join(root, INCIDENT), incident().replace('Posts do not', 'Some posts did not'));
  renameSync(join(root, INCIDENT), join(root, 'status/incidents/other.md'));
  expect(places(await addresses(root))).toEqual([]);
});

test('an example may be deleted', async () => {
  const root = recorded(incident('sample: true\n'));
  expect(lineIn(root, '/status/incidents/')).toBe(0);
  rmSync(join(root, INCIDENT));
  expect(places(await addresses(root))).toEqual([]);
});

test('one wrong record loses no other: nobody knows which there are, and the loader tells why', async () => {
  const root = recorded();
  writeFileSync(join(root, INCIDENT), incident().replace('impact: minor', 'impact: big'));
  expect(places(await addresses(root))).toEqual([]);
});

test('a status page that is taken away with all of its records is as many errors', async () => {
  const root = recorded();
  rmSync(join(root, 'status'), { recursive: true });
  expect((await addresses(root)).findings.map(({ value }) => value)).toEqual(['/status/incidents/inc00001/', '/status/maintenance/mnt00001/']);
});
