import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Support } from '../../src/catalog/support/support.ts';
import { wordingSchema } from '../../src/catalog/support/wording.ts';
import { parseBody } from '../../src/mail/template.ts';
import { openStore } from '../../src/store/open.ts';
import { loadTicket } from '../../src/tickets/read.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { ARTICLE } from '../service/built-site.ts';
import { SUPPORT, writeTicketSite } from '../service/ticket-site.ts';
import { freshFolder, SECRET } from '../store/databases.ts';
import { DOCTORS } from './support.ts';

const template = (name: string, kind: string, body: string) => [name, { name, kind, subject: `About {{ticket.reference}}`, description: '', body: parseBody(body) }] as const;
const TEAM = {
  ...SUPPORT,
  ...DOCTORS,
  wording: wordingSchema.parse({ jargon: [{ words: ['backend'], instead: 'Say what the reader sees.' }] }),
  replies: new Map([template('answer', 'answer', '{{reply.words}}'), template('hello', 'reply', 'Hello {{requester.name}},\n\nStatus: ‹open›\n\n{{answers}}')]),
} as unknown as Support;

/** A folder as an operator has it: a built site, a database, a ticket, and an editor that is a shell script. */
async function atWork() {
  const folder = freshFolder();
  writeTicketSite(join(folder, 'dist'), { support: TEAM });
  const settings = { dataDir: join(folder, 'var'), secret: SECRET };
  const now = Date.now();
  const store = await openStore(settings);
  const drafts = [
    { kind: 'created', facts: { channel: 'form' }, actor: { kind: 'requester' }, source: 'form', words: { subject: 'Cannot log in', body: 'zebra-message' } },
    { kind: 'triaged', facts: { category: 'account', priority: 'high', team: 'support' }, actor: { kind: 'system' }, source: 'form' },
  ] as EventDraft[];
  const { reference } = await store.write(async (trx) => openTicket(trx, { envelope: store.envelope, schedule: (events) => scheduleOf(events, DOCTORS) }, await requesterFor(trx, store.envelope, { email: 'reader@example.org', name: 'A. Reader' }, now), drafts, now));
  await store.close();
  const editor = join(folder, 'editor.sh');
  return {
    folder,
    reference,
    /** What the editor does with the file `$1`. */
    edits: (script: string) => writeFileSync(editor, `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
    command: (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
      new Promise((done) => {
        const env = { ...process.env, BEDSIDE_DATA: settings.dataDir, BEDSIDE_SECRET: SECRET, DATABASE_URL: '', BEDSIDE_AGENT: 'lead', VISUAL: '', EDITOR: existsSync(editor) ? editor : '' };
        const child = execFile(resolve('node_modules/.bin/node'), [resolve('scripts/tickets.ts'), 'reply', ...args], { cwd: folder, env }, (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }));
        onTestFinished(() => void child.kill());
      }),
    async replies() {
      const opened = await openStore(settings);
      const { events } = (await loadTicket(opened, reference))!;
      await opened.close();
      return events.filter(({ kind }) => kind === 'replied');
    },
  };
}

describe('npm run tickets -- reply', () => {
  test('sends what was typed, and shows what should not go out', async () => {
    const { command, reference, replies } = await atWork();
    const refused = await command(reference, 'The', 'backend', 'was', 'away.');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/jargon {4}“backend” {2}Say what the reader sees\.\nNothing was sent\. .*--anyway/);
    expect(await replies()).toEqual([]);
    expect((await command(reference, 'The', 'backend', 'was', 'away.', '--anyway')).out).toMatch(/The answer goes out\. .* is in-progress/);
    expect((await replies())[0]).toMatchObject({ words: { body: 'The backend was away.' }, actor: { name: 'lead' } });
  });

  test('opens an editor with the template filled and the ticket below the line, and sends only what stands above it', async () => {
    const { command, folder, reference, edits, replies } = await atWork();
    edits(`cp "$1" "${join(folder, 'seen.md')}"; sed -i 's/‹open›/in review/' "$1"`);
    expect((await command(reference, '--template', 'hello', '--article', ARTICLE.id)).code).toBe(0);
    expect(readFileSync(join(folder, 'seen.md'), 'utf8')).toMatch(/^Hello A\. Reader,\n\nStatus: ‹open›[^]*>8[^]*zebra-message/);
    const [sent] = await replies();
    expect(sent).toMatchObject({ facts: { template: 'hello', articles: [ARTICLE.id] }, words: { subject: `About ${reference}` } });
    expect(sent?.words?.body).toMatch(/^Hello A\. Reader,\n\nStatus: in review\n\n- \[How do I get a refund\?\]\(https:\/\/help\.example\.org\/billing\/refunds\/\)$/);
  });

  test('sends nothing that is empty, and keeps words that could not be sent in a file of one’s own', async () => {
    const { command, folder, reference, edits, replies } = await atWork();
    edits(': > "$1"');
    expect(await command(reference)).toMatchObject({ code: 0, out: expect.stringMatching(/Nothing was sent/) as string });
    edits('printf "Status: ‹open›\\n\\nA long answer.\\n" > "$1"');
    const { code, err } = await command(reference, '--anyway');
    const kept = join(folder, 'var', 'drafts', `${reference}.md`);
    expect([code, err]).toEqual([1, expect.stringContaining(kept) as string]);
    expect(readFileSync(kept, 'utf8')).toBe('Status: ‹open›\n\nA long answer.\n');
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(await replies()).toEqual([]);
  });

  test('says what is wrong and what to type', async () => {
    const { command, reference } = await atWork();
    expect((await command(reference)).err).toContain('set EDITOR');
    expect((await command(reference, 'Hi.', '--template', 'helo')).err).toContain('There is no reply "helo". Known: hello.');
    expect((await command(reference, 'Hi.', '--article', 'none')).err).toContain('There is no article with the id "none".');
    expect((await command(reference, 'Hi.', '--wait', '--resolve')).err).toContain('choose --wait or --resolve');
  });
});
