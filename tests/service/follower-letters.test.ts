/** Letters to followers where several processes share a database and one sees the end of an incident first. */
import { expect, test } from 'vitest';
import { FIXED_MAIL, follow } from '../../src/incidents/followers.ts';
import { followerErrands } from '../../src/service/follower-letters.ts';
import type { ErrandBuild } from '../../src/service/outside.ts';
import { freshFolder, openFresh, SECRET } from '../store/databases.ts';
import { at, incident, treeAt } from '../status/trees.ts';
import { LETTERS } from '../subscriptions/status.ts';
import { SITE, SUPPORT, TICKET_MANIFEST } from './ticket-site.ts';

const NOW = at('2026-11-23 12:00');
const ENDED = at('2026-11-23 11:30');
const begun = { at: '2026-11-23 11:00', state: 'investigating', more: 'components: { search: partial outage }' };

test('a process that does not show the end yet leaves the letter for later, and gives up after ten minutes', async () => {
  const open = treeAt({ 'a.md': incident('inc00001', 'major', [begun]) }, NOW);
  const over = treeAt({ 'a.md': incident('inc00001', 'major', [begun, { at: '2026-11-23 11:30', state: 'resolved' }]) }, NOW);
  const reopened = treeAt({ 'a.md': incident('inc00001', 'major', [begun, { at: '2026-11-23 11:30', state: 'resolved' }, { at: '2026-11-23 11:45', state: 'investigating', more: 'reopens: true\n    components: { search: partial outage }' }]) }, NOW);
  const store = await openFresh({ kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) });
  await store.write((trx) => follow(trx, store.envelope, { incident: 'inc00001', email: 'a.reader@example.net', timeZone: undefined, askedBy: 'form' }, NOW));
  const { id } = await store.read((db) => db.selectFrom('incident_follower').select('id').executeTakeFirstOrThrow());
  let tree = open;
  let now = NOW;
  const build = () => ({ team: { site: SITE, support: { ...SUPPORT, replies: LETTERS } }, records: { page: { url: 'https://help.example.org/status/' }, tree }, manifest: TICKET_MANIFEST }) as unknown as ErrandBuild;
  const { letter } = followerErrands({ store: async () => store, build, clock: () => now });
  const about = { template: FIXED_MAIL, follower: id, ended: ENDED };
  expect(await letter(about, NOW)).toBe('unseen');
  tree = over;
  expect(await letter(about, NOW)).toMatchObject({ to: { email: 'a.reader@example.net' } });
  tree = reopened;
  expect(await letter(about, NOW)).toBe('skip');
  tree = open;
  now = NOW + 10 * 60_000;
  expect(await letter(about, NOW)).toBe('skip');
});
