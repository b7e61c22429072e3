import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { openTicket } from '../../../src/tickets/record.ts';
import { requesterFor } from '../../../src/tickets/requesters.ts';
import { freshFolder, SECRET } from '../../store/databases.ts';

const FRIDAY = Date.parse('2026-03-06T22:30:00Z');

test('npm run sla -- explain finds a ticket by its reference and shows what counted, in the team’s zone', async () => {
  const dataDir = freshFolder();
  const store = await openStore({ dataDir, secret: SECRET });
  const { reference } = await store.write(async (trx) =>
    openTicket(
      trx,
      { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) },
      await requesterFor(trx, store.envelope, { email: 'reader@example.org' }, FRIDAY),
      [
        { kind: 'created', facts: { channel: 'form' }, actor: { kind: 'requester' }, source: 'form', words: { body: 'I cannot log in.' } },
        { kind: 'triaged', facts: { category: 'account', priority: 'high', team: 'support' }, actor: { kind: 'system' }, source: 'form' },
        { kind: 'replied', facts: {}, actor: { kind: 'agent' }, source: 'command', at: Date.parse('2026-03-09T14:30:00Z') },
      ],
      FRIDAY,
    ),
  );
  await store.close();

  const explain = (name: string) => spawnSync(process.execPath, ['scripts/sla.ts', 'explain', name], { encoding: 'utf8', env: { ...process.env, BEDSIDE_DATA: dataDir, BEDSIDE_SECRET: SECRET, DATABASE_URL: '', BEDSIDE_CONTENT: 'content' } });
  const { status, stdout, stderr } = explain(reference.toLowerCase());
  expect(stderr).toBe('');
  expect(stdout).toContain(`${reference}\n`);
  expect(stdout).toContain('First response: in time, 2 h of 2 h, done Mon 2026-03-09 10:30 EDT, due Mon 2026-03-09 10:30 EDT, policy high');
  expect(stdout).toContain('not counted  Fri 2026-03-06 18:00 EST – Mon 2026-03-09 09:00 EDT  0  (closed)');
  expect(stdout).not.toContain('log in');
  expect(status).toBe(0);
  expect(explain('0000-0000')).toMatchObject({ status: 1, stderr: 'There is no ticket 0000-0000.\n' });
});
