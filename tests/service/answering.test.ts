import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Support } from '../../src/catalog/support/support.ts';
import { parseBody } from '../../src/mail/template.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { openStore } from '../../src/store/open.ts';
import { reply } from '../../src/tickets/desk/reply.ts';
import { freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { receipt, takingTickets, type TicketServer } from './sending.ts';
import { SUPPORT, writeTicketSite } from './ticket-site.ts';

const template = (name: string, body: string) => [name, { name, kind: name, subject: `${name} {{ticket.reference}}`, description: '', body: parseBody(body) }] as const;
const TEAM = {
  ...SUPPORT,
  teams: { tiers: [], default: 'support', starts: {}, teams: [{ id: 'support', title: 'Support', tier: 'agent', takes: [], agents: [{ handle: 'lead', title: 'Support lead', senior: true }] }] },
  replies: new Map([template('acknowledgement', 'We have it: [page]({{ticket.page}})'), template('answer', '{{reply.words}}\n\n[page]({{ticket.page}})')]),
} as unknown as Support;
const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };

/** Mails as they lie in the folder, folded headers and soft line breaks undone, oldest first. */
function mails({ settings }: TicketServer): string[] {
  const folder = join(settings.dataDir, 'mail');
  const names = (() => {
    try {
      return readdirSync(folder).filter((name) => name.endsWith('.eml')).sort();
    } catch {
      return [];
    }
  })();
  return names.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll(/\r\n[ \t]/g, ' ').replaceAll(/=\r\n/g, '').replaceAll('=3D', '='));
}

test('an agent’s answer goes out in the ticket’s own thread, as a person’s mail, and its link opens the page', async () => {
  const server = await takingTickets(sqlite, { folder: writeTicketSite(freshFolder(), { support: TEAM }) });
  const { reference } = await receipt(await server.send({ subject: 'zebra-subject', message: 'zebra-message' }));
  await expect.poll(() => mails(server).length, { timeout: 30_000 }).toBe(1);
  const store = await openStore(server.settings);
  onTestFinished(() => store.close());
  const { id } = await store.read((db) => db.selectFrom('ticket').select('id').where('reference', '=', reference).executeTakeFirstOrThrow());
  await reply({ store, rules: TEAM, teams: [], enqueue, letters: new Set(TEAM.replies.keys()), clock: server.now }, id, { handle: 'lead' }, { words: 'Please update **it**.' });
  await expect.poll(() => mails(server).length, { timeout: 30_000 }).toBe(2);
  const [first = '', second = ''] = mails(server);
  const firstId = /^Message-ID: (<[^>]+>)/im.exec(first)?.[1];
  expect(second).toMatch(/^From: "?Support lead, Example"? <support@example\.org>/m);
  expect(second).toContain(`\r\nIn-Reply-To: ${firstId}\r\n`);
  expect(second).toContain(`\r\nReferences: ${firstId}\r\n`);
  expect(second).not.toMatch(/^Auto-Submitted/im);
  expect(first).toMatch(/^Auto-Submitted: auto-replied/im);
  expect(second).toContain('Please update it.');
  expect(second).not.toContain('zebra');
  const links = [first, second].map((mail) => /https:\/\/help\.example\.org\/contact\/ticket\/#([\w.-]+)/.exec(mail)?.[1]);
  expect(links[0]).toBe(links[1]);
  const view = await fetch(`${server.url}/intake/tickets/own`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ secret: links[0] }) });
  expect(await view.json()).toMatchObject({ reference, timeline: [{ what: 'created', words: 'zebra-message' }, { what: 'replied', words: 'Please update it.' }] });
  expect(server.log()).not.toContain(links[0]);
});
