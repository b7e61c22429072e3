import { execFile, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Support } from '../../src/catalog/support/support.ts';
import { wordingSchema } from '../../src/catalog/support/wording.ts';
import { parseBody } from '../../src/mail/template.ts';
import { MANIFEST_FOLDER, RECORDS_FILE } from '../../src/site/manifest.ts';
import { recordsText, type StatusRecords } from '../../src/status/records.ts';
import { openStore } from '../../src/store/open.ts';
import { loadTicket } from '../../src/tickets/read.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { scheduleOf } from '../../src/tickets/watch/schedule.ts';
import { SUPPORT, writeTicketSite } from '../service/ticket-site.ts';
import { describeOnBothDatabases, freshFolder, type TestDatabase } from '../store/databases.ts';
import { DOCTORS } from './support.ts';

const HOUR = 60 * 60_000;
const template = (name: string, kind: string, body: string) => [name, { name, kind, subject: 'About {{ticket.reference}}', description: '', body: parseBody(body) }] as const;
const TEAM = {
  ...SUPPORT,
  ...DOCTORS,
  wording: wordingSchema.parse({ jargon: [{ words: ['backend'], instead: 'Say what the reader sees.' }] }),
  replies: new Map([
    template('answer', 'answer', '{{reply.words}}'),
    template('over', 'reply', 'Hello {{requester.name}},\n\n{{incident.title}} ended on {{incident.ended}}. {{incident.words}}\n\n[More]({{incident.page}})'),
    template('technical', 'reply', 'The backend is up.'),
    template('unfinished', 'reply', 'It was ‹what it was›.'),
  ]),
} as unknown as Support;

const COMPONENT = { slug: 'search', name: 'Search', description: undefined, group: undefined, since: 0, onlyWhenDegraded: false };

/** A folder as an operator has it: a site with two incidents, one of them open, and tickets of these people. */
async function atWork(database: TestDatabase, people: readonly string[]) {
  const folder = freshFolder();
  const now = Date.now();
  writeTicketSite(join(folder, 'dist'), { support: TEAM });
  const update = (state: 'investigating' | 'resolved', at: number) => ({ at, state, text: state === 'resolved' ? 'All parts **work**.' : 'We look.', components: {}, nextUpdateBy: undefined, reopens: false });
  const incident = (id: string, updates: readonly ReturnType<typeof update>[]) => ({ id, file: '', title: `Problems ${id}`, impact: 'minor' as const, started: now - 3 * HOUR, sample: false, updates, postmortem: undefined });
  const tree = { groups: [], components: [COMPONENT], incidents: [incident('overnow', [update('investigating', now - 3 * HOUR), update('resolved', now - HOUR)]), incident('stillon', [update('investigating', now - HOUR)])], maintenances: [], subscriptions: false };
  const records: StatusRecords = { version: 1, page: { id: 'p', url: 'https://status.example.org/', product: 'Example', locale: 'en', timeZone: 'America/New_York' }, begun: '', ended: '', tree };
  mkdirSync(join(folder, 'dist', MANIFEST_FOLDER), { recursive: true });
  writeFileSync(join(folder, 'dist', MANIFEST_FOLDER, RECORDS_FILE), recordsText(records));
  const settings = await database.fresh();
  const store = await openStore(settings);
  onTestFinished(() => store.close());
  const references: string[] = [];
  for (const [index, name] of people.entries()) {
    const drafts = [
      { kind: 'created', facts: { channel: 'form' }, actor: { kind: 'requester' }, source: 'form', words: { subject: 'Help', body: 'Please' } },
      { kind: 'triaged', facts: { category: 'account', priority: 'medium', team: 'support' }, actor: { kind: 'system' }, source: 'form' },
    ] as EventDraft[];
    const at = now - 2 * HOUR + index;
    references.push((await store.write(async (trx) => openTicket(trx, { envelope: store.envelope, schedule: (events) => scheduleOf(events, DOCTORS) }, await requesterFor(trx, store.envelope, { email: `${index}@example.org`, name }, at), drafts, at))).reference);
  }
  const env = { ...process.env, BEDSIDE_DATA: settings.dataDir, BEDSIDE_SECRET: settings.secret, DATABASE_URL: settings.databaseUrl ?? '', BEDSIDE_AGENT: 'lead', VISUAL: '', EDITOR: '' };
  const argv = (args: readonly string[]) => [resolve('scripts/tickets.ts'), ...args];
  return {
    store,
    references,
    spawned: (...args: string[]) => spawn(resolve('node_modules/.bin/node'), argv(args), { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] }),
    command: (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
      new Promise((done) => {
        const child = execFile(resolve('node_modules/.bin/node'), argv(args), { cwd: folder, env }, (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }));
        onTestFinished(() => void child.kill());
      }),
    answers: async () => {
      const stories = await Promise.all(references.map((reference) => loadTicket(store, reference)));
      return stories.map((ticket) => ticket!.events.filter(({ kind }) => kind === 'replied').map(({ words }) => words?.body ?? ''));
    },
    letters: async () => (await store.read((db) => db.selectFrom('outbox').select('about').where('kind', '=', 'mail').execute())).filter(({ about }) => about.includes('"answer"')).length,
  };
}

const ANSWER = ['reply', '--incident', 'overnow', '--template', 'over'];

describeOnBothDatabases('tickets of an incident', (database) => {
  test('are linked and taken away again, and only those that are linked get the answer, each its own', async () => {
    const { command, references, answers, letters } = await atWork(database, ['Ann', 'Ben', 'Cleo', 'Dan']);
    const [ann, ben, cleo, dan] = references as [string, string, string, string];
    expect((await command('link', ann, ben, cleo, '--incident', 'overnow')).out).toContain('about overnow, Problems overnow');
    expect((await command('unlink', cleo)).out).toContain('about no incident');
    expect((await command('show', ann)).code).toBe(0);
    await command('link', dan, '--incident', 'stillon');

    const tried = await command(...ANSWER, '--dry-run', '--json');
    expect((JSON.parse(tried.out) as { wouldAnswer: { reference: string }[] }).wouldAnswer.map(({ reference }) => reference)).toEqual([ann, ben]);
    expect(await letters()).toBe(0);

    expect((await command(...ANSWER)).out).toContain('2 answers go out.');
    expect(await answers()).toEqual([
      [expect.stringMatching(/^Hello Ann,\n\nProblems overnow ended on .+ All parts work\.\n\n\[More\]\(https:\/\/status\.example\.org\/incidents\/overnow\/\)$/)],
      [expect.stringMatching(/^Hello Ben,/)],
      [],
      [],
    ]);
    const again = await command(...ANSWER);
    expect(again.out).toContain('0 answers go out.');
    expect(again.out).toContain(`${ann}  has this answer already`);
    expect(await letters()).toBe(2);
  }, 300_000);

  test('that are many are each answered once when the command is killed in the middle and run again', async () => {
    const { command, references, answers, letters, spawned } = await atWork(database, Array.from({ length: 40 }, (_, index) => `Reader ${index}`));
    await command('link', ...references, '--incident', 'overnow');
    const child = spawned(...ANSWER);
    const ended = new Promise((resolve) => child.once('close', resolve));
    onTestFinished(() => void child.kill('SIGKILL'));
    await expect.poll(letters, { timeout: 30_000, interval: 2 }).toBeGreaterThan(3);
    child.kill('SIGKILL');
    await ended;
    const before = await letters();
    expect((await command(...ANSWER)).out).toContain(`${40 - before} answers go out.`);
    expect((await answers()).every((one) => one.length === 1)).toBe(true);
    expect(await letters()).toBe(40);
  }, 300_000);
});

describe('an answer to many', () => {
  const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: 'a secret for tests that is long enough for keys' }) };

  test('is looked over like one, and refused with what to type instead', async () => {
    const { command, references, letters } = await atWork(sqlite, ['Ann']);
    await command('link', references[0]!, '--incident', 'overnow');
    const cases: [string[], RegExp][] = [
      [['reply', '--incident', 'overnow', '--template', 'technical'], /jargon +“backend”[^]*Nothing was sent/],
      [['reply', '--incident', 'overnow', '--template', 'unfinished', '--anyway'], /gap +“‹what it was›”[^]*replies\/unfinished\.md/],
      [['reply', '--incident', 'overnow'], /--template/],
      [['reply', '--incident', 'stillon', '--template', 'over'], /still open/],
      [['reply', '--incident', 'nothere', '--template', 'over'], /no incident "nothere"[^]*overnow {2}Problems overnow/],
      [['reply', references[0]!, '--incident', 'overnow', '--template', 'over'], /Either one ticket/],
      [['reply'], /--incident ID/],
      [['link', references[0]!], /--incident/],
      [['link', references[0]!, '7K3M-9QXT', '--incident', 'stillon'], /no ticket 7K3M-9QXT/],
    ];
    const ended = await Promise.all(cases.map(([args]) => command(...args)));
    for (const [index, [args, message]] of cases.entries()) expect([args, ended[index]!.code, ended[index]!.err]).toEqual([args, 1, expect.stringMatching(message) as string]);
    expect(await letters()).toBe(0);
    const resolved = await command('reply', '--incident', 'overnow', '--template', 'technical', '--anyway', '--resolve', '--json');
    expect(JSON.parse(resolved.out)).toMatchObject({ answered: 1 });
    expect((await command('show', references[0]!)).out).toContain('resolved');
  }, 300_000);
});
