import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
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
    /** The built site is gone, as in the middle of a broken deployment; @returns what brings it back */
    away: () => {
      renameSync(join(folder, 'dist'), join(folder, 'gone'));
      return () => renameSync(join(folder, 'gone'), join(folder, 'dist'));
    },
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
    const { command, folder, reference, replies } = await atWork();
    const refused = await command(reference, 'The', 'backend', 'was', 'away.');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/jargon {4}“backend” {2}Say what the reader sees\.\nNothing was sent\. .*--anyway/);
    expect(await replies()).toEqual([]);
    expect(existsSync(join(folder, 'var', 'drafts'))).toBe(false);
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

  test('keeps what was typed when it cannot be stored, names the file, offers it again, and forgets it once it went out', async () => {
    const { command, folder, reference, edits, replies, away } = await atWork();
    const kept = join(folder, 'var', 'drafts', `${reference}.md`);
    const back = away();
    const { code, err } = await command(reference.toLowerCase(), 'First thought.');
    expect([code, err]).toEqual([2, expect.stringContaining(`Your words are kept in ${kept}. To go on with them:`) as string]);
    expect([statSync(kept).mode & 0o777, statSync(join(folder, 'var', 'drafts')).mode & 0o777]).toEqual([0o600, 0o700]);
    await command(reference, 'Second thought.');
    expect(readFileSync(kept, 'utf8')).toBe('First thought.\n\nSecond thought.\n');
    back();
    expect((await command(reference)).err).toContain(`is in ${kept}`);
    edits(`cp "$1" "${join(folder, 'seen.md')}"`);
    expect((await command(reference)).code).toBe(0);
    expect(readFileSync(join(folder, 'seen.md'), 'utf8')).toMatch(/^First thought\.\n\nSecond thought\.\n[^]*begins with what could not be sent before/);
    expect((await replies()).map(({ words }) => words?.body)).toEqual(['First thought.\n\nSecond thought.']);
    expect(existsSync(kept)).toBe(false);
  });

  test('keeps what stood in an editor that broke down, and what a draft said that nobody sent', async () => {
    const { command, folder, reference, edits } = await atWork();
    const kept = join(folder, 'var', 'drafts', `${reference}.md`);
    edits('printf "Half an answer" > "$1"; exit 1');
    expect(await command(reference)).toMatchObject({ code: 1, err: expect.stringContaining(kept) as string });
    edits(': > "$1"');
    expect((await command(reference)).out).toContain(`still in ${kept}`);
    expect(readFileSync(kept, 'utf8')).toBe('Half an answer\n');
  });

  test('says what is wrong and what to type', async () => {
    const { command, reference } = await atWork();
    expect((await command(reference)).err).toContain('set EDITOR');
    expect((await command(reference, 'Hi.', '--template', 'helo')).err).toContain('There is no reply "helo". Known: hello.');
    expect((await command(reference, 'Hi.', '--article', 'none')).err).toContain('There is no article with the id "none".');
    expect((await command(reference, 'Hi.', '--wait', '--resolve')).err).toContain('choose --wait or --resolve');
  });
});
