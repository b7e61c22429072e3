/** Mail on its whole way: outbox, handler, a real server or a folder. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folderPost } from '../../src/mail/folder-post.ts';
import { mailHandlers } from '../../src/mail/handlers.ts';
import type { Letter } from '../../src/mail/letter.ts';
import type { Post } from '../../src/mail/post.ts';
import { smtpPost } from '../../src/mail/smtp-post.ts';
import { standing } from '../../src/outbox/inspect.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnBothDatabases, freshFolder, opened, openFresh, SECRET } from '../store/databases.ts';
import { allDone, handClock, put, rowsOf, until, working } from '../outbox/working.ts';
import { answer, cut, mailServer, type MailServer } from './server.ts';

const FROM = { email: 'support@example.org', name: 'Example Help' };
const letterTo = (email: string): Letter => ({ to: { email, name: 'Dr. Lee' }, subject: 'We have your message', text: 'SENTINEL words\n', html: '<p>SENTINEL words</p>', automatic: 'answer' });
const openSqlite = () => opened({ dataDir: freshFolder(), secret: SECRET });

/** A worker that mails; tickets are addressed by their names. Time runs ahead while it waits. */
function mailing(store: Store, post: Post, letterOf: (ticket: string) => Letter | 'skip' = (ticket) => letterTo(`${ticket}@example.com`), clock = handClock()) {
  onTestFinished(() => post.close());
  const handlers = Object.fromEntries(mailHandlers({ post, from: FROM, own: ['support@example.org'], resolve: async ({ ticket }) => letterOf(String(ticket)) }));
  const { worker, log } = working(store, handlers, { clock: clock.now });
  return {
    log,
    clock,
    mail: (ticket: string) => put(store, { kind: 'mail', about: { template: 'acknowledgement', ticket } }, clock.now()),
    async settle(mostMs = 30 * 60_000) {
      for (const end = clock.now() + mostMs; clock.now() < end; clock.pass(2_000)) {
        if ((await rowsOf(store)).every(({ state }) => state === 'done' || state === 'dead')) return;
        worker.wake();
        await new Promise((resolve) => setTimeout(resolve, 4));
        // What is under way is waited for by the machine's clock, not by this one, which runs ahead.
        await until(async () => (await rowsOf(store)).every(({ state }) => state !== 'leased'));
      }
    },
    stop: () => worker.stop(),
  };
}

const smtp = ({ url }: Pick<MailServer, 'url'>, more = {}) => smtpPost({ url, connectMs: 20_000, silenceMs: 20_000, ...more });
const ends = async (store: Store) => (await rowsOf(store)).map(({ state, last_error }) => [state, last_error]);

describe('a mail server', () => {
  test('gets the letter once, whole, under the row’s id', async () => {
    const [store, server] = [await openSqlite(), await mailServer()];
    const { mail, settle } = mailing(store, smtp(server));
    const id = await mail('lee');
    await settle();
    expect(server.received).toMatchObject([{ from: 'support@example.org', to: ['lee@example.com'] }]);
    const [{ mail: parsed } = { mail: undefined }] = server.received;
    expect(parsed?.messageId).toBe(`<${id}@example.org>`);
    expect(parsed?.text).toBe('SENTINEL words\n');
    expect(parsed?.headers.get('auto-submitted')).toBe('auto-replied');
  });

  test('that greylists is asked again after a minute and not sooner', async () => {
    let asked = 0;
    const server = await mailServer({ onRcptTo: (_, __, done) => done((asked += 1) === 1 ? answer(450) : null) });
    const store = await openSqlite();
    const { mail, settle, clock } = mailing(store, smtp(server));
    await mail('lee');
    await until(async () => (await rowsOf(store))[0]?.last_error === 'smtp.450');
    const since = clock.now();
    await settle(50_000);
    expect(asked).toBe(1);
    await settle();
    expect(clock.now() - since).toBeGreaterThanOrEqual(60_000);
    expect(server.received).toHaveLength(1);
  });

  test('that knows no such mailbox ends it, and others are not kept waiting', async () => {
    const server = await mailServer({ onRcptTo: ({ address }, _, done) => done(address.startsWith('gone') ? answer(550) : null) });
    const store = await openSqlite();
    const { mail, settle, log } = mailing(store, smtp(server));
    await mail('gone');
    await mail('lee');
    await settle();
    expect(await ends(store)).toEqual([['dead', 'smtp.550'], ['done', null]]);
    expect(log.filter(({ level }) => level === 'error')).toMatchObject([{ facts: { error: 'smtp.550', attempts: 1 } }]);
  });

  test('that does not want the words ends it', async () => {
    const server = await mailServer({
      beforeAccepting: () => {
        throw answer(554);
      },
    });
    const store = await openSqlite();
    const { mail, settle } = mailing(store, smtp(server));
    await mail('lee');
    await settle();
    expect(await ends(store)).toEqual([['dead', 'smtp.554']]);
  });

  test('whose line breaks before the letter is whole gets it again', async () => {
    let times = 0;
    const server = await mailServer({
      onMailFrom: (_, __, done) => {
        if ((times += 1) === 1) cut(server);
        done();
      },
    });
    const store = await openSqlite();
    const { mail, settle } = mailing(store, smtp(server));
    await mail('lee');
    await settle();
    expect(server.received).toHaveLength(1);
    expect(await ends(store)).toEqual([['done', null]]);
  });

  test('whose line breaks after it took the letter gets it again under the same id, which is all that can be done', async () => {
    let times = 0;
    const server = await mailServer({
      afterAccepting: () => {
        if ((times += 1) === 1) cut(server);
      },
    });
    const store = await openSqlite();
    const { mail, settle } = mailing(store, smtp(server));
    const id = await mail('lee');
    await settle();
    expect(server.received.map((one) => one.mail.messageId)).toEqual([`<${id}@example.org>`, `<${id}@example.org>`]);
    expect(server.received[0]?.mail.date).toEqual(server.received[1]?.mail.date);
  });

  test('that falls silent is given up and tried again', async () => {
    let times = 0;
    const server = await mailServer({ beforeAccepting: () => ((times += 1) === 1 ? new Promise(() => undefined) : undefined) });
    const store = await openSqlite();
    const { mail, settle } = mailing(store, smtp(server, { silenceMs: 1_000 }));
    await mail('lee');
    await until(async () => (await rowsOf(store))[0]?.last_error !== null);
    await settle();
    expect(server.received).toHaveLength(1);
  });

  test('that closes its idle connections loses no letter, nor the channel’s trust', async () => {
    const [store, server] = [await openSqlite(), await mailServer()];
    const { mail, settle } = mailing(store, smtp(server));
    await mail('one');
    await settle();
    cut(server);
    await mail('two');
    await settle();
    expect(server.received.map(({ to }) => to)).toEqual([['one@example.com'], ['two@example.com']]);
  });

  test('without TLS on another machine gets nothing: not the letter, and not the password', async () => {
    const said: string[] = [];
    const server = await mailServer({
      onAuth: ({ username }, _, done) => (said.push(String(username)), done(null, { user: 'x' })),
      onMailFrom: ({ address }, _, done) => (said.push(address), done()),
    });
    const store = await openSqlite();
    const url = new URL(server.url);
    url.searchParams.set('requireTLS', 'true');
    url.username = 'user';
    url.password = 'SENTINEL-password';
    const { mail, settle, log } = mailing(store, smtp({ url }));
    await mail('lee');
    await until(async () => (await store.read(standing)).parked.length === 1);
    await settle(60_000);
    expect(said).toEqual([]);
    expect(await ends(store)).toEqual([['parked', 'smtp.500']]);
    expect(log.filter(({ facts }) => facts['alert'])).toHaveLength(1);
    expect(JSON.stringify(log)).not.toContain('SENTINEL');
  });

  test('whose certificate nobody knows gets nothing either', async () => {
    const server = await mailServer({ disabledCommands: [] });
    const store = await openSqlite();
    const url = new URL(server.url);
    url.searchParams.set('requireTLS', 'true');
    const { mail, settle } = mailing(store, smtp({ url }));
    await mail('lee');
    await until(async () => (await rowsOf(store))[0]?.last_error !== null);
    await settle(20_000);
    expect(server.received).toEqual([]);
    expect((await store.read(standing)).states).toMatchObject({ dead: 0, parked: 0 });
    expect((await rowsOf(store))[0]?.last_error).toMatch(/^smtp\.(tls|socket)$/);
  });

  test('that refuses our password parks mail and calls somebody, and all goes out when it is mended', async () => {
    let right = false;
    let asked = 0;
    const server = await mailServer({ authOptional: false, onAuth: (_, __, done) => ((asked += 1), right ? done(null, { user: 'x' }) : done(answer(535))), allowInsecureAuth: true });
    const store = await openSqlite();
    const url = new URL(server.url);
    [url.username, url.password] = ['user', 'SENTINEL-password'];
    const { mail, settle, log, clock } = mailing(store, smtp({ url }));
    for (let n = 0; n < 20; n += 1) await mail(`lee${n}`);
    await until(async () => (await store.read(standing)).parked.length === 1);
    // What was under way at the first refusal still hears the same.
    await until(async () => (await store.read(standing)).states.leased === 0);
    const before = asked;
    expect(before).toBeLessThanOrEqual(16);
    await settle(60_000);
    expect(asked).toBe(before);
    expect((await store.read(standing)).states.dead).toBe(0);
    expect(log.filter(({ facts }) => facts['alert'])).toMatchObject([{ facts: { channel: 'mail', reason: 'smtp.535' } }]);
    right = true;
    clock.pass(15 * 60_000);
    await settle();
    expect(new Set(server.received.flatMap(({ to }) => to)).size).toBe(20);
    expect(server.received).toHaveLength(20);
  });

  test('that does not let us send for our address parks mail instead of killing every letter', async () => {
    const server = await mailServer({ onMailFrom: (_, __, done) => done(answer(550)) });
    const store = await openSqlite();
    const { mail, settle } = mailing(store, smtp(server));
    for (let n = 0; n < 5; n += 1) await mail(`lee${n}`);
    await until(async () => (await store.read(standing)).parked.length === 1);
    await settle(30_000);
    expect((await store.read(standing)).states).toMatchObject({ dead: 0 });
  });

  test('that is away for six hours gets every letter once when it is back', { timeout: 300_000 }, async () => {
    const store = await openSqlite();
    // Its port stays its own: on one that was given up, another test's server may listen meanwhile.
    let away = true;
    const server = await mailServer({ onConnect: (_, done) => (away ? cut(server) : done()) });
    const { mail, settle, clock } = mailing(store, smtp(server));
    for (let n = 0; n < 60; n += 1) await mail(`lee${n}`);
    for (let n = 0; n < 36; n += 1) {
      await settle(20_000);
      clock.pass(9.5 * 60_000);
    }
    expect((await store.read(standing)).states.dead).toBe(0);
    away = false;
    await settle(2 * 60 * 60_000);
    expect(server.received).toHaveLength(60);
    expect(new Set(server.received.flatMap(({ to }) => to)).size).toBe(60);
  });

  test('is not troubled with letters to robots, to ourselves, to nobody, nor with ones that are needed no more', async () => {
    const [store, server] = [await openSqlite(), await mailServer()];
    const to: Record<string, Letter | 'skip'> = { own: letterTo('support+x@example.org'), robot: letterTo('mailer-daemon@example.com'), invalid: letterTo('nonsense'), quiet: letterTo('no-reply@example.com'), erased: 'skip', forged: { ...letterTo('lee@example.com'), subject: 'x\r\nBcc: all@example.com' } };
    const { mail, settle } = mailing(store, smtp(server), (ticket) => to[ticket] ?? 'skip');
    for (const ticket of Object.keys(to)) await mail(ticket);
    await settle();
    expect(server.received).toEqual([]);
    expect(await ends(store)).toEqual([['done', 'mail.own'], ['done', 'mail.robot'], ['done', 'mail.invalid'], ['done', 'mail.no-reply'], ['done', 'mail.skipped'], ['dead', 'mail.unsafe.subject']]);
  });

  test('says what it likes about people; neither log nor outbox repeats it', async () => {
    const server = await mailServer({ onRcptTo: ({ address }, _, done) => done(answer(address.startsWith('a') ? 550 : 450, 'SENTINEL unknown dr.lee@example.com')) });
    const store = await openSqlite();
    const { mail, settle, log } = mailing(store, smtp(server));
    await mail('a');
    await mail('b');
    await settle(5 * 60_000);
    const rows = await store.read((db) => db.selectFrom('outbox').selectAll().execute());
    expect(log.length).toBeGreaterThan(1);
    expect(JSON.stringify([log, rows])).not.toMatch(/SENTINEL|@/);
  });
});

describeOnBothDatabases('two processes that mail', (database) => {
  test('send each of 300 letters once', async () => {
    const [store, server] = [await openFresh(database), await mailServer()];
    // On the real clock: one that runs ahead would end leases that are kept.
    const real = { now: Date.now, pass: () => undefined };
    const one = mailing(store, smtpPost({ url: server.url }), undefined, real);
    mailing(store, smtpPost({ url: server.url }), undefined, real);
    for (let n = 0; n < 300; n += 1) await one.mail(`lee${n}`);
    await until(allDone(store), 30_000);
    expect(server.received).toHaveLength(300);
    expect(new Set(server.received.flatMap(({ to }) => to)).size).toBe(300);
  });
});

describe('a folder', () => {
  test('gets each letter as a file that a mail program reads, once though it is written twice', async () => {
    const [store, folder] = [await openSqlite(), join(freshFolder(), 'mail')];
    const { mail, settle } = mailing(store, folderPost(folder));
    const id = await mail('lee');
    await settle();
    expect(readdirSync(folder)).toEqual([`${id}.eml`]);
    const parsed = await simpleParser(readFileSync(join(folder, `${id}.eml`)));
    expect([parsed.subject, parsed.text, parsed.messageId]).toEqual(['We have your message', 'SENTINEL words\n', `<${id}@example.org>`]);
    await store.write((trx) => trx.updateTable('outbox').set({ state: 'waiting' }).execute());
    await settle();
    expect(readdirSync(folder)).toEqual([`${id}.eml`]);
  });

  test('that cannot be written keeps letters waiting, leaves no half file, and gets them when it can', async () => {
    const [store, place] = [await openSqlite(), freshFolder()];
    const folder = join(place, 'mail');
    writeFileSync(folder, 'a file stands where the folder should be');
    const { mail, settle } = mailing(store, folderPost(folder));
    await mail('lee');
    await until(async () => (await rowsOf(store))[0]?.last_error === 'file.eexist');
    execFileSync('rm', [folder]);
    await settle();
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test('on a full disk keeps letters waiting, leaves no half file, and gets them when there is room', async () => {
    const folder = join(freshFolder(), 'mail');
    const lines = execFileSync(process.execPath, [join(import.meta.dirname, 'full-disk.child.ts'), folder], { encoding: 'utf8' }).trim().split('\n');
    expect(lines).toEqual(['{"kind":"later","error":"file.efbig","blame":"channel"}', '[]', '{"kind":"done"}', '["one.eml"]']);
  });
});
